"""The URLs of 学习平台, for managers."""

from django.urls import path

from certification.oversight.lti import views

urlpatterns = [
    path("platforms/", views.platforms, name="platforms"),
    path("platforms/key/", views.new_key, name="platform-key"),
    path("platforms/<uuid:platform_id>/", views.platform, name="platform"),
    path("platforms/<uuid:platform_id>/switch/", views.switch, name="platform-switch"),
    path("platforms/<uuid:platform_id>/again/", views.again, name="platform-again"),
]
