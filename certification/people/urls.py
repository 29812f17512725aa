"""URLs of signing in and of one's account."""

from django.urls import path

from certification.people import views

app_name = "people"

urlpatterns = [
    path("sign-in/", views.sign_in, name="sign-in"),
    path("sign-out/", views.sign_out, name="sign-out"),
    path("first-password/<str:token>/", views.first_password, name="first-password"),
    path("account/", views.account, name="account"),
    path("account/sessions/", views.end_own_sessions, name="end-sessions"),
    path("account/password/", views.password, name="password"),
]
