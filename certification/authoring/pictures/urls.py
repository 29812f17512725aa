"""/authoring/pictures/: uploading."""

from django.urls import path

from certification.authoring.pictures import views

urlpatterns = [path("pictures/", views.picture_upload, name="picture-upload")]
