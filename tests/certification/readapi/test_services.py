"""Tokens: shown once, kept as a hash, for some things and some time, ended at once; and how often they read."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from certification.core.journal import JournalEntry
from certification.core.refusals import RefusedError
from certification.core.wording import refusal_text
from certification.readapi.domain import LONGEST_NAME, PREFIX, Scope, hash_of
from certification.readapi.models import ApiToken, ApiUse
from certification.readapi.services import count_read, find_token, make_token, revoke_token
from certification.readapi.wording import REFUSALS, SCOPES
from tests.factories import NOON
from tests.factories.people import UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def manager():
    return UserFactory(manager=True)


def made(manager, *, scopes=("results",), days=30):
    return make_token("人事系统", scopes, days, actor=manager, now=NOON)


def test_the_text_is_kept_nowhere(manager):
    token = made(manager)
    kept = ApiToken.objects.values().get()

    assert token.text.startswith(PREFIX)
    assert len(token.text) > 40
    assert kept["token_hash"] == hash_of(token.text)
    assert token.text not in str(kept)
    assert token.text not in str(JournalEntry.objects.values_list("details", flat=True))
    assert made(manager).text != token.text


def test_it_holds_until_its_last_day_and_not_a_moment_longer(manager):
    token = made(manager, days=30)
    end = NOON + timedelta(days=30)

    assert find_token(token.text, now=end - timedelta(microseconds=1)) == token.row
    assert find_token(token.text, now=end) is None
    assert find_token(token.text + "x", now=NOON) is None


def test_it_ends_at_once_and_that_is_on_record_once(manager):
    token = made(manager)
    for _click in range(2):
        revoke_token(token.row.pk, actor=manager, now=NOON + timedelta(hours=1))

    assert find_token(token.text, now=NOON + timedelta(hours=1)) is None
    assert list(JournalEntry.objects.order_by("at").values_list("verb", flat=True)) == [
        "readapi.token-made", "readapi.token-revoked",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"name": "  "}, "readapi.name"),
        ({"name": "名" * (LONGEST_NAME + 1)}, "readapi.name"),
        ({"scopes": ()}, "readapi.scopes"),
        ({"scopes": ("results", "passwords")}, "readapi.scopes"),
        ({"days": 31}, "readapi.days"),
    ],
)
def test_what_no_token_can_be_is_refused_in_words(manager, given, code):
    with pytest.raises(RefusedError) as refused:
        make_token(**{"name": "人事", "scopes": ("results",), "days": 30, **given}, actor=manager, now=NOON)

    assert refused.value.refusal.code == code
    assert "%" not in refusal_text(refused.value.refusal, REFUSALS)
    assert ApiToken.objects.count() == 0


def test_the_database_refuses_a_token_that_ends_before_it_begins(manager):
    token = made(manager).row
    token.expires_at = token.made_at

    with pytest.raises(IntegrityError), transaction.atomic():
        token.save()


def test_reads_are_counted_by_the_minute_of_the_clock(manager):
    token = made(manager).row
    start = NOON.replace(second=0)

    assert [count_read(token, now=start + timedelta(seconds=s)) for s in (0, 30, 59, 60)] == [1, 2, 3, 1]


def test_counts_older_than_a_day_are_dropped(manager):
    token = made(manager).row
    for now in (NOON, NOON + timedelta(days=1, minutes=2)):
        count_read(token, now=now)

    assert ApiUse.objects.count() == 1


def test_every_scope_has_a_name():
    assert set(SCOPES) == set(Scope)
