"""The audit trail in the export: whoever holds the file can follow the chain without the site."""

import hashlib
import json
import uuid

from certification.core.journal import JournalEntry, record
from certification.core.request_ids import RequestIdMiddleware
from certification.core.seals import GENESIS, follow, seal
from tests.certification.exchange.everything.conftest import export, lines
from tests.factories import NOON


def hex_of(text):
    return uuid.UUID(text).hex if text else None


def computed(link, entry, previous):
    """Return the hash as docs/reference/everything.md says it is made."""
    said = [
        link["number"], previous, hex_of(entry["id"]), entry["at"], hex_of(entry["actor_id"]), entry["verb"],
        entry["subject"], entry["details"], entry["request_id"],
    ]  # fmt: skip
    return hashlib.sha256(json.dumps(said, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def test_the_chain_is_followed_from_the_files_alone(site, rf):
    def act(_request):
        record("问.答", subject="人:一", actor_id=None, now=NOON, details={"b": "甲", "a": [1, 2.5, None]})
        return {}

    RequestIdMiddleware(lambda request: Reply(act(request)))(rf.get("/"))
    seal(everything=True)
    archive = export(site)

    entries = {one["id"]: one for one in lines(archive, "journal")}
    links, previous = lines(archive, "seals"), GENESIS
    assert len(links) == len(entries) == JournalEntry.objects.count() > 1
    for number, link in enumerate(links, start=1):
        assert (link["number"], link["previous"]) == (number, previous)
        assert link["hash"] == computed(link, entries[link["entry"]], previous)
        previous = link["hash"]
    assert previous == follow().head
    assert [len(one["request_id"]) for one in entries.values() if one["verb"] == "问.答"] == [16]


class Reply:
    def __init__(self, _nothing):
        self.headers = {}


def test_an_entry_that_was_not_sealed_yet_is_in_the_journal_alone(site):
    late = record("attempt.handed-in", subject="attempt:9", actor_id=None, now=NOON)
    archive = export(site)

    assert str(late.pk) in {one["id"] for one in lines(archive, "journal")}
    assert str(late.pk) not in {one["entry"] for one in lines(archive, "seals")}
