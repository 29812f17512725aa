"""/pictures/: the pictures of questions."""

from django.urls import path

from certification.sitting.pictures import views

urlpatterns = [
    path("pictures/<uuid:picture_id>/", views.picture, name="picture"),
    path("pictures/<uuid:picture_id>/small/", views.picture_small, name="picture-small"),
]
