"""The URLs of the corpus."""

from django.urls import path

from certification.sitting.corpus.editions import compare, editions
from certification.sitting.corpus.views import corpus, rule

urlpatterns = [
    path("corpus/", corpus, name="corpus"),
    path("corpus/editions/", editions, name="editions"),
    path("corpus/editions/compare/", compare, name="compare-editions"),
    path("corpus/<str:code>/", rule, name="rule"),
]
