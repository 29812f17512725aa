"""The job that checks a draft."""

import json
import uuid
from datetime import timedelta
from threading import Event

import pytest

from cases import api
from certification.publishing.background import Steps
from certification.publishing.checkup.result import CheckupResult
from certification.publishing.drafts import checking, runs
from certification.publishing.drafts.domain import RunState
from certification.publishing.drafts.models import DraftCheck
from certification.publishing.drafts.reading import read_check
from certification.publishing.drafts.services import request_check
from tests.factories import NOON
from tests.factories.drafts import CONFLICT, GAP, change_rule, check

pytestmark = pytest.mark.django_db


def state_of(draft):
    return read_check(draft, now=NOON)


def test_nothing_is_claimed_before_the_check_has_run(draft):
    state = state_of(draft)

    assert state.is_running
    assert (state.problems, state.live, state.whole, state.impact, state.standing) == (None,) * 5


def test_every_part_is_kept(draft, solver):
    solver.finds(conflicts=(CONFLICT,))

    assert check(draft) == "done"

    state = state_of(draft)
    assert state.is_done
    assert state.problems == ()
    assert state.live.conflicts == state.whole.conflicts == (CONFLICT,)
    assert state.impact.counts == {"key": 1, "blocked": 0, "reason": 1, "freed": 0, "unaffected": 40}
    assert [one.finding for one in state.standing] == [CONFLICT]
    assert set(state.check.spent) == {"problems", "impact", "live", "whole", "before"}


def test_parts_are_there_before_the_check_has_ended(draft, solver, monkeypatch):
    seen = []

    def stop(*_args, **_options):
        state = state_of(draft)
        seen.append((state.live is not None, state.is_running))
        raise SystemExit

    monkeypatch.setattr(runs.Run, "close", stop)
    with pytest.raises(SystemExit):
        check(draft)

    assert (True, True) in seen


def test_the_impact_reads_back_as_it_was_measured(draft, solver):
    check(draft)

    (row, *_) = state_of(draft).impact.of("key")
    assert row.code == "T-00A"
    assert (row.key_before, row.key_after) != ((), ())
    assert any(option.has_changed for option in row.options)


def test_what_cannot_be_built_is_told_and_not_checked(draft, trainer, solver):
    change_rule(draft, trainer, then="没有这样的话", seen=1)

    assert check(draft) == "done"

    state = state_of(draft)
    assert state.is_done
    assert state.problems
    assert state.live is None
    assert solver.asked == []


def test_examples_that_fail_are_told_also_of_rules_that_were_not_edited(draft, solver, monkeypatch):
    broken = api.BrokenExample("ZRULE-ADDR-1", "", "例“迟”:写的是适用,实际不适用")
    monkeypatch.setattr(checking.api, "broken_examples", lambda edition: (broken,))

    check(draft)

    assert [(one.code, one.message) for one in state_of(draft).problems] == [("ZRULE-ADDR-1", broken.message)]


def test_without_a_report_on_record_the_base_is_asked_for_too(draft, solver):
    check(draft)

    assert "before" in solver.asked
    assert state_of(draft).standing == ()


def test_a_gap_that_the_base_had_is_none_of_the_drafts(draft, solver):
    solver.finds(gaps=(GAP,))
    solver.before = {"gaps": (GAP,)}

    check(draft)

    assert state_of(draft).standing == ()


def test_what_the_draft_does_not_hold_any_more_is_not_checked(draft, trainer, solver):
    first = DraftCheck.objects.get()
    change_rule(draft, trainer, then="elapsed(paid, pickup_scan) > 71h", seen=1)

    assert checking.run_check(first.pk, clock=lambda: NOON) == "taken"
    assert solver.asked == []


def test_a_change_while_it_runs_ends_it_at_its_next_step(draft, trainer, solver):
    found = request_check(draft, now=NOON)
    DraftCheck.objects.filter(pk=found.pk).update(fingerprint="0" * 64)

    assert checking.run_check(found.pk, clock=lambda: NOON) == "superseded"
    assert solver.asked == []


def test_a_superseded_run_writes_nothing_more(draft, solver, monkeypatch):
    note = runs.Run.note

    def note_after_change(run, now, **parts):
        if parts.get("live"):
            DraftCheck.objects.update(state=RunState.SUPERSEDED, finished_at=NOON)
        note(run, now, **parts)

    monkeypatch.setattr(runs.Run, "note", note_after_change)

    assert check(draft) == "superseded"
    assert DraftCheck.objects.get().live == ""


def test_a_solver_that_fails_is_told(draft, solver, monkeypatch, caplog):
    def recheck(edition, edited, *, whole=False):
        raise api.ProverError("求解进程意外结束")

    monkeypatch.setattr(checking.api, "recheck_edition", recheck)

    assert check(draft) == "failed"

    found = DraftCheck.objects.get()
    assert (found.state, found.error) == (RunState.FAILED, "求解进程意外结束")
    assert "failed" in caplog.text


def test_a_solver_that_dies_with_the_worker_is_no_failure(draft, solver, monkeypatch):
    def recheck(edition, edited, *, whole=False):
        raise api.ProverError("求解进程意外结束")

    monkeypatch.setattr(checking.api, "recheck_edition", recheck)
    monkeypatch.setattr(checking, "told_to_stop", lambda: True)

    assert check(draft) == "interrupted"
    assert DraftCheck.objects.get().state == RunState.INTERRUPTED


def test_a_check_whose_process_died_is_told_when_somebody_looks(draft):
    DraftCheck.objects.update(state=RunState.RUNNING, started_at=NOON, beat_at=NOON)

    state = read_check(draft, now=NOON + timedelta(minutes=1))

    assert state.check.state == RunState.INTERRUPTED
    assert not state.is_running


def test_nobody_asked_for_it(db):
    assert checking.run_check(uuid.uuid4(), clock=lambda: NOON) == "taken"


def test_a_slow_step_gives_signs_of_life():
    ticked = Event()
    said = []

    for name, result in Steps([("slow", ticked.wait)]).results(0.001):
        said.append((name, result))
        ticked.set()

    assert said[0] == ("", None)
    assert said[-1] == ("slow", True)


def test_the_worker_runs_what_is_queued(draft, solver):
    found = request_check(draft, now=NOON)

    assert checking.check_draft.call(str(found.pk)) == "done"


def test_the_worker_warms_its_solver(draft, edition, monkeypatch):
    warmed = []
    monkeypatch.setattr(checking.api, "prepare_recheck", warmed.append)

    assert checking.warm_up.call(edition.id) == edition.id
    assert warmed == [edition]


def test_the_report_of_the_check_up_serves_as_what_was_before(draft, edition, solver):
    run, _new = api.request_verification(edition.id, by=None, now=NOON)
    api.begin_verification(run.id, now=NOON)
    result = CheckupResult(api.Report(edition.id, gaps=(GAP,)), (), 0)
    api.finish_verification(run.id, result.to_json(), now=NOON)
    solver.finds(gaps=(GAP,))

    check(draft)

    assert "before" not in solver.asked
    assert json.loads(DraftCheck.objects.get().before)["gaps"]
    assert state_of(draft).standing == ()
