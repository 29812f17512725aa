"""Verbs of drills, and the values that pages get.

Talks: `start_run`, `say`, `look_up`, `take_hint`, `end_run`, `replay_from`; reading them: `view_of`,
`verdict_of`.
Reading again: `self_judge`, `appeal`, `correct`, `answer_review`. Prepared phrases: `save_quick_reply`,
`delete_quick_reply`. Exams: `exam_run`, `end_runs_of`, `let_in`. The bank: `current_scripts`.
"""

from certification.drills.services.exams import end_runs_of, exam_run, exam_target, say_in_exam
from certification.drills.services.late import let_in
from certification.drills.services.phrases import delete_quick_reply, save_quick_reply
from certification.drills.services.playing import verdict_of
from certification.drills.services.reviews import answer_review, appeal, correct, self_judge
from certification.drills.services.scripts import Offered, current_scripts, script_of_version
from certification.drills.services.talks import Said, end_run, look_up, replay_from, say, start_run, take_hint
from certification.drills.services.views import RunView, TurnView, view_of

__all__ = [
    "Offered",
    "RunView",
    "Said",
    "TurnView",
    "answer_review",
    "appeal",
    "correct",
    "current_scripts",
    "delete_quick_reply",
    "end_run",
    "end_runs_of",
    "exam_run",
    "exam_target",
    "let_in",
    "look_up",
    "replay_from",
    "save_quick_reply",
    "say",
    "say_in_exam",
    "script_of_version",
    "self_judge",
    "start_run",
    "take_hint",
    "verdict_of",
    "view_of",
]
