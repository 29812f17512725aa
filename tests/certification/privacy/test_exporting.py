"""A person's data as a file: all of it, nobody else's, and no mark before its time."""

import io
import json
import zipfile
from datetime import timedelta

import pytest

from certification.attempts.domain import ClosedBy
from certification.core.journal import JournalEntry
from certification.grading.models import Mark
from certification.grading.services import hand_in
from certification.people.notices import send_notice
from certification.privacy.exporting import READ_ME_FILE, SCHEMA, export_person
from certification.privacy.register import REGISTER
from tests.factories import NOON
from tests.factories.bank import make_bank
from tests.factories.credentials import ISSUED
from tests.factories.exams import exam_paper, make_exam_round, sit_exam
from tests.factories.people import UserFactory
from tests.factories.privacy import MARK, NAME

pytestmark = pytest.mark.django_db
NOW = ISSUED + timedelta(days=1)


def taken(person, actor, *, now=NOW) -> dict:
    archive = zipfile.ZipFile(io.BytesIO(export_person(person, actor=actor, now=now)))
    return json.loads(archive.read("person.json"))


def test_it_holds_every_kind_of_thing_there_is_about_them(somebody, manager):
    told = taken(somebody, somebody)

    expected = {"User", "Session", "Notice", "Attempt", "Response", "Mark", "Appeal", "Regrade", "Announcement", "Seat",
                "AllowanceGrant", "DrillRun", "DrillTurn", "LateTurn", "DrillReview", "Certificate", "Disclosure",
                "QuickReply", "SavedFilter", "Standing", "ReviewChoice", "JournalEntry"}  # fmt: skip
    assert told["schema"] == SCHEMA
    assert {f"certification.{name}" for name in expected} | {"axes.AccessAttempt"} <= set(told["tables"])
    assert told["tables"]["certification.User"][0]["display_name"] == NAME
    assert MARK in told["tables"]["certification.DrillTurn"][0]["text"]


def test_it_gives_no_secret_away(somebody):
    told = taken(somebody, somebody)

    for name, rows in told["tables"].items():
        assert not {key for row in rows for key in row} & set(REGISTER[name].secret), name
    assert somebody.password not in json.dumps(told)


def test_it_says_what_it_holds(somebody, manager):
    archive = zipfile.ZipFile(io.BytesIO(export_person(somebody, actor=manager, now=NOW)))

    text = archive.read(READ_ME_FILE).decode()
    assert all(name in text for name in json.loads(archive.read("person.json"))["tables"])


def test_nothing_of_anybody_else_is_in_it(somebody, manager):
    other = UserFactory(staff_number="WWW2", display_name="WWW旁人")
    send_notice(other.pk, kind="test", text="WWW悄悄话", now=NOW)

    told = json.dumps(taken(somebody, manager), ensure_ascii=False)

    assert "WWW" not in told
    assert str(other.pk) not in told


def test_acts_at_work_are_named_by_key(somebody, manager):
    acts = taken(manager, manager)["acts"]

    assert ("certification.Appeal", "answered_by") in {(one["table"], one["as"]) for one in acts}


def test_that_it_was_taken_is_on_record(somebody, manager):
    taken(somebody, manager)

    entry = JournalEntry.objects.get(verb="privacy.exported")
    assert (entry.actor_id, entry.subject) == (manager.pk, f"user:{somebody.pk}")


def test_marks_are_withheld_from_who_sat_until_their_exam_is_open(trainee, manager):
    edition = make_bank()[0]
    held = make_exam_round(edition, [trainee])
    attempt = sit_exam(held, trainee, paper=exam_paper(edition))
    hand_in(attempt.pk, by=ClosedBy.TRAINEE, now=NOON + timedelta(minutes=9))
    early, late = held.closes_at - timedelta(minutes=1), held.closes_at

    own, managers, after = (
        taken(trainee, trainee, now=early),
        taken(trainee, manager, now=early),
        taken(trainee, trainee, now=late),
    )

    assert own["withheld"] == [str(attempt.pk)]
    assert "certification.Mark" not in own["tables"]
    assert "points" not in json.dumps(own["tables"].get("certification.JournalEntry", []))
    assert len(managers["tables"]["certification.Mark"]) == Mark.objects.count()
    assert len(after["tables"]["certification.Mark"]) == Mark.objects.count()
