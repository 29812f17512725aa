"""The URLs of certificates: one's own, and verifying anybody's without signing in."""

from django.urls import path

from certification.sitting.credentials import verifying, views
from certification.sitting.exams.closing import closed_during_exam

urlpatterns = [
    path("certificates/", views.certificates, name="certificates"),
    path("certificates/<str:number>/", views.certificate, name="certificate"),
    path("certificates/<str:number>/certificate.pdf", views.pdf, name="certificate-pdf"),
    path("certificates/<str:number>/badge.json", views.badge, name="certificate-badge"),
    path("certificates/<str:number>/shown/", views.show, name="certificate-shown"),
    path("certificates/<str:number>/top-up/", closed_during_exam(views.top_up), name="certificate-top-up"),
    path("verify/", verifying.verify, name="verify"),
    path("verify/<str:number>/", verifying.verify_certificate, name="verify-certificate"),
    path("status/<str:purpose>/<int:number>/", verifying.status, name="badge-status"),
    path(".well-known/jwks.json", verifying.keys, name="badge-keys"),
    path(".well-known/openbadges-issuer.json", verifying.issuer, name="badge-issuer"),
]
