"""Runs of the solver in the database: one at a time, alive or closed, final once closed."""

import uuid
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from cases.editions import verification
from cases.editions.verification import LEASE, PATIENCE, request_verification
from cases.models import AppendOnlyError, ReportState, VerificationReport
from cases.models import Edition as EditionRow
from tests.factories import NOON

pytestmark = pytest.mark.django_db
SECOND = timedelta(seconds=1)
SOMEBODY = uuid.UUID(int=7)


@pytest.fixture
def edition() -> str:
    return stored("sha256:one")


def stored(name: str) -> str:
    EditionRow(id=name, label="2026.1", frame="{}", loaded_at=NOON).save()
    return name


def asked(edition: str, *, now=NOON):
    return request_verification(edition, by=SOMEBODY, now=now)[0]


def running(edition: str, *, now=NOON):
    run = verification.begin_verification(asked(edition, now=now).id, now=now)
    assert run is not None
    return run


def test_a_request_waits_and_says_who_asked(edition):
    run, to_queue = request_verification(edition, by=SOMEBODY, now=NOON)

    assert to_queue
    assert (run.state, run.asked_by, run.asked_at, run.label) == (ReportState.WAITING, SOMEBODY, NOON, "2026.1")
    assert run.is_open


@pytest.mark.parametrize("make", [asked, running], ids=["waiting", "running"])
def test_a_second_request_finds_the_open_run(edition, make):
    first = make(edition)

    second, to_queue = request_verification(edition, by=None, now=NOON + SECOND)

    assert (second.id, to_queue, second.asked_by) == (first.id, False, SOMEBODY)
    assert VerificationReport.objects.count() == 1


def test_two_requests_at_the_same_moment_are_one_run(edition, monkeypatch):
    first = asked(edition)
    answers = iter([None, VerificationReport.objects.select_related("edition").get()])
    monkeypatch.setattr(verification, "_open_row", lambda _edition: next(answers))

    second, to_queue = request_verification(edition, by=None, now=NOON)

    assert (second.id, to_queue) == (first.id, False)


def test_another_edition_has_a_run_of_its_own(edition):
    assert asked(edition).id != asked(stored("sha256:two")).id


def test_a_request_that_waited_too_long_is_queued_again(edition):
    first = asked(edition)

    assert request_verification(edition, by=None, now=NOON + PATIENCE)[1] is False
    again, to_queue = request_verification(edition, by=None, now=NOON + PATIENCE + SECOND)

    assert (again.id, to_queue) == (first.id, True)


def test_only_one_process_begins_a_run(edition):
    run = asked(edition)

    assert verification.begin_verification(run.id, now=NOON).state == ReportState.RUNNING
    assert verification.begin_verification(run.id, now=NOON) is None


def test_a_run_ends_with_its_report(edition):
    run = running(edition)

    assert verification.note_progress(run.id, done=2, total=8, step="law", now=NOON)
    assert verification.finish_verification(run.id, '{"checked": 8}', now=NOON + SECOND)

    found = verification.latest_report(edition)
    assert (found.id, found.report, found.finished_at, found.done, found.step) == (
        run.id,
        '{"checked": 8}',
        NOON + SECOND,
        2,
        "law",
    )
    assert verification.latest_report().id == run.id
    assert verification.latest_report("sha256:two") is None


def test_a_run_that_fails_keeps_why(edition):
    run = running(edition)

    assert verification.fail_verification(run.id, "没有求解器", now=NOON)

    found = verification.latest_verification(edition, now=NOON)
    assert (found.state, found.error, found.is_open) == (ReportState.FAILED, "没有求解器", False)
    assert verification.latest_report(edition) is None


def test_a_run_told_to_stop_may_be_asked_for_again(edition):
    run = running(edition)
    verification.interrupt_verification(run.id, now=NOON)

    again, to_queue = request_verification(edition, by=None, now=NOON + SECOND)

    assert again.id != run.id
    assert to_queue


@pytest.mark.parametrize(("silent", "state"), [(LEASE, ReportState.RUNNING), (LEASE + SECOND, ReportState.INTERRUPTED)])
def test_a_silent_run_is_interrupted(edition, silent, state):
    running(edition)

    assert verification.latest_verification(edition, now=NOON + silent).state == state


def test_a_sign_of_life_keeps_a_run_alive(edition):
    run = running(edition)
    verification.note_progress(run.id, done=1, total=2, step="", now=NOON + LEASE)

    assert verification.latest_verification(edition, now=NOON + LEASE + LEASE).state == ReportState.RUNNING


def test_a_run_given_up_for_dead_can_write_nothing_more(edition):
    run = running(edition)
    verification.close_abandoned(now=NOON + LEASE + SECOND)

    assert not verification.note_progress(run.id, done=1, total=2, step="", now=NOON)
    assert not verification.finish_verification(run.id, "{}", now=NOON)
    assert verification.latest_verification(edition, now=NOON).state == ReportState.INTERRUPTED


def test_a_request_closes_a_dead_run_and_starts_anew(edition):
    dead = running(edition)

    again, to_queue = request_verification(edition, by=None, now=NOON + LEASE + SECOND)

    assert to_queue
    assert again.id != dead.id


def test_nothing_was_ever_asked(edition):
    assert verification.latest_verification(edition, now=NOON) is None


def test_a_report_is_neither_saved_again_nor_deleted(edition):
    running(edition)
    row = VerificationReport.objects.get()

    for change in (row.save, row.delete, lambda: VerificationReport.objects.update(done=1), row_set_delete):
        with pytest.raises(AppendOnlyError):
            change()
    assert "running sha" not in str(row)
    assert str(row).startswith("running one")


def row_set_delete():
    VerificationReport.objects.all().delete()


@pytest.mark.parametrize(
    ("fields", "constraint"),
    [
        pytest.param(
            {"state": "lost", "started_at": NOON, "beat_at": NOON, "finished_at": NOON},
            "report_state_is_known",
            id="unknown state",
        ),
        pytest.param({"finished_at": NOON}, "report_finished_iff_not_open", id="ended yet waiting"),
        pytest.param({"started_at": NOON, "beat_at": NOON}, "report_started_iff_not_waiting", id="begun yet waiting"),
        pytest.param({"report": "{}"}, "report_given_iff_done", id="a report before the end"),
    ],
)
def test_the_database_refuses_impossible_runs(edition, fields, constraint):
    row = VerificationReport(**{"edition_id": edition, "state": "waiting", "asked_at": NOON, **fields})

    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        row.save()


def test_the_database_refuses_two_open_runs(edition):
    asked(edition)

    with pytest.raises(IntegrityError), transaction.atomic():
        VerificationReport(edition_id=edition, state="waiting", asked_at=NOON).save()
