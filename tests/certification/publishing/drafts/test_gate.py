"""What keeps a draft from being published."""

from datetime import timedelta

import pytest

from certification.bank.models import Question
from certification.core.journal import JournalEntry
from certification.core.refusals import RefusedError
from certification.core.wording import refusal_text
from certification.publishing.drafts.domain import RunState
from certification.publishing.drafts.gate import next_label, reasons, why_not_named, why_not_publish
from certification.publishing.drafts.models import DraftCheck, FindingWaiver
from certification.publishing.drafts.reading import read_check
from certification.publishing.drafts.services import (
    discard_draft,
    open_draft,
    request_check,
    take_back_waiver,
    waive_finding,
)
from certification.publishing.drafts.wording import REFUSALS
from tests.certification.publishing.drafts.test_findings import CLAIM, TIMEOUT
from tests.factories import NOON
from tests.factories.drafts import CONFLICT, DEAD, GAP, change_rule, check
from tests.factories.later_edition import store_later_edition

pytestmark = pytest.mark.django_db


def codes(draft, now=NOON):
    return [one.code for one in reasons(draft, read_check(draft, now=now))]


def test_a_draft_without_changes_has_nothing_to_publish(edition, trainer):
    assert codes(open_draft(actor=trainer, now=NOON)) == ["drafts.nothing-changed"]


def test_a_draft_is_not_published_before_it_is_checked(draft):
    assert codes(draft) == ["drafts.still-checking"]


def test_a_checked_draft_may_be_published(draft, solver):
    check(draft)

    assert codes(draft) == []
    assert why_not_publish(draft, now=NOON) is None


def test_the_check_is_of_this_very_content(draft, trainer, solver):
    check(draft)
    change_rule(draft, trainer, then="elapsed(paid, pickup_scan) > 71h", seen=1)

    assert codes(draft) == ["drafts.still-checking"]


@pytest.mark.parametrize("state", [RunState.FAILED, RunState.INTERRUPTED, RunState.SUPERSEDED])
def test_a_check_that_came_to_nothing_is_none(draft, state):
    DraftCheck.objects.update(state=state, finished_at=NOON)

    assert codes(draft) == ["drafts.unchecked"]


@pytest.mark.parametrize(
    ("lists", "expected"),
    [
        pytest.param({"conflicts": (CONFLICT,)}, ["drafts.conflicts"], id="a conflict"),
        pytest.param({"gaps": (GAP,)}, ["drafts.gaps"], id="a gap"),
        pytest.param({"dead": (DEAD,)}, ["drafts.dead"], id="a dead rule"),
        pytest.param({"invariants": (CLAIM,)}, ["drafts.invariants"], id="a refuted claim"),
        pytest.param({"timeouts": (TIMEOUT,)}, ["drafts.timeouts"], id="something left open"),
        pytest.param({"redundant": (DEAD,)}, [], id="a rule that could be spared"),
    ],
)
def test_each_finding_is_a_reason_of_its_own(draft, solver, lists, expected):
    solver.finds(**lists)
    check(draft)

    assert codes(draft) == expected


def test_what_cannot_be_built_is_told_before_anything_else(draft, trainer, solver):
    change_rule(draft, trainer, then="没有这样的话", seen=1)
    check(draft)

    assert codes(draft) == ["drafts.problems"]


def test_what_was_accepted_with_a_reason_is_no_reason(draft, trainer, solver):
    solver.finds(gaps=(GAP,), dead=(DEAD,))
    check(draft)
    for one in read_check(draft, now=NOON).standing:
        waive_finding(draft.pk, one.key, reason="有意", actor=trainer, now=NOON)

    assert codes(draft) == []
    assert JournalEntry.objects.filter(verb="drafts.finding-waived").count() == 2
    for one in FindingWaiver.objects.all():
        take_back_waiver(draft.pk, one.pk, actor=trainer, now=NOON)
        take_back_waiver(draft.pk, one.pk, actor=trainer, now=NOON)  # twice is no error
    assert codes(draft) == ["drafts.gaps", "drafts.dead"]
    assert JournalEntry.objects.filter(verb="drafts.waiver-taken-back").count() == 2


@pytest.mark.parametrize(
    ("lists", "reason", "code"),
    [
        pytest.param({"conflicts": (CONFLICT,)}, "有意", "drafts.conflict-stays", id="a conflict"),
        pytest.param({"dead": (DEAD,)}, "  ", "drafts.reason-missing", id="no reason"),
        pytest.param({"dead": (DEAD,)}, "长" * 301, "drafts.reason-too-long", id="too long a reason"),
    ],
)
def test_what_cannot_be_accepted(draft, trainer, solver, lists, reason, code):
    solver.finds(**lists)
    check(draft)
    (found,) = read_check(draft, now=NOON).standing

    with pytest.raises(RefusedError) as refused:
        waive_finding(draft.pk, found.key, reason=reason, actor=trainer, now=NOON)
    assert refused.value.refusal.code == code


def test_what_is_not_found_any_more_cannot_be_accepted(draft, trainer, solver):
    check(draft)

    with pytest.raises(RefusedError, match=r"drafts\.finding-gone"):
        waive_finding(draft.pk, "0" * 64, reason="有意", actor=trainer, now=NOON)


def test_a_bank_that_changed_is_measured_anew(draft, solver):
    check(draft)
    Question.objects.filter(code="T-05A").update(current=None)
    assert codes(draft) == ["drafts.bank-moved"]

    request_check(draft, anew=True, now=NOON)
    check(draft)

    assert codes(draft) == []


def test_an_edition_that_came_into_force_meanwhile_is_told(draft, solver):
    check(draft)
    store_later_edition()

    assert codes(draft) == ["drafts.base-moved"]


def test_a_closed_draft_is_not_published(draft, trainer):
    assert why_not_publish(discard_draft(draft.pk, actor=trainer, now=NOON), now=NOON).code == "drafts.closed"


def test_an_edition_gets_a_name_that_none_has(edition):
    assert next_label() == "试 2"
    store_later_edition()
    assert next_label() == "试 3"
    assert why_not_named("试 2", "改").code == "drafts.label-taken"
    assert why_not_named("试 3", "改") is None


def test_a_check_that_fell_silent_is_no_check(draft):
    DraftCheck.objects.update(state=RunState.RUNNING, started_at=NOON, beat_at=NOON)

    assert codes(draft, NOON + timedelta(minutes=1)) == ["drafts.unchecked"]


def test_every_reason_is_a_sentence():
    params = {"number": 3, "label": "x", "why": 1, "editor": "何青", "code": "A", "most": 3}

    for code, words in REFUSALS.items():
        assert (str(words) % params).endswith(("。", "。”")), code
    assert refusal_text(why_not_named("", ""), REFUSALS)
