"""Two accounts of one person become one, and nothing of what they did is lost."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client, override_settings
from django.urls import reverse

from certification.attempts.domain import AttemptKind
from certification.attempts.models import Attempt
from certification.competency.assignments.domain import Kind
from certification.competency.assignments.models import Assignee, Assignment
from certification.competency.learning import learn
from certification.competency.models import Standing
from certification.core.guards import install_guards
from certification.core.journal import JournalEntry
from certification.core.refusals import RefusedError
from certification.credentials.faces import holder_name
from certification.credentials.models import Certificate
from certification.drills.models import QuickReply
from certification.exchange.people import plan_people
from certification.grading.ledger import broken_mark
from certification.grading.models import Mark
from certification.oversight.people.duplicates.looking import look_at_merge
from certification.oversight.people.duplicates.moving import merge_people
from certification.people.backends import find_person
from certification.people.models import Notice, User
from certification.people.notices import send_notice
from certification.people.signed_in import Session
from certification.rounds.domain import AllowanceCause
from certification.rounds.models import AllowanceGrant, Seat
from tests.factories import NOON
from tests.factories.attempts import LATER, start_mock
from tests.factories.bank import make_bank
from tests.factories.credentials import certify, exam_round, passed
from tests.factories.grading import handed_in
from tests.factories.people import UserFactory
from tests.factories.sheets import people_workbook
from tests.factories.workflow import make_draft

BACKEND = "certification.people.backends.NameOrNumberBackend"
SOON = NOON + timedelta(days=1)


@pytest.fixture
def edition(db):
    return make_bank()[0]


@pytest.fixture
def manager(db):
    return UserFactory(staff_number="C1", manager=True)


@pytest.fixture
def twin(db):
    return UserFactory(staff_number="A2", display_name="林小雯")


@pytest.fixture
def real(db):
    return UserFactory(staff_number="A1", display_name="林晓雯")


def merge(twin, real, manager):
    seen = look_at_merge(twin, real, actor=manager).seen
    merge_people(twin.pk, real.pk, seen=seen, actor=manager, now=SOON)
    twin.refresh_from_db()


def why_not(twin, real, manager) -> list[str]:
    return [one.code for one in look_at_merge(twin, real, actor=manager).refusals]


def test_papers_and_marks_are_the_survivors_and_the_ledger_is_as_it_was(edition, twin, real, manager):
    handed_in(real, edition, seed=1)
    handed_in(twin, edition, seed=2)
    handed_in(twin, edition, now=LATER + timedelta(hours=2), seed=3)
    learn([twin.pk, real.pk], now=NOON)
    before = list(Mark.objects.order_by("number").values())

    merge(twin, real, manager)

    assert list(Mark.objects.order_by("number").values()) == before
    assert broken_mark() is None
    mocks = Attempt.objects.sat_by(real.pk).filter(kind=AttemptKind.MOCK)
    assert sorted(mocks.values_list("number", flat=True)) == [1, 2, 3]
    assert start_mock(real, edition, now=SOON, seed=4).number == 4
    assert Mark.objects.filter(attempt__trainee=real).count() == len(before)
    assert not Standing.objects.filter(person=twin).exists()
    everything = Standing.objects.get(person=real, scope="all")
    assert everything.count == Mark.objects.standing().count()


def test_the_account_ends_and_is_kept(twin, real, manager, db):
    Client().force_login(twin, backend=BACKEND)
    merge(twin, real, manager)

    assert (twin.merged_into, twin.is_active, twin.roles, twin.has_usable_password()) == (real, False, (), False)
    assert not Session.objects.filter(person=twin).exists()
    assert find_person("林小雯") is None
    assert find_person("A2") is None
    assert JournalEntry.objects.get(verb="people.merged").details["duplicate"] == str(twin.pk)
    (row,) = plan_people(people_workbook(["A2", "林小雯"]), actor=manager)
    assert "已经并入别人" in row.problems[0].todo


def test_a_certificate_is_read_through_its_exam(edition, twin, real, manager):
    one = certify(edition, twin)
    merge(twin, real, manager)

    assert list(Certificate.objects.of(real.pk)) == [one]
    assert list(Certificate.objects.of(twin.pk)) == []
    assert holder_name(one.person) == "林晓雯"
    client = Client()
    client.force_login(real, backend=BACKEND)
    assert client.get(reverse("sitting:certificate", args=[one.number])).status_code == 200


def test_what_is_sent_to_the_duplicate_arrives(twin, real, manager):
    send_notice(twin.pk, kind="x", text="以前", now=NOON)
    merge(twin, real, manager)
    send_notice(twin.pk, kind="x", text="以后", now=SOON)

    assert {one.text for one in Notice.objects.filter(person=real)} == {"以前", "以后"}


def test_what_was_merged_before_follows(twin, real, manager):
    third = UserFactory(staff_number="A3")
    merge(third, twin, manager)
    merge(twin, real, manager)

    third.refresh_from_db()
    assert third.merged_into == real
    assert "people.is-merged" in why_not(third, real, manager)
    assert "people.is-merged" in why_not(real, third, manager)


def test_two_who_sat_the_same_round_stay_two(edition, twin, real, manager):
    held = exam_round(edition, [twin, real])
    passed(held, twin)
    passed(held, real)

    assert why_not(twin, real, manager) == ["people.merge-same-round"]
    with pytest.raises(RefusedError, match="same-round"):
        merge(twin, real, manager)
    assert Attempt.objects.sat_by(twin.pk).count() == 1


@pytest.mark.parametrize("who_sat", ["twin", "real", "nobody"])
def test_of_two_seats_the_one_that_was_sat_on_is_left(edition, twin, real, manager, who_sat):
    held = exam_round(edition, [twin, real])
    seats = {"twin": Seat.objects.get(trainee=twin), "real": Seat.objects.get(trainee=real)}
    if who_sat != "nobody":
        passed(held, twin if who_sat == "twin" else real)

    merge(twin, real, manager)

    (left,) = Seat.objects.filter(round=held)
    assert left.trainee == real
    assert left.pk == seats["real" if who_sat == "nobody" else who_sat].pk


def test_more_time_in_a_round_to_come_goes_along(edition, twin, real, manager):
    to_come = exam_round(edition, [twin], opens_at=SOON, closes_at=SOON + timedelta(hours=2))
    over = exam_round(edition, [twin])
    for held in (to_come, over):
        AllowanceGrant.objects.create(
            round=held, person=twin.pk, minutes=20, cause=AllowanceCause.ACCOMMODATION, granted_by=manager.pk,
            granted_at=NOON,
        )  # fmt: skip

    merge(twin, real, manager)

    assert [one.round for one in AllowanceGrant.objects.filter(person=real.pk)] == [to_come]


def test_an_exam_that_runs_is_waited_for(edition, twin, real, manager):
    start_mock(twin, edition, now=NOON)

    assert why_not(twin, real, manager) == ["people.merge-running"]


def test_of_an_assignment_that_both_got_one_is_left(twin, real, manager):
    given = [
        Assignment.objects.create(
            kind=Kind.RULE, target=code, given_by=manager.pk, given_at=NOON, due_at=SOON + timedelta(days=n)
        )
        for n, code in enumerate(("LAW-1", "LAW-2"))
    ]
    Assignee.objects.create(assignment=given[0], person=twin, read_at=NOON)
    Assignee.objects.create(assignment=given[0], person=real)
    Assignee.objects.create(assignment=given[1], person=twin)

    lines = look_at_merge(twin, real, actor=manager).lines
    assert [(one.name, one.moves, one.stays) for one in lines] == [("任务", 1, 1)]
    merge(twin, real, manager)

    assert list(Assignee.objects.order_by("assignment__due_at").values_list("person", "read_at")) == [
        (real.pk, NOON), (real.pk, None),
    ]  # fmt: skip


def test_what_the_survivor_has_too_stays_behind(twin, real, manager):
    for person, title in ((twin, "您好"), (twin, "再见"), (real, "您好")):
        QuickReply.objects.create(person=person, title=title, text=f"{person} {title}")

    merge(twin, real, manager)

    assert set(QuickReply.objects.filter(person=real).values_list("title", flat=True)) == {"您好", "再见"}
    assert QuickReply.objects.get(person=real, title="您好").text.startswith("林晓雯")


def test_nobody_comes_to_review_their_own_draft(edition, manager):
    one, two = UserFactory(trainer=True), UserFactory(trainer=True)
    draft = make_draft(one)
    type(draft).objects.filter(pk=draft.pk).update(reviewer=two, reviewed_at=NOON)

    assert why_not(one, two, manager) == why_not(two, one, manager) == ["people.merge-own-review"]
    type(draft).objects.filter(pk=draft.pk).update(reviewer=None, reviewed_at=None)
    merge(one, two, manager)
    draft.refresh_from_db()
    assert draft.author == two


def test_who_may_not_be_merged(twin, real, manager):
    operator = UserFactory(operator=True)

    assert why_not(real, real, manager) == ["people.merge-same"]
    assert why_not(manager, real, manager) == ["people.own-account"]
    assert why_not(operator, real, manager) == why_not(real, operator, manager) == ["people.is-operator"]
    with pytest.raises(RefusedError, match="last-manager"):
        merge(manager, real, UserFactory(operator=True))


def test_what_changed_since_is_looked_at_again(twin, real, manager):
    seen = look_at_merge(twin, real, actor=manager).seen
    QuickReply.objects.create(person=twin, title="您好", text="您好")

    with pytest.raises(RefusedError, match="merge-changed"):
        merge_people(twin.pk, real.pk, seen=seen, actor=manager, now=SOON)
    with pytest.raises(User.DoesNotExist):
        merge_people(twin.pk, operator_of_nothing(), seen=seen, actor=manager, now=SOON)


def operator_of_nothing():
    gone = UserFactory()
    key = gone.pk
    gone.delete()
    return key


def test_the_guards_of_the_database_let_it_through(edition, twin, real, manager):
    """With the triggers in place nothing that is written once is touched."""
    certify(edition, twin)
    with override_settings(APPEND_ONLY_GUARDS=True):
        install_guards()
    merge(twin, real, manager)
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")

    assert twin.merged_into == real


class TestPage:
    @pytest.fixture
    def desk(self, client, manager):
        client.force_login(manager, backend=BACKEND)
        return client

    def test_it_is_found_looked_at_and_confirmed(self, desk, twin, real):
        QuickReply.objects.create(person=twin, title="您好", text="您好")
        UserFactory(staff_number="A7", display_name="林小雯", is_active=False)
        url = reverse("oversight:person-merge", args=[twin.pk])

        assert "A7" in desk.get(url).content.decode()
        assert desk.get(url, {"into": "nobody"}).status_code == 422
        shown = desk.get(url, {"into": "a1"})
        assert "快捷短语" in shown.content.decode()
        done = desk.post(url, {"into": "A1", "seen": shown.context["merge"].seen}, follow=True)

        assert "已并入这里" in done.content.decode()
        assert "并进来的账号" in done.content.decode()
        gone = desk.get(reverse("oversight:person", args=[twin.pk])).content.decode()
        assert "已经并入别人" in gone
        assert "林晓雯（A1）" in gone
        assert desk.post(url, {"into": "A1", "seen": shown.context["merge"].seen}).status_code == 409

    def test_why_it_may_not_be_stands_there_without_a_button(self, desk, twin, manager):
        url = reverse("oversight:person-merge", args=[twin.pk])
        text = desk.get(url, {"into": "A2"}).content.decode()

        assert "同一个账号" in text
        assert 'name="seen"' not in text

    def test_it_takes_few_queries(self, desk, twin, real, django_assert_max_num_queries):
        with django_assert_max_num_queries(40):
            desk.get(reverse("oversight:person-merge", args=[twin.pk]), {"into": "A1"})
