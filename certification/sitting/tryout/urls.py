"""The URLs of 试一案."""

from django.urls import path

from certification.sitting.tryout.views import tried_ruling, tryout

urlpatterns = [
    path("try/", tryout, name="try"),
    path("try/ruling/", tried_ruling, name="tried-ruling"),
]
