"""Erasing a person: nothing of them stands anywhere, and the ledger stands."""

import pytest
from django.db import DatabaseError, connection, transaction

from certification.attempts.models import Attempt
from certification.core.append_only import ERASED, AppendOnlyError, erase_words
from certification.core.journal import JournalEntry
from certification.core.refusals import RefusedError
from certification.credentials.domain import Shown, Status
from certification.credentials.models import Certificate
from certification.drills.models import DrillTurn
from certification.exchange.everything.models import Takeout, TakeoutPiece
from certification.exchange.roster.services import keep_roster
from certification.grading.ledger import broken_mark
from certification.grading.models import Appeal, Mark, Regrade
from certification.people.models import Notice, User
from certification.people.signed_in import Session
from certification.privacy.erasing import erase_person, outlook
from certification.privacy.fields import every_model
from certification.privacy.models import Erasure
from tests.factories.attempts import LATER
from tests.factories.credentials import ISSUED
from tests.factories.exams import make_exam_round, sit_exam
from tests.factories.people import UserFactory
from tests.factories.privacy import MARK, NAME, NUMBER

pytestmark = pytest.mark.django_db
NOW = ISSUED


def everything_stored() -> str:
    """Every value of every row of every table."""
    rows = (row for model in every_model() for row in model._base_manager.values_list())
    return "\n".join(repr(row) for row in rows)


def erase(person, manager, *, typed=NUMBER):
    return erase_person(person.pk, typed=typed, actor=manager, now=NOW)


def test_nothing_of_the_person_stands_anywhere_afterwards(guarded, somebody, manager):
    before = everything_stored()

    erase(somebody, manager)

    after = everything_stored()
    for trace in (MARK, NAME, NUMBER, NUMBER.lower(), "zqx0001@example.com", "10.0.0.7"):
        assert trace in before, trace
        assert trace not in after, trace


def test_the_ledger_is_the_same_line_by_line_and_verifies(guarded, somebody, manager):
    before = list(Mark.objects.order_by("number").values())

    erase(somebody, manager)

    assert list(Mark.objects.order_by("number").values()) == before
    assert broken_mark() is None
    assert Mark.objects.filter(person=somebody.pk).exists()


def test_the_row_that_stays_says_nothing_and_lets_nobody_in(somebody, manager):
    client_sessions = Session.objects.filter(person=somebody).count()

    erase(somebody, manager)

    somebody.refresh_from_db()
    assert client_sessions
    assert not Session.objects.filter(person=somebody).exists()
    assert somebody.display_name == ERASED
    assert not somebody.is_active
    assert not somebody.roles
    assert somebody.cohort is None
    assert not somebody.has_usable_password()
    assert somebody.last_login is None
    assert str(somebody.pk)[-12:] in somebody.staff_number


def test_every_field_of_the_person_is_emptied(somebody, manager):
    """A new field of `User` has to be emptied, too."""
    User.objects.filter(pk=somebody.pk).update(
        **{
            one.name: "zz"
            for one in User._meta.local_concrete_fields
            if one.get_internal_type() == "CharField" and not one.unique and not one.choices
        }
    )

    erase(somebody, manager)

    row = User.objects.filter(pk=somebody.pk).values().get()
    told = {name: value for name, value in row.items() if value not in (None, "", False)}
    assert set(told) - {"language"} == {"id", "staff_number", "display_name", "password"}


def test_words_that_were_written_once_become_a_mark_and_results_stay(guarded, somebody, manager):
    heard = DrillTurn.objects.get().hearing

    erase(somebody, manager)

    assert (DrillTurn.objects.get().text, DrillTurn.objects.get().hearing) == (ERASED, heard)
    assert Regrade.objects.get().reason == ERASED
    assert (Appeal.objects.get().text, Appeal.objects.get().outcome) == (ERASED, "noted")
    assert Attempt.objects.filter(trainee=somebody).exists()
    assert not Notice.objects.filter(person=somebody).exists()


def test_a_certificate_that_holds_is_taken_back_and_shows_no_name(client, somebody, manager):
    number = Certificate.objects.get(person=somebody.pk).number

    erase(somebody, manager)

    held = Certificate.objects.get(number=number)
    assert held.standing_at(NOW).status is Status.REVOKED
    assert held.shown.how is Shown.NOTHING
    page = client.get(f"/verify/{number}/").content.decode()
    assert "持证人的个人资料已经抹除" in page
    assert NAME not in page


