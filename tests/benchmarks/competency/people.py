"""Who is on the big site: people in cohorts, two exams that everybody sat, tasks that were given."""

import random
import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta

from certification.competency.assignments.domain import Kind
from certification.competency.assignments.models import Assignee, Assignment
from certification.papers.models import BlueprintVersion, Paper
from certification.people.models import Cohort, User
from certification.rounds.domain import Forms, RoundState
from certification.rounds.models import Round, RoundForm, Seat

A_COHORT = 100
ROUNDS = 2
TASKS = 30
NAMES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦许何吕张孔曹严华金魏陶姜"


@dataclass(frozen=True)
class Crowd:
    """Everybody: `abilities` are standard normal, by place in `trainees`; `rounds` are fixed papers that all sat."""

    trainees: list[uuid.UUID]
    abilities: list[float]
    rounds: list[uuid.UUID]
    papers: list[uuid.UUID]


def make_people(count: int, *, draw: random.Random) -> Crowd:
    """Write managers, cohorts and trainees."""
    for role in ("manager", "trainer"):
        User.objects.create(staff_number=role, display_name=role, **{f"is_{role}": True})
    cohorts = Cohort.objects.bulk_create(Cohort(name=f"第{at + 1:03d}组") for at in range(-(-count // A_COHORT)))
    people = User.objects.bulk_create(
        (
            User(
                staff_number=f"big-{at:05d}",
                display_name=f"{draw.choice(NAMES)}{draw.choice(NAMES)}{at}",
                cohort=cohorts[at // A_COHORT],
                is_trainee=True,
            )
            for at in range(count)
        ),
        batch_size=500,
    )
    return Crowd([one.pk for one in people], [draw.gauss(0.6, 0.9) for _ in people], [], [])


def make_rounds(crowd: Crowd, papers: list[Paper], *, edition: str, now: datetime) -> None:
    """Write rounds in which everybody has a seat before the same paper."""
    manager = User.objects.get(staff_number="manager")
    version = BlueprintVersion.objects.filter(name=papers[0].blueprint).latest("number")
    for at, paper in enumerate(papers):
        opens_at = now - timedelta(days=60 * (at + 1))
        held = Round.objects.create(
            title=f"认证第{at + 1}场", blueprint=version, edition=edition, state=RoundState.PUBLISHED, minutes=45,
            opens_at=opens_at, closes_at=opens_at + timedelta(days=2), forms=Forms.FIXED, made_by=manager, made_at=opens_at,
        )  # fmt: skip
        RoundForm.objects.create(round=held, number=1, paper=paper)
        Seat.objects.bulk_create((Seat(round=held, trainee_id=one) for one in crowd.trainees), batch_size=500)
        crowd.rounds.append(held.pk)
        crowd.papers.append(paper.pk)


def make_tasks(crowd: Crowd, *, now: datetime) -> None:
    """Give tasks: the newest to everybody, the others to a cohort each; rules, mocks, practice in turn."""
    manager = User.objects.get(staff_number="manager")
    for at in range(TASKS):
        kind = (Kind.MOCK, Kind.PRACTICE)[at % 2]
        given_at = now - timedelta(days=at * 3 + 1)
        given = Assignment.objects.create(
            kind=kind, target="area:shipping" if kind is Kind.PRACTICE else "", target_name="发货" if at % 2 else "",
            size=8 if kind is Kind.PRACTICE else 0, given_by=manager.pk, given_at=given_at, due_at=given_at + timedelta(days=7),
        )  # fmt: skip
        start = at * A_COHORT % len(crowd.trainees)
        people = crowd.trainees if at == 0 else crowd.trainees[start : start + A_COHORT]
        Assignee.objects.bulk_create((Assignee(assignment=given, person_id=one) for one in people), batch_size=500)
