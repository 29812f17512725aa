"""The URLs of 试一案."""

from django.urls import path

from certification.sitting.exams.closing import closed_during_exam
from certification.sitting.tryout.views import tried_ruling, tryout

urlpatterns = [
    path("try/", closed_during_exam(tryout), name="try"),
    path("try/ruling/", closed_during_exam(tried_ruling), name="tried-ruling"),
]
