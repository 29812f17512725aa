"""`manage.py verify_audit` and the sweeper that seals."""

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from certification.core.journal import record
from certification.core.seals import JournalSeal, follow
from tests.factories import NOON

pytestmark = pytest.mark.django_db


@pytest.fixture
def sealed():
    """Two entries, sealed by the sweeper."""
    for n in range(2):
        record("test.did", subject=f"test:{n}", actor_id=None, now=NOON)
    call_command("sweep")


def test_a_sound_trail_says_its_last_hash(sealed, capsys):
    record("test.did", subject="test:2", actor_id=None, now=NOON)

    call_command("verify_audit")

    said = capsys.readouterr().out
    assert "2 条已封印，1 条等着封印" in said
    assert JournalSeal.objects.get(number=2).hash in said


def test_a_hash_noted_earlier_is_found_again(sealed, capsys):
    noted = JournalSeal.objects.get(number=1).hash

    call_command("verify_audit", head=f" {noted.upper()} ")

    assert "连贯" in capsys.readouterr().out
    with pytest.raises(CommandError, match="没有 --head 给的指纹"):
        call_command("verify_audit", head="ab" * 32)


def test_a_forged_entry_ends_it_with_an_error(sealed):
    with connection.cursor() as cursor:
        cursor.execute("UPDATE certification_journalentry SET subject = 'test:9' WHERE subject = 'test:1'")

    with pytest.raises(CommandError, match="不连贯"):
        call_command("verify_audit")
    assert follow().broken is not None
