"""What a trainee reads about an exam besides its marks: late answers, absences, and when the marks open."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.urls import reverse
from django.utils.translation import gettext as _

from certification.attempts.models import Attempt
from certification.grading.late import LateAnswer, late_answers
from certification.rounds.domain import Review
from certification.sitting.exams.presentation import attempt_title


@dataclass(frozen=True, slots=True)
class LateRow:
    """An answer that came late, and what became of it."""

    number: int
    answer: str
    answered_at: datetime | None
    received_at: datetime
    tone: str
    verdict: str


@dataclass(frozen=True, slots=True)
class AbsenceRow:
    """The page was left; `url` leads to where something can be said about it."""

    number: int
    left_at: datetime
    seconds: int
    url: str


@dataclass(frozen=True, slots=True)
class ExamLog:
    """Late answers and absences of one attempt."""

    late: tuple[LateRow, ...]
    absences: tuple[AbsenceRow, ...]


def log_of(attempt: Attempt) -> ExamLog:
    """Return what happened besides: two queries."""
    return ExamLog(
        late=tuple(_late_row(one) for one in late_answers(Attempt.objects.filter(pk=attempt.pk))),
        absences=tuple(
            AbsenceRow(
                event.position,
                event.received_at - timedelta(seconds=event.seconds),
                event.seconds,
                f"{reverse('sitting:appeal', args=(attempt.pk, event.position))}?kind=report" if event.position else "",
            )
            for event in attempt.focus_events.order_by("received_at", "id")
        ),
    )


def _late_row(one: LateAnswer) -> LateRow:
    tone, verdict = "", _("等监考人决定")
    if one.is_decided:
        tone, verdict = ("good", _("已计入")) if one.is_counted else ("warn", _("没有计入"))
    late = one.late
    return LateRow(late.position, late.answer, late.answered_at, late.received_at, tone, verdict)


def pending(attempt: Attempt) -> dict[str, object]:
    """Return the context of a result that is not told yet."""
    sheet = attempt.sheet(attempt.paper.size)
    return {
        "attempt": attempt,
        "title": attempt_title(attempt),
        "answered": sheet.answered,
        "size": attempt.paper.size,
        "opens": _opens(attempt),
        "log": log_of(attempt),
    }


def _opens(attempt: Attempt) -> str:
    assert attempt.round is not None, "only a round keeps a result back"
    if attempt.round.review == Review.AFTER_CLOSE:
        return _("全场结束、没有人还在考以后，成绩和答案在这一页公布。")
    if attempt.round.review == Review.NEVER:
        return _("全场结束、没有人还在考以后，成绩在这一页公布。这场考试不公布答案。")
    return _("成绩和答案由监考人公布，公布以后就在这一页，你会收到消息。")
