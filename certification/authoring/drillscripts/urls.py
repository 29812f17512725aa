"""The URLs of scripts, of what the recogniser left to people, and of their corrections."""

from django.urls import path

from certification.authoring.drillscripts import editing, reviews, scripts

urlpatterns = [
    path("drill-scripts/", scripts.scripts, name="scripts"),
    path("drill-scripts/<uuid:question_id>/", editing.script, name="script"),
    path("drill-scripts/<uuid:question_id>/check/", editing.script_check, name="script-check"),
    path("drill-scripts/<uuid:question_id>/try/", editing.script_try, name="script-try"),
    path("drill-reviews/", reviews.reviews, name="drill-reviews"),
    path("drill-reviews/corrections.jsonl", reviews.corrections, name="drill-corrections"),
    path("drill-reviews/<uuid:review_id>/", reviews.review, name="drill-review"),
]
