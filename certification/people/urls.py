"""URLs of signing in and of one's account."""

from django.urls import path

from certification.people import languages, views
from certification.people.second_factor import views as second_factor
from certification.people.sso import views as sso

app_name = "people"

urlpatterns = [
    path("sign-in/", views.sign_in, name="sign-in"),
    path("sign-in/with/<slug:provider>/", sso.start, name="sso"),
    path("sign-in/with/<slug:provider>/callback/", sso.callback, name="sso-callback"),
    path("sign-in/forgotten/", views.forgotten, name="forgotten"),
    path("sign-out/", views.sign_out, name="sign-out"),
    path("language/", languages.choose, name="language"),
    path("first-password/<str:token>/", views.first_password, name="first-password"),
    path("account/", views.account, name="account"),
    path("account/sessions/", views.end_own_sessions, name="end-sessions"),
    path("account/password/", views.password, name="password"),
    path("second-factor/", second_factor.code, name="code"),
    path("account/second-factor/", second_factor.second_factor, name="second-factor"),
    path("account/second-factor/off/", second_factor.off, name="second-factor-off"),
    path("account/second-factor/codes/", second_factor.recovery_codes, name="recovery-codes"),
    path("account/second-factor/codes.txt", second_factor.recovery_codes_file, name="recovery-codes-file"),
]
