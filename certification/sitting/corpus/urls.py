"""The URLs of the corpus."""

from django.urls import path

from certification.sitting.corpus.views import corpus, rule

urlpatterns = [
    path("corpus/", corpus, name="corpus"),
    path("corpus/<str:code>/", rule, name="rule"),
]
