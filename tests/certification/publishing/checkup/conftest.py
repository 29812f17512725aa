"""The little corpus in force, and a solver that finds what a test tells it."""

import pytest

from cases.api import Edition, Report, Verification, latest_verification
from certification.publishing.checkup.jobs import run_checkup
from certification.publishing.checkup.services import request_checkup
from tests.factories import NOON
from tests.factories.rulebook import store_rulebook


@pytest.fixture
def edition(db) -> Edition:
    return store_rulebook()


@pytest.fixture
def solver(monkeypatch):
    """Stand in for the solver's process: it reports one step and finds nothing."""

    def verify(edition, *, progress):
        progress(1, 4, "law")
        return Report(edition.id, checked=4)

    monkeypatch.setattr("certification.publishing.checkup.jobs.api.verify_edition", verify)
    return verify


@pytest.fixture
def finished(edition, solver) -> Verification:
    """A check-up of the edition that has ended."""
    run = request_checkup(edition.id, actor_id=None, now=NOON)
    run_checkup(run.id, verify=solver, clock=lambda: NOON)
    return latest_verification(edition.id, now=NOON)
