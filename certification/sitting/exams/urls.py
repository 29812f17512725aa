"""URLs of mock exams."""

from django.urls import path

from certification.sitting.exams import handing_in, mocks, questions, results

urlpatterns = [
    path("mocks/", mocks.mocks, name="mocks"),
    path("attempts/<uuid:attempt_id>/", questions.attempt, name="attempt"),
    path("attempts/<uuid:attempt_id>/questions/<int:position>/", questions.question, name="question"),
    path("attempts/<uuid:attempt_id>/questions/<int:position>/answer/", questions.answer, name="answer"),
    path("attempts/<uuid:attempt_id>/hand-in/", handing_in.hand_in_page, name="hand-in"),
    path("attempts/<uuid:attempt_id>/result/", results.result, name="result"),
]
