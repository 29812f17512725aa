"""The URLs of the export of everything, for managers."""

from django.urls import path

from certification.oversight.takeout import views

urlpatterns = [
    path("everything/", views.takeouts, name="takeouts"),
    path("everything/<uuid:takeout_id>/everything.zip", views.download, name="takeout-download"),
    path("everything/<uuid:takeout_id>/discard/", views.discard, name="takeout-discard"),
]
