"""The URLs of regrades."""

from django.urls import path

from certification.authoring.regrades import views

urlpatterns = [
    path("regrades/", views.regrades, name="regrades"),
    path("regrades/new/", views.new, name="regrade-new"),
    path("regrades/preview/", views.preview_page, name="regrade-preview"),
    path("regrades/<uuid:regrade_id>/", views.regrade, name="regrade"),
]
