"""A draft of the shipped corpus, through the real solver, to an edition with its bank."""

from datetime import timedelta

import pytest

from cases import api
from certification.bank.files import read_bank
from certification.bank.items import ITEMS_FOLDER
from certification.bank.models import Derivation
from certification.bank.services import load_bank
from certification.core.refusals import RefusedError
from certification.publishing.drafts.checking import run_check
from certification.publishing.drafts.content import fingerprint_of
from certification.publishing.drafts.reading import read_check
from certification.publishing.drafts.releasing import run_publication
from certification.publishing.drafts.services import open_draft, publish, request_check, revert_rule, save_rule
from certification.publishing.reviews.models import ReviewTask
from tests.factories import NOON

pytestmark = pytest.mark.django_db
CODE = "FRESH-TIME-JD-02"
LATER = NOON + timedelta(hours=1)


def checked(draft):
    assert run_check(request_check(draft, now=NOON).pk, clock=lambda: NOON) == "done"
    return read_check(draft, now=NOON)


@pytest.fixture
def base(tmp_path):
    """The shipped corpus in force, with the questions of one of its files."""
    name, _new = api.store_shipped_edition(now=NOON)
    (tmp_path / "category.yaml").write_text(
        (ITEMS_FOLDER / "category.yaml").read_text(encoding="utf-8"), encoding="utf-8"
    )
    edition = api.load_edition(name)
    load_bank(read_bank(tmp_path, tmp_path / "none.yaml"), edition=edition)
    return edition


def test_a_rule_is_changed_checked_and_published_with_its_bank(base, trainer):
    draft = open_draft(actor=trainer, now=NOON)
    entry = api.rule_of(base.id, CODE)
    rival = {**entry.raw, "id": "FRESH-RIVAL-JD", "then": "@signed + 12h", "catalogue": [], "examples": []}
    save_rule(
        draft.pk,
        api.RuleEdit(entry.book, entry.topic, "FRESH-RIVAL-JD", "", rival),
        expected_revision=0,
        actor=trainer,
        now=NOON,
    )
    state = checked(draft)
    assert {frozenset(one.rules) for one in state.live.conflicts} == {frozenset({CODE, "FRESH-RIVAL-JD"})}
    assert state.problems  # it has no examples
    with pytest.raises(RefusedError, match=r"drafts\.problems"):
        publish(draft.pk, label="2", why="x", acknowledged=fingerprint_of(draft), actor=trainer, now=NOON)
    revert_rule(draft.pk, "FRESH-RIVAL-JD", expected_revision=1, actor=trainer, now=NOON)

    examples = [{name: _an_hour_less(part) for name, part in one.items()} for one in entry.raw["examples"]]
    shorter = {**entry.raw, "then": "@signed + 47h", "examples": examples}
    save_rule(
        draft.pk, api.RuleEdit(entry.book, entry.topic, CODE, "", shorter), expected_revision=0, actor=trainer, now=NOON
    )
    state = checked(draft)
    assert (state.problems, state.standing, state.whole.conflicts) == ((), (), ())
    assert [row.code for row in state.impact.of("key")] == ["MD-5401"]

    asked = publish(
        draft.pk, label="2026.2", why="平台改了时限", acknowledged=state.fingerprint, actor=trainer, now=LATER
    )
    assert run_publication(asked.pk, clock=lambda: LATER) == "done"

    asked.refresh_from_db()
    drawable = [Derivation.objects.drawable(name).count() for name in (base.id, asked.edition)]
    assert drawable[0] == drawable[1] > 0
    assert [task.question.code for task in ReviewTask.objects.open()] == ["MD-5401"]


def _an_hour_less(part):
    if isinstance(part, dict):
        return {name: _an_hour_less(text) for name, text in part.items()}
    return part.replace("2026-07-03 10:0", "2026-07-03 09:0")
