"""What may be read of an attempt once it is handed in: marks, keys, what was chosen. Nothing of it before."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from certification.attempts.domain import AttemptKind, AttemptState, Cell
from certification.attempts.models import Attempt
from certification.bank.domain import Content
from certification.bank.models import Derivation
from certification.grading.domain import BASIS_POINTS, Reason, shown_letters
from certification.grading.mending import Applied, Mended, mended, regrades_since
from certification.grading.models import Mark, is_standing
from certification.papers.models import PaperQuestion


@dataclass(frozen=True, slots=True)
class MarkedQuestion:
    """One question of a handed-in attempt with everything that explains its mark.

    Attributes:
        attempt: the attempt; `edition` is the one it was marked by.
        position: from 1.
        question_id, code: the question, whatever its version.
        content: what the question said; its options in the order of the file.
        option_order: the option of the content under each letter as shown.
        derivation: key, truths, deciding rules, topic, difficulty.
        cell: the letters chosen, as shown, and the flag.
        key: the keyed letters, as shown.
        points: hundredths earned, of `out_of`.
        mode: the scoring mode.
        key_then, points_then: key and points at hand-in.
        is_secret: whether the question is kept for exams: number, area and points are all that may be told.
        mended: what regrades have made of it since, None where nothing.
    """

    attempt: Attempt
    position: int
    question_id: uuid.UUID
    code: str
    content: Content
    option_order: tuple[int, ...]
    derivation: Derivation
    cell: Cell
    key: str
    points: int
    out_of: int
    mode: str
    key_then: str
    points_then: int
    is_secret: bool = False
    mended: Mended | None = None

    @property
    def void(self) -> str:
        """Return the letters of the options that were withdrawn."""
        return shown_letters(self.mended.correction.void_options, self.option_order) if self.mended else ""

    @property
    def is_right(self) -> bool:
        return self.points == self.out_of

    @property
    def is_half_right(self) -> bool:
        return 0 < self.points < self.out_of


def marked_questions(attempt: Attempt) -> list[MarkedQuestion]:
    """Return all questions of a handed-in attempt, by position. Five queries."""
    assert attempt.state == AttemptState.HANDED_IN, "nothing is told before hand-in"
    questions = _questions(attempt)
    sheet = attempt.sheet(len(questions))
    marks, regrades = _marks(attempt), regrades_since(attempt.handed_in_at)
    return [_marked(attempt, one, sheet.cell(one.position), marks[one.position], regrades) for one in questions]


def find_marked_question(trainee_id: uuid.UUID, attempt_id: uuid.UUID, position: int) -> MarkedQuestion | None:
    """Return one question of one's own handed-in attempt.

    None for somebody else's, for one that is not handed in, for one whose question is at this moment in the person's
    running mock or exam (its explanation would give that answer away), and for one that is kept for exams.
    """
    attempt = Attempt.objects.sat_by(trainee_id).filter(pk=attempt_id, state=AttemptState.HANDED_IN).first()
    if attempt is None or not 1 <= position <= attempt.paper.size:
        return None
    found = marked_question(attempt, position)
    return None if found.is_secret or found.question_id in asked_now(trainee_id) else found


def marked_question(attempt: Attempt, position: int) -> MarkedQuestion:
    """Return one question of a handed-in attempt, for whoever may see the attempt."""
    assert attempt.state == AttemptState.HANDED_IN, "nothing is told before hand-in"
    question = _questions(attempt).get(position=position)
    cell = attempt.sheet(attempt.paper.size).cell(position)
    return _marked(attempt, question, cell, _marks(attempt)[position], regrades_since(attempt.handed_in_at))


def asked_now(trainee_id: uuid.UUID) -> set[uuid.UUID]:
    """Return the ids of the questions in someone's running mock or exam: one query.

    Where such a question was answered before, its old key and explanation wait until hand-in.
    """
    running = Attempt.objects.sat_by(trainee_id).filter(
        kind__in=[AttemptKind.MOCK, AttemptKind.EXAM], state=AttemptState.OPEN
    )
    rows = PaperQuestion.objects.filter(paper__attempts__in=running)
    return set(rows.values_list("version__question", flat=True).order_by())


def _questions(attempt: Attempt) -> QuerySet[PaperQuestion]:
    return (
        PaperQuestion.objects.filter(paper=attempt.paper_id)
        .select_related("version__question", "derivation")
        .order_by("position")
    )


def _marks(attempt: Attempt) -> Mapping[int, tuple[Mark, Mark]]:
    """Return the first and the standing mark of each question."""
    found: dict[int, tuple[Mark, Mark]] = {}
    for mark in Mark.objects.filter(attempt=attempt).order_by("number"):
        first, _last = found.get(mark.position, (mark, mark))
        found[mark.position] = (first, mark)
    return found


def _marked(
    attempt: Attempt, question: PaperQuestion, cell: Cell, marks: tuple[Mark, Mark], regrades: Sequence[Applied]
) -> MarkedQuestion:
    order = tuple(question.option_order)
    first, mark = marks
    since = mended(regrades, attempt, question.version_id, marked_at=first.number)
    corrected = since.correction.key if since else None
    return MarkedQuestion(
        attempt=attempt,
        position=question.position,
        question_id=question.version.question_id,
        code=question.version.question.code,
        content=question.version.read,
        option_order=order,
        derivation=question.derivation,
        cell=cell,
        key=shown_letters(question.derivation.key if corrected is None else corrected, order),
        points=mark.points,
        out_of=mark.out_of,
        mode=mark.mode,
        key_then=shown_letters(question.derivation.key, order),
        points_then=first.points,
        is_secret=question.version.question.is_secret,
        mended=since,
    )


@dataclass(frozen=True, slots=True)
class Total:
    """What an attempt came to, in hundredths of a point."""

    attempt: Attempt
    points: int
    out_of: int
    pass_points: int
    points_then: int

    @property
    def has_passed(self) -> bool:
        return self.points >= self.pass_points

    @property
    def had_passed(self) -> bool:
        """Say whether the marks of the hand-in were enough."""
        return self.points_then >= self.pass_points

    @property
    def share(self) -> int:
        """Return the part earned in basis points, rounded down: 100 % is only what is 100 %."""
        return self.points * BASIS_POINTS // self.out_of


def totals(attempts: QuerySet[Attempt]) -> list[Total]:
    """Return the totals of attempts, in their order; nothing for one that is not handed in.

    Added up by the database: one query.
    """
    marks = Mark.objects.filter(attempt=OuterRef("pk")).order_by().values("attempt")
    standing = marks.annotate(sum=Sum("points", filter=is_standing())).values("sum")
    first = marks.annotate(sum=Sum("points", filter=Q(reason=Reason.HAND_IN))).values("sum")
    found = attempts.select_related("paper").annotate(
        points_now=Coalesce(Subquery(standing), 0), points_then=Coalesce(Subquery(first), 0)
    )
    return [Total(one, one.points_now, one.paper.points, one.paper.pass_points, one.points_then) for one in found]
