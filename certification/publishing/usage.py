"""Where a question is used: papers, rounds, attempts by kind; and whom its page would tell an exam's answer."""

import uuid
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Q, QuerySet

from certification.attempts.domain import AttemptKind
from certification.attempts.models import Attempt
from certification.bank.models import Question
from certification.grading.mending import REGRADED
from certification.grading.models import Mark
from certification.grading.reading import asked_now
from certification.papers.models import PaperQuestion
from certification.rounds.models import Round


@dataclass(frozen=True, slots=True)
class VersionUse:
    """How often one version of a question was put on papers and asked, and whether marks stand on it."""

    papers: int = 0
    attempts: int = 0
    is_marked: bool = False


@dataclass(frozen=True, slots=True)
class Usage:
    """Where a question is used.

    Attributes:
        papers: how many papers hold it, in any version.
        rounds: the rounds whose papers hold it, the newest first.
        exams: attempts in rounds that asked it.
        mocks: mocks that asked it.
        practice: how often it was practised.
        versions: by version.
    """

    papers: int
    rounds: tuple[Round, ...]
    exams: int
    mocks: int
    practice: int
    versions: Mapping[uuid.UUID, VersionUse]

    @property
    def attempts(self) -> int:
        """Return how many attempts asked it, of any kind."""
        return self.exams + self.mocks + self.practice

    def of(self, version: uuid.UUID | None) -> VersionUse:
        """Return the use of one version."""
        return self.versions.get(version, VersionUse()) if version else VersionUse()


def where_used(question: Question) -> Usage:
    """Return where a question is used, over all its versions: four queries, whatever its history."""
    held = list(PaperQuestion.objects.filter(version__question=question).values_list("paper", "version"))
    versions = dict(held)  # a paper never holds two versions of a question
    kinds: Counter[str] = Counter()
    by_version: Counter[uuid.UUID] = Counter()
    asked = Attempt.objects.filter(paper__in=_papers_with(question)).order_by().values("kind", "paper")
    for row in asked.annotate(number=Count("pk")):
        kinds[row["kind"]] += row["number"]
        by_version[versions[row["paper"]]] += row["number"]
    marks = Mark.objects.filter(version__question=question, attempt__kind__in=REGRADED).order_by()
    marked = set(marks.values_list("version", flat=True).distinct())
    on_papers = Counter(versions.values())
    return Usage(
        papers=len(versions),
        rounds=tuple(_rounds(question)),
        exams=kinds[AttemptKind.EXAM],
        mocks=kinds[AttemptKind.MOCK],
        practice=kinds[AttemptKind.PRACTICE],
        versions={one: VersionUse(on_papers[one], by_version[one], one in marked) for one in on_papers},
    )


def _papers_with(question: Question) -> QuerySet[Any]:
    return PaperQuestion.objects.filter(version__question=question).values("paper")


def _rounds(question: Question) -> QuerySet[Round]:
    papers = _papers_with(question)
    return Round.objects.filter(Q(drawn_forms__paper__in=papers) | Q(seats__papers__paper__in=papers)).distinct()


def hidden_from(person_id: uuid.UUID, *, now: datetime) -> set[uuid.UUID]:
    """Return the questions whose pages somebody may not open: those of their own running mock or exam.

    And those of papers that wait for them in a round that is still open. Who writes questions may sit exams too.
    """
    waiting = PaperQuestion.objects.filter(
        paper__seat_papers__seat__trainee=person_id, paper__seat_papers__seat__round__in=Round.objects.still_open(now)
    )
    return asked_now(person_id) | set(waiting.order_by().values_list("version__question", flat=True))
