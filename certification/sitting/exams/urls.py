"""URLs of exams and mocks."""

from django.urls import path

from certification.sitting.exams import answering, handing_in, mocks, presence, questions, results, rounds, talking
from certification.sitting.exams.closing import closed_during_exam

urlpatterns = [
    path("mocks/", closed_during_exam(mocks.mocks), name="mocks"),
    path("rounds/<uuid:round_id>/", rounds.round_page, name="round"),
    path("rounds/<uuid:round_id>/check-in/", rounds.check_in_to_round, name="check-in"),
    path("rounds/<uuid:round_id>/start/", rounds.start, name="start"),
    path("pulse/", presence.pulse, name="pulse"),
    path("attempts/<uuid:attempt_id>/", questions.attempt, name="attempt"),
    path("attempts/<uuid:attempt_id>/questions/<int:position>/", questions.question, name="question"),
    path("attempts/<uuid:attempt_id>/questions/<int:position>/answer/", answering.answer, name="answer"),
    path("attempts/<uuid:attempt_id>/questions/<int:position>/turn/", talking.turn, name="exam-turn"),
    path("attempts/<uuid:attempt_id>/questions/<int:position>/lookup/", talking.lookup, name="exam-lookup"),
    path("attempts/<uuid:attempt_id>/questions/<int:position>/end/", talking.end, name="exam-end"),
    path("attempts/<uuid:attempt_id>/ping/", presence.ping, name="ping"),
    path("attempts/<uuid:attempt_id>/focus/", presence.focus, name="focus"),
    path("attempts/<uuid:attempt_id>/hand-in/", handing_in.hand_in_page, name="hand-in"),
    path("attempts/<uuid:attempt_id>/result/", closed_during_exam(results.result), name="result"),
]
