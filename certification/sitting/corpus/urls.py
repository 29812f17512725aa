"""The URLs of the corpus."""

from django.urls import path

from certification.sitting.corpus.editions import compare, editions
from certification.sitting.corpus.views import corpus, rule
from certification.sitting.exams.closing import closed_during_exam

urlpatterns = [
    path("corpus/", closed_during_exam(corpus), name="corpus"),
    path("corpus/editions/", closed_during_exam(editions), name="editions"),
    path("corpus/editions/compare/", closed_during_exam(compare), name="compare-editions"),
    path("corpus/<str:code>/", closed_during_exam(rule), name="rule"),
]
