"""The URL of one's own data."""

from django.urls import path

from certification.sitting.privacy import views

urlpatterns = [
    path("account/data/", views.own_data, name="own-data"),
]
