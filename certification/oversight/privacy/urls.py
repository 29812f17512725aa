"""The URLs of a person's data, for managers."""

from django.urls import path

from certification.oversight.privacy import views

urlpatterns = [
    path("people/<uuid:person_id>/data/", views.person_data, name="person-data"),
    path("people/<uuid:person_id>/data/export/", views.export, name="person-data-export"),
    path("people/<uuid:person_id>/data/erase/", views.erase, name="person-erase"),
]
