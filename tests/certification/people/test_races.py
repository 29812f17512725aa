"""Two managers at once, really at once: only PostgreSQL lets two writers run side by side."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from threading import Barrier, BrokenBarrierError

import pytest
from django.db import connection

from certification.core.refusals import RefusedError
from certification.people import keeping
from certification.people.domain import Role
from certification.people.keeping import PersonFields
from certification.people.links import make_link, use_link
from certification.people.models import User
from tests.factories import NOON
from tests.factories.people import UserFactory

pytestmark = pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite has one writer at a time")
PATIENCE_SECONDS = 3


@pytest.fixture
def meeting(monkeypatch):
    """Hold each act between its look whether anybody is left and its end until the other has looked too, if it may."""
    kept, both = keeping.keeping_a_manager, Barrier(2)

    @contextmanager
    def held():
        with kept():
            yield
        with suppress(BrokenBarrierError):  # the other waits for a lock
            both.wait(PATIENCE_SECONDS)

    monkeypatch.setattr(keeping, "keeping_a_manager", held)


def at_once(*acts: Callable[[], object]) -> list[str]:
    """Run all acts in their own threads, let go together; return why each was refused, or "done"."""
    barrier = Barrier(len(acts))

    def run(act: Callable[[], object]) -> str:
        barrier.wait()
        try:
            act()
        except RefusedError as error:
            return error.refusal.code
        else:
            return "done"
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return sorted(pool.map(run, acts))


def without_role(person: User, actor: User) -> None:
    said = PersonFields(person.staff_number, person.display_name, person.cohort, frozenset({Role.TRAINEE}))
    keeping.change_person(person.pk, said, actor=actor, now=NOON)


def test_two_who_take_the_role_from_each_other_leave_one(transactional_db, meeting):
    one, two = UserFactory(manager=True), UserFactory(manager=True)

    ended = at_once(lambda: without_role(one, two), lambda: without_role(two, one))

    assert ended == ["done", "people.last-manager"]
    assert User.objects.holding(Role.MANAGER).count() == 1


def test_two_who_deactivate_each_other_leave_one(transactional_db, meeting):
    one, two = UserFactory(manager=True), UserFactory(manager=True)

    ended = at_once(
        lambda: keeping.deactivate(one.pk, actor=two, now=NOON), lambda: keeping.deactivate(two.pk, actor=one, now=NOON)
    )

    assert ended == ["done", "people.last-manager"]
    assert User.objects.holding(Role.MANAGER).count() == 1


def test_a_link_that_is_used_twice_at_once_works_once(transactional_db):
    token = make_link(UserFactory())

    assert at_once(*[lambda: use_link(token, "很长的新密码 9", now=NOON)] * 2) == ["done", "people.link-used"]


def test_one_number_is_given_once(transactional_db):
    manager = UserFactory(manager=True)

    ended = at_once(
        *[lambda: keeping.create_person(PersonFields("A1", "同号"), actor=manager, now=NOON)] * 2
    )  # fmt: skip

    assert ended == ["done", "people.number-in-use"]
