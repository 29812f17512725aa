"""The addresses that platforms know, and the two steps after them. They ask for a signed message, not for a session."""

from django.urls import path

from certification.lti import choosing, views

app_name = "lti"

urlpatterns = [
    path("lti/login/", views.login, name="login"),
    path("lti/launch/", views.launch, name="launch"),
    path("lti/enter/<str:ticket>/", views.enter, name="enter"),
    path("lti/choose/", choosing.front, name="choosing"),
    path("lti/choose/<str:ticket>/", choosing.choose, name="choose"),
    path("lti/keys/", views.keys, name="keys"),
]
