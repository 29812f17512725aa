"""A content published as an edition of its own: built first, stored in one write."""

from datetime import timedelta

import pytest

from cases import api
from cases.editions.check import broken_examples
from cases.editions.content import content_hash
from tests.factories import NOON
from tests.factories.rulebook import build_rulebook, content, store_rulebook

pytestmark = pytest.mark.django_db


def released(after, raw=None, **said):
    told = {"label": "2025.2", "why": "改了时限", "now": NOON, **said}
    return api.released_content(raw or content(), after=after, **told)


def test_the_release_tells_when_why_and_what():
    base = store_rulebook()
    raw = content()
    raw["books"]["taobao"]["ship"]["rules"].pop()

    release = released(base.id, raw)["release"]

    assert release == {
        "label": "2025.2", "on": "2026-09-18 12:00", "after": base.id, "why": "改了时限",
        "changes": ["删去 SHIP-AGREED-01 另有约定的按约定"],
    }  # fmt: skip


def test_an_old_content_published_again_is_another_edition():
    base = store_rulebook()
    told = released(base.id)

    edition = api.build_released(told, label="2025.2")

    assert edition.id == content_hash(told) != base.id
    assert "changes" not in told["release"]
    assert edition.rules == base.rules


def test_nothing_is_stored_until_it_is():
    base = store_rulebook()
    told = released(base.id)
    edition = api.build_released(told, label="2025.2")
    assert api.current_edition_id() == base.id

    api.store_released(edition, told, now=NOON + timedelta(days=1))

    assert (api.current_edition_id(), api.current_edition().label) == (edition.id, "2025.2")
    assert api.edition_content(edition.id) == told
    again = released(edition.id, told, why="再改", now=NOON + timedelta(days=2))
    assert again["release"]["why"] == "再改"


def test_after_an_edition_that_is_not_stored_no_changes_are_told():
    assert "changes" not in released("sha256:none")["release"]


def test_broken_examples_are_told_by_rule():
    assert broken_examples(build_rulebook()) == ()
    raw = content()
    raw["books"]["taobao"]["ship"]["rules"][0]["then"] = "elapsed(paid, pickup_scan) > 40h"

    (broken,) = broken_examples(api.build_released(raw, label="x"))

    assert (broken.code, broken.version) == ("SHIP-48H-01", "")
    assert "第48小时整仍按时" in broken.message
