"""The shipped corpus, proved: run whole, in every stack."""

import pytest

from cases.editions.content import build_edition, read_files
from cases.prover.client import verify_edition
from cases.prover.report import Report


@pytest.fixture(scope="module")
def report() -> Report:
    return verify_edition(build_edition(read_files()))


@pytest.mark.parametrize("kind", ["conflicts", "dead", "unmeant_gaps", "invariants", "timeouts"])
def test_the_shipped_corpus_has_none(report: Report, kind: str):
    assert [(item.stack, item.issue, item.text, item.lines) for item in getattr(report, kind)] == []


def test_every_gap_has_its_reason(report: Report):
    assert all(gap.reason for gap in report.gaps)
