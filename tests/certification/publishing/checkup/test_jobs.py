"""The job that runs a check-up."""

import uuid
from datetime import timedelta

import pytest

from cases import api
from cases.api import Report, ReportState, latest_verification
from certification.publishing.checkup import jobs
from certification.publishing.checkup.result import CheckupResult
from certification.publishing.checkup.services import request_checkup
from tests.factories import NOON

pytestmark = pytest.mark.django_db


@pytest.fixture
def run(edition):
    return request_checkup(edition.id, actor_id=None, now=NOON)


def clock():
    return NOON


def now_of(edition):
    return latest_verification(edition.id, now=NOON)


def test_the_report_of_the_solver_is_kept(edition, run, solver):
    assert jobs.run_checkup(run.id, verify=solver, clock=clock) == "done"

    kept = now_of(edition)
    assert (kept.state, kept.done, kept.total, kept.step) == (ReportState.DONE, 1, 4, "law")
    assert CheckupResult.from_json(kept.report).report.checked == 4


def test_a_second_job_for_the_same_run_does_nothing(run, solver):
    jobs.run_checkup(run.id, verify=solver, clock=clock)

    assert jobs.run_checkup(run.id, verify=solver, clock=clock) == "taken"


def test_a_run_that_nobody_asked_for_is_none_of_ours(edition, solver):
    assert jobs.run_checkup(uuid.UUID(int=1), verify=solver, clock=clock) == "taken"


def test_a_broken_solver_is_said_not_hidden(edition, run, caplog):
    def verify(edition, *, progress):
        raise OSError("求解器不见了")

    assert jobs.run_checkup(run.id, verify=verify, clock=clock) == "failed"

    assert (now_of(edition).state, now_of(edition).error) == (ReportState.FAILED, "求解器不见了")
    assert "failed" in caplog.text


def test_a_slow_solver_is_told_of_while_it_works(edition, run, monkeypatch):
    monkeypatch.setattr(jobs, "TICK_SECONDS", 0.01)
    seen = []

    def note(run_id, *, done, total, step, now):
        seen.append(done)
        return True

    def verify(edition, *, progress):
        for number in range(1, 4):
            progress(number, 3, "law")
            while number not in seen:
                pass
        return Report(edition.id)

    monkeypatch.setattr(api, "note_progress", note)
    jobs.run_checkup(run.id, verify=verify, clock=clock)

    assert {1, 2, 3} <= set(seen)


def test_a_worker_told_to_stop_leaves_an_interrupted_run(edition, run, monkeypatch):
    def told_to_stop(*_args, **_options):
        raise SystemExit

    monkeypatch.setattr(api, "note_progress", told_to_stop)

    with pytest.raises(SystemExit):
        jobs.run_checkup(run.id, verify=lambda edition, *, progress: Report(edition.id), clock=clock)
    assert now_of(edition).state == ReportState.INTERRUPTED


def test_a_run_given_up_for_dead_is_left_to_its_successor(edition, run, solver, monkeypatch):
    late = NOON + timedelta(hours=1)

    begin = api.begin_verification

    def begin_and_fall_silent(run_id, *, now):
        value = begin(run_id, now=now)
        request_checkup(edition.id, actor_id=None, now=late)
        return value

    monkeypatch.setattr(api, "begin_verification", begin_and_fall_silent)

    assert jobs.run_checkup(run.id, verify=solver, clock=clock) == "abandoned"
    assert latest_verification(edition.id, now=late).state == ReportState.WAITING


def test_the_worker_runs_what_is_queued(edition, run, solver):
    assert jobs.check_up.call(str(run.id)) == "done"


@pytest.mark.parametrize(("stopping", "state"), [(True, ReportState.INTERRUPTED), (False, ReportState.FAILED)])
def test_a_solver_that_dies_with_the_worker_is_no_failure(edition, run, monkeypatch, stopping, state):
    def verify(edition, *, progress):
        raise api.ProverError("求解进程意外结束")

    monkeypatch.setattr(jobs, "told_to_stop", lambda: stopping)
    jobs.run_checkup(run.id, verify=verify, clock=clock)

    assert now_of(edition).state == state
