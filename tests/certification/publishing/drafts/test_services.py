"""Opening a draft and changing its rules."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django_tasks_db.models import DBTaskResult

from cases import api
from certification.core.journal import JournalEntry
from certification.core.refusals import RefusedError
from certification.publishing.drafts.content import changes_of, edited_of, fingerprint_of
from certification.publishing.drafts.domain import Change, DraftState, RunState
from certification.publishing.drafts.models import DraftCheck, DraftEdition, DraftRule
from certification.publishing.drafts.services import (
    discard_draft,
    leave,
    move_to_current,
    open_draft,
    remove_rule,
    request_check,
    revert_rule,
    save_rule,
    the_open_draft,
    touch,
    warm_for_open_draft,
    who_is_at,
)
from tests.factories import NOON
from tests.factories.drafts import CHANGED, LOST, change_rule, edit_of, raw_of
from tests.factories.later_edition import store_later_edition

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(minutes=5)


def test_there_is_one_open_draft_whoever_opens_it(edition, trainer, other):
    first = open_draft(actor=trainer, now=NOON)
    second = open_draft(actor=other, now=LATER)

    assert first == second == the_open_draft()
    assert first.base == edition.id
    assert JournalEntry.objects.filter(verb="drafts.opened").count() == 1


def test_the_database_knows_of_one_open_draft_only(draft, trainer):
    with pytest.raises(IntegrityError), transaction.atomic():
        DraftEdition.objects.create(base=draft.base, opened_by=trainer, opened_at=NOON)


def test_a_saved_rule_is_what_the_draft_holds_in_the_order_of_its_keys(draft, edition):
    (change,) = changes_of(draft)

    assert list(change.raw) == list(api.rule_of(edition.id, CHANGED).raw)
    built = edited_of(draft).edition
    assert built.families[CHANGED][0].then_text["late_ship_1"] == "elapsed(paid, pickup_scan) > 70h"
    assert built is edited_of(draft).edition  # built once


def test_the_second_of_two_who_save_is_told_of_the_first(draft, trainer, other):
    edit = edit_of(draft.base, CHANGED, title="我的写法")

    with pytest.raises(RefusedError) as stale:
        save_rule(draft.pk, edit, expected_revision=0, actor=other, now=LATER)

    told = stale.value.refusal
    assert told.code == "drafts.stale"
    assert (told.params["editor"], told.params["revision"]) == (trainer.display_name, 1)
    assert "70h" in told.params["raw"]
    assert raw_of(DraftRule.objects.get())["title"] != "我的写法"


def test_who_saw_the_newest_revision_may_save(draft, other):
    row = change_rule(draft, other, then="elapsed(paid, pickup_scan) > 71h", seen=1)

    assert (row.revision, row.edited_by) == (2, other)
    with pytest.raises(RefusedError, match=r"drafts\.stale"):
        change_rule(draft, other, seen=1)


def test_a_rule_can_be_removed_and_come_back(draft, edition, trainer):
    entry = api.rule_of(edition.id, LOST)
    edit = api.RuleEdit(entry.book, entry.topic, LOST, "", None)

    row = remove_rule(draft.pk, edit, expected_revision=0, actor=trainer, now=NOON)
    assert row.removed
    assert LOST not in edited_of(draft).edition.families

    revert_rule(draft.pk, LOST, expected_revision=1, actor=trainer, now=NOON)
    assert LOST in edited_of(draft).edition.families


def test_a_new_rule_is_added(draft, edition, trainer):
    entry = api.rule_of(edition.id, CHANGED)
    new = api.RuleEdit(entry.book, entry.topic, "NEW-1", "", {**entry.raw, "id": "NEW-1", "overrides": [CHANGED]})

    save_rule(draft.pk, new, expected_revision=0, actor=trainer, now=NOON)

    assert "NEW-1" in edited_of(draft).edition.families


def test_what_was_reverted_is_stale_for_those_who_saw_it_before(draft, trainer, other):
    revert_rule(draft.pk, CHANGED, expected_revision=1, actor=trainer, now=NOON)
    assert changes_of(draft) == ()
    assert DraftRule.objects.get().change == Change.REVERTED

    with pytest.raises(RefusedError, match=r"drafts\.stale"):
        change_rule(draft, other, seen=1)


def test_what_the_draft_does_nothing_to_cannot_be_reverted(draft, trainer):
    with pytest.raises(RefusedError, match=r"drafts\.untouched"):
        revert_rule(draft.pk, LOST, expected_revision=1, actor=trainer, now=NOON)
    with pytest.raises(RefusedError, match=r"drafts\.untouched"):
        save_rule(draft.pk, edit_of(draft.base, LOST), expected_revision=7, actor=trainer, now=NOON)


def test_every_change_is_written_down(draft, trainer):
    change_rule(draft, trainer, seen=1)

    entries = JournalEntry.objects.filter(verb="drafts.rule-edited").order_by("at", "id")
    assert sorted(entry.details["revision"] for entry in entries) == [1, 2]
    assert {entry.actor_id for entry in entries} == {trainer.pk}


def test_a_closed_draft_takes_nothing(draft, trainer):
    discard_draft(draft.pk, actor=trainer, now=LATER)

    with pytest.raises(RefusedError, match=r"drafts\.closed"):
        change_rule(draft, trainer, seen=1)
    with pytest.raises(RefusedError, match=r"drafts\.closed"):
        discard_draft(draft.pk, actor=trainer, now=LATER)
    draft.refresh_from_db()
    assert draft.state == DraftState.DISCARDED
    assert DraftCheck.objects.get().state == RunState.SUPERSEDED
    assert the_open_draft() is None


def test_the_content_has_a_name_that_goes_by_what_it_says(draft, trainer):
    before = fingerprint_of(draft)
    change_rule(draft, trainer, then="elapsed(paid, pickup_scan) > 71h", seen=1)
    assert fingerprint_of(draft) != before

    change_rule(draft, trainer, seen=2)
    assert fingerprint_of(draft) == before


def test_each_content_is_checked_once(draft, trainer):
    first = DraftCheck.objects.get()
    assert request_check(draft, now=NOON) == first
    assert DBTaskResult.objects.filter(task_path__endswith="check_draft").count() == 1

    change_rule(draft, trainer, then="elapsed(paid, pickup_scan) > 71h", seen=1)
    first.refresh_from_db()
    assert first.state == RunState.SUPERSEDED
    assert DBTaskResult.objects.filter(task_path__endswith="check_draft").count() == 2


@pytest.mark.parametrize(
    ("state", "silent", "is_queued"),
    [
        pytest.param(RunState.WAITING, timedelta(minutes=1), False, id="it waits"),
        pytest.param(RunState.WAITING, timedelta(minutes=3), True, id="nobody takes it"),
        pytest.param(RunState.RUNNING, timedelta(seconds=5), False, id="it runs"),
        pytest.param(RunState.RUNNING, timedelta(minutes=1), True, id="its process died"),
        pytest.param(RunState.DONE, timedelta(days=1), False, id="it is done"),
        pytest.param(RunState.FAILED, timedelta(), True, id="it failed"),
        pytest.param(RunState.INTERRUPTED, timedelta(), True, id="it was stopped"),
    ],
)
def test_a_check_that_came_to_nothing_is_run_anew(draft, state, silent, is_queued):
    is_open = state in (RunState.WAITING, RunState.RUNNING)
    DraftCheck.objects.update(
        state=state,
        started_at=NOON,
        beat_at=NOON,
        finished_at=None if is_open else NOON,
    )

    request_check(draft, now=NOON + silent)

    assert DBTaskResult.objects.filter(task_path__endswith="check_draft").count() == 1 + is_queued
    assert (DraftCheck.objects.get().state == RunState.WAITING) is (is_queued or state == RunState.WAITING)


def test_a_draft_without_changes_needs_no_check(edition, trainer):
    assert request_check(open_draft(actor=trainer, now=NOON), now=NOON) is None


def test_a_draft_moves_to_the_edition_in_force_with_its_changes(draft, trainer):
    newer = store_later_edition()

    moved = move_to_current(draft.pk, actor=trainer, now=LATER)

    assert moved.base == newer.id
    assert [one.code for one in changes_of(moved)] == [CHANGED]
    assert move_to_current(draft.pk, actor=trainer, now=LATER).base == newer.id
    assert JournalEntry.objects.filter(verb="drafts.moved").count() == 1


def test_the_solver_learns_the_base_when_a_draft_is_opened_and_when_the_site_starts(edition, trainer):
    def queued():
        return [one.args_kwargs["args"] for one in DBTaskResult.objects.filter(task_path__endswith="warm_up")]

    assert not warm_for_open_draft()
    open_draft(actor=trainer, now=NOON)
    open_draft(actor=trainer, now=NOON)
    assert queued() == [[edition.id]]

    assert warm_for_open_draft()
    assert queued() == [[edition.id]] * 2


def test_who_is_at_a_rule_is_known_for_a_while(draft, trainer, other):
    touch(draft, CHANGED, trainer, now=NOON)
    touch(draft, CHANGED, trainer, now=NOON + timedelta(seconds=30))
    touch(draft, LOST, other, now=NOON)

    def names(*, after, **rest):
        return [one.name for one in who_is_at(draft, now=NOON + timedelta(seconds=after), **rest)]

    assert names(after=60) == [trainer.display_name, other.display_name]
    assert names(after=60, codes=[LOST]) == names(after=60, but=trainer) == [other.display_name]
    assert names(after=100) == [trainer.display_name]
    assert names(after=600) == []
    leave(draft, CHANGED, trainer)
    assert names(after=60) == [other.display_name]
