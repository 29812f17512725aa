"""What belongs to somebody is not found by anybody else: every address that names a thing of a person, with a real one."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from itertools import chain

import pytest
from django.utils import timezone

from certification.attempts.domain import ClosedBy
from certification.bank.workflow.models import SavedFilter
from certification.competency.assignments.models import Assignee, Assignment
from certification.drills.models import DrillRun
from certification.drills.services import start_run
from certification.grading.services import hand_in
from certification.people.models import User
from certification.people.notices import send_notice
from certification.sitting.practice.drawing import next_practice
from tests.factories.attempts import start_mock
from tests.factories.bank import make_bank
from tests.factories.credentials import certify
from tests.factories.drills import offer_drill, shipped_rules, start_drill_mock
from tests.factories.people import UserFactory
from tests.factories.sitting import make_dealt_round
from tests.security.surface import METHODS, Address, Visitor, outcome, pages

pytestmark = pytest.mark.django_db

#: Parts that name a thing of one person, by the namespace in which they do.
OWNED = {
    "sitting": {"round_id", "attempt_id", "assignment_id", "run_id", "notice_id", "number"},
    "authoring": {"filter_id"},
}
#: Parts that name what belongs to the site, the bank, the corpus or the office: who gets there is a matter of roles.
SHARED = {
    "sitting": {"position", "rule", "area", "code", "picture_id", "purpose"},
    "authoring": {
        "publication_id", "task_id", "appeal_id", "regrade_id", "question_id", "plan_id", "review_id", "code",
    },
    "oversight": {
        "round_id", "seat_id", "paper_id", "name", "plan_id", "takeout_id", "number", "assignment_id", "person_id",
        "area", "programme_id", "cohort_id", "code", "token_id", "version_id", "platform_id",
    },
    "handbook": {"slug"},
    "lti": {"ticket"},
    "people": {"token", "provider"},
    "operations": set(),
}  # fmt: skip
#: Open to all by design: what anybody verifies.
PUBLIC = {"sitting:verify-certificate", "sitting:badge-status"}


def owned_parts(address: Address) -> set[str]:
    if address.name in PUBLIC:
        return set()
    named = {part for part, kind in address.parts if kind != "IntConverter"}
    return named & OWNED.get(address.name.split(":")[0], set())


PERSONAL = [one for one in pages() if owned_parts(one)]


@pytest.mark.parametrize("address", [one for one in pages() if one.parts], ids=lambda one: one.name)
def test_every_part_of_an_address_is_known_to_be_somebodys_or_the_sites(address: Address):
    """A new kind of part: say above whose it is."""
    space = address.name.split(":")[0]

    assert {part for part, _kind in address.parts} <= OWNED.get(space, set()) | SHARED.get(space, set())


@dataclass(frozen=True)
class World:
    """Somebody, and what is theirs as parts of addresses."""

    owner: User
    parts: dict[str, object]


def exam_world() -> Iterator[World]:
    """Under the little edition: a seat, a certificate, an assignment, a notice; a mock, an exam, a practice question."""
    edition, now = make_bank()[0], timezone.now()
    owner = UserFactory(is_trainer=True)
    seat = make_dealt_round(edition, [owner], now=now)
    certificate = certify(edition, owner)
    given = Assignment.objects.create(
        kind="mock", size=0, given_by=owner.pk, given_at=now, due_at=now + timedelta(days=1)
    )
    Assignee.objects.create(assignment=given, person=owner)
    parts = {
        "round_id": seat.pk, "assignment_id": given.pk, "number": certificate.number,
        "notice_id": send_notice(owner.pk, kind="test", text="你好", now=now).pk,
        "filter_id": SavedFilter.objects.create(person=owner, name="我的", query="q=1").pk,
    }  # fmt: skip
    practice = next_practice(owner.pk, area="", now=now)
    done = start_mock(owner, edition, now=now)
    hand_in(done.pk, by=ClosedBy.TRAINEE, now=now)
    for attempt in (certificate.attempt, practice, done):
        yield World(owner, {**parts, "attempt_id": attempt.pk})
    yield World(owner, {"attempt_id": start_mock(owner, edition, seed=43, now=now).pk})  # it shuts rulings meanwhile


def talk_world() -> Iterator[World]:
    """Under the shipped rules: a talk in practice, one in a mock."""
    edition, now = shipped_rules(), timezone.now()
    version, owner = offer_drill(edition=edition).pk, UserFactory()
    run = start_run(owner.pk, version, now=now)
    yield World(owner, {"run_id": run.pk})
    DrillRun.objects.filter(pk=run.pk).update(ended_at=now, ended_by="person")
    yield World(owner, {"run_id": run.pk})
    yield World(owner, {"attempt_id": start_drill_mock(owner, edition, now=now).pk})  # it shuts verdicts meanwhile


def asked(visitor: Visitor, address: Address, world: World) -> dict[str, str]:
    path = address.path(**{part: world.parts[part] for part in owned_parts(address)})
    return {method: outcome(visitor.ask(method, path)) for method in METHODS}


def test_a_stranger_finds_nothing_and_the_owner_does():
    stranger = Visitor("trainer", person=UserFactory(is_trainer=True))
    found, leaks = set(), {}
    for world in chain(exam_world(), talk_world()):  # one after the other: a running mock hides what stands above
        owner = Visitor("trainee", person=world.owner)
        for address in PERSONAL:
            if owned_parts(address) <= set(world.parts):
                if set(asked(owner, address, world).values()) - {"404", "405"}:
                    found.add(address.name)
                if told := set(asked(stranger, address, world).values()) - {"404", "405"}:
                    leaks[address.name] = told

    assert leaks == {}
    assert {one.name for one in PERSONAL} - found == set(), "a thing of the owner is missing above"
