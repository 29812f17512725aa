"""The URLs of certificates, for managers."""

from django.urls import path

from certification.oversight.credentials import programmes, views

urlpatterns = [
    path("certificates/", programmes.programmes, name="programmes"),
    path("certificates/new/", programmes.edit, name="programme-new"),
    path("certificates/programmes/<uuid:programme_id>/", views.programme, name="programme"),
    path("certificates/programmes/<uuid:programme_id>/edit/", programmes.edit, name="programme-edit"),
    path("certificates/programmes/<uuid:programme_id>/issue/", views.issue, name="certificates-issue"),
    path("certificates/<str:number>/", views.certificate, name="certificate"),
]
