"""What somebody has and still needs for a certificate that they are on the way to."""

import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import chain

from certification.bank.models import Question, QuestionVersion
from certification.credentials.domain import RENEW_DAYS
from certification.credentials.eligibility import (
    ANY,
    best_by_paper,
    drills_missing,
    fresh,
    paper_of,
    papers_asked,
    since_when,
    titles_of,
)
from certification.credentials.models import Certificate, Programme
from certification.grading.passing import Outcome, outcomes
from certification.grading.review import may_see_score
from certification.rounds.models import Seat


class Passed(StrEnum):
    """Whether something that is asked for is done."""

    YES = "yes"
    NOT_YET = "not-yet"
    UNTOLD = "untold"  # the exam is handed in, its result not open


@dataclass(frozen=True, slots=True)
class Step:
    """A paper or a drill that is asked for; `code` of a drill's script. A paper without a name is the one exam."""

    name: str
    passed: Passed
    code: str = ""


@dataclass(frozen=True, slots=True)
class Progress:
    """One programme and what it asks of somebody."""

    programme: Programme
    steps: tuple[Step, ...]

    @property
    def is_complete(self) -> bool:
        return all(step.passed is Passed.YES for step in self.steps)


def under_way(person: uuid.UUID, *, now: datetime) -> list[Progress]:
    """Return the programmes that somebody has a place in an exam of, and holds no certificate of for long.

    Args:
        person: who.
        now: when; results that are not open by then are not told.
    """
    seats = Seat.objects.filter(trainee=person).values_list("round", "round__blueprint__name")
    rounds, papers = ({one[place] for one in seats} for place in (0, 1))
    held = _held(person, now)
    open_ones = Programme.objects.filter(is_open=True).exclude(pk__in=held).prefetch_related("rounds")
    return [
        _progress(one, person, now)
        for one in open_ones
        if papers.intersection(one.blueprints) or any(each.pk in rounds for each in one.rounds.all())
    ]


def _held(person: uuid.UUID, now: datetime) -> set[uuid.UUID]:
    lasting = Certificate.objects.of(person).filter(valid_until__gt=now + timedelta(days=RENEW_DAYS)).told()
    return {one.programme_id for one in lasting if one.standing_at(now).status.holds}


def _progress(programme: Programme, person: uuid.UUID, now: datetime) -> Progress:
    found = outcomes(fresh(programme, now).filter(trainee=person))
    told = [one for one in found if may_see_score(one.total.attempt, now=now)]
    asked = papers_asked(programme)
    best = best_by_paper(told, asked)
    papers = (
        Step(name, Passed.YES if paper in best else _not_told(paper, found, told))
        for paper, name in titles_of(asked).items()
    )
    missing = drills_missing([person], programme.drills, since=since_when(programme, now))[person]
    titles = _titles(programme.drills)
    drills = (
        Step(titles.get(code, code), Passed.NOT_YET if code in missing else Passed.YES, code)
        for code in programme.drills
    )
    return Progress(programme, tuple(chain(papers, drills)))


def _not_told(paper: str, found: list[Outcome], told: list[Outcome]) -> Passed:
    untold = [one for one in found if one not in told and paper in {ANY, paper_of(one)}]
    return Passed.UNTOLD if untold else Passed.NOT_YET


def _titles(codes: list[str]) -> dict[str, str]:
    rows = QuestionVersion.objects.filter(pk__in=Question.objects.filter(code__in=codes).values("current"))
    return dict(rows.values_list("question__code", "content__script__title")) if codes else {}
