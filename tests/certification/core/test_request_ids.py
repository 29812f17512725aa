"""Each request has an id that the answer and the journal carry."""

import re

from django.http import HttpResponse
from django.test import RequestFactory

from certification.core.journal import note, record
from certification.core.request_ids import HEADER, RequestIdMiddleware, request_id
from tests.factories import NOON
from tests.factories.people import UserFactory


def test_every_answer_names_its_request_and_none_twice(client, db):
    one, other = client.get("/healthz/"), client.get("/nowhere/", headers={"X-Request-ID": "forged"})

    assert re.fullmatch(r"[0-9a-f]{16}", one[HEADER])
    assert re.fullmatch(r"[0-9a-f]{16}", other[HEADER])
    assert one[HEADER] != other[HEADER]


def test_what_a_request_writes_into_the_journal_carries_its_id(db):
    person = UserFactory()
    entries = []

    def view(_request):
        entries.append(note(person, "people.role-given", person, now=NOON, role="trainer"))
        return HttpResponse(request_id())

    answer = RequestIdMiddleware(view)(RequestFactory().get("/"))
    (entry,) = entries

    assert answer.content.decode() == answer[HEADER] == entry.request_id
    assert (entry.actor_id, entry.subject, entry.details) == (person.pk, f"user:{person.pk}", {"role": "trainer"})
    assert request_id() == ""


def test_what_the_program_does_by_itself_carries_none(db):
    assert record("test.did", subject="test:1", actor_id=None, now=NOON).request_id == ""
    assert note(None, "test.did", "test:all", now=NOON).actor_id is None