def test_what_was_exported_before_goes_and_sheets_that_name_them_too(somebody, manager):
    takeout = Takeout.objects.create(made_by=manager, made_at=NOW, state="done", finished_at=NOW)
    TakeoutPiece.objects.create(takeout=takeout, number=0, data=NAME.encode())
    theirs = keep_roster(f"工号,姓名\n{NUMBER},{NAME}改\n".encode(), "a.csv", actor=manager, now=NOW)
    others = keep_roster("工号,姓名\nA1,甲\n".encode(), "b.csv", actor=manager, now=NOW)

    erase(somebody, manager)

    theirs.refresh_from_db()
    others.refresh_from_db()
    assert not Takeout.objects.exists()
    assert not TakeoutPiece.objects.exists()
    assert (theirs.data, others.is_open) == (None, True)


def test_the_record_says_who_did_it_and_nothing_of_the_person(somebody, manager):
    erase(somebody, manager)

    kept = Erasure.objects.get()
    entry = JournalEntry.objects.get(verb="privacy.erased")
    assert (kept.person, kept.erased_by, kept.erased_at) == (somebody.pk, manager.pk, NOW)
    assert (entry.actor_id, entry.subject) == (manager.pk, f"user:{somebody.pk}")
    assert kept.counts["certification.Notice"] >= 1


def test_duplicates_that_were_merged_go_with_them(somebody, manager):
    twin = UserFactory(
        staff_number="ZQX0009", display_name=NAME, is_trainee=False, is_active=False, merged_into=somebody
    )

    with pytest.raises(RefusedError, match=r"privacy\.merged"):
        erase(twin, manager, typed="ZQX0009")
    erase(somebody, manager)

    twin.refresh_from_db()
    assert twin.display_name == ERASED
    assert MARK not in everything_stored()


def refused(person, actor, code, *, typed=None):
    before = everything_stored()
    with pytest.raises(RefusedError, match=code):
        erase_person(person.pk, typed=typed or person.staff_number, actor=actor, now=NOW)
    assert everything_stored() == before


def test_oneself_the_last_manager_and_an_operator_are_refused(manager):
    colleague = UserFactory(manager=True)
    operator = UserFactory(operator=True)

    refused(manager, manager, "privacy.oneself")
    refused(operator, manager, "privacy.operator")
    erase_person(colleague.pk, typed=colleague.staff_number, actor=manager, now=NOW)
    refused(manager, UserFactory(), "privacy.last-manager")


def test_a_mistyped_number_and_a_second_time_are_refused(somebody, manager):
    refused(somebody, manager, "privacy.not-typed", typed="ZQX0002")
    erase(somebody, manager)
    somebody.refresh_from_db()
    refused(somebody, manager, "privacy.erased-already")


def test_who_sits_an_exam_is_refused(somebody, manager):
    attempt = Attempt.objects.filter(trainee=somebody).first()
    sit_exam(attempt.round, somebody, paper=attempt.paper, number=2)

    refused(somebody, manager, "privacy.sitting")


def test_the_outlook_tells_beforehand_and_changes_nothing(somebody, manager):
    make_exam_round(type("E", (), {"id": "e"}), title=f"{NAME}的补考")
    before = everything_stored()

    seen = outlook(somebody, actor=manager, now=NOW)

    assert everything_stored() == before
    assert (seen.refusal, seen.certificates) == (None, 1)
    assert {"certification.Notice", "certification.Session"} <= {entry.model for entry, _n in seen.deleted}
    assert {"certification.DrillTurn", "certification.User"} <= {entry.model for entry, _n in seen.stripped}
    assert "certification.Mark" in {entry.model for entry, _n in seen.kept}
    assert [(one.model, one.field, one.count) for one in seen.mentions] == [("certification.Round", "title", 1)]


@pytest.mark.parametrize(
    "change",
    [
        pytest.param("text = 'x'", id="other words"),
        pytest.param(f"text = '{ERASED}', seconds = 9", id="more than the words"),
        pytest.param("hearing = '{}'", id="what was heard"),
    ],
)
def test_the_database_lets_only_the_mark_take_the_place_of_words(guarded, somebody, change):
    with pytest.raises(DatabaseError, match="written once"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE certification_drillturn SET {change}")


def test_words_that_no_model_names_cannot_be_erased(somebody):
    with pytest.raises(AppendOnlyError):
        erase_words(Mark.objects.all(), ["edition"])
    assert LATER
