"""/authoring/questions/pictures/: uploading."""

from django.urls import path

from certification.authoring.pictures import views

urlpatterns = [path("questions/pictures/", views.picture_upload, name="picture-upload")]
