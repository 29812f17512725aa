"""The URLs of certificates: one's own, and verifying anybody's without signing in."""

from django.urls import path

from certification.sitting.credentials import views

urlpatterns = [
    path("certificates/", views.certificates, name="certificates"),
    path("certificates/<str:number>/", views.certificate, name="certificate"),
]
