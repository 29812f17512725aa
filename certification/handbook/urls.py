"""URLs of 帮助."""

from django.urls import path

from certification.handbook import views

app_name = "handbook"

urlpatterns = [
    path("help/", views.contents, name="contents"),
    path("help/<slug:slug>/", views.page, name="page"),
]
