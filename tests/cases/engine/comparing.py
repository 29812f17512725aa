"""Findings of the engine and verdicts of the naive reading, side by side."""

from cases.engine.values import Span
from tests.cases.engine.naive import Verdict


def plain(value):
    return value.lo if isinstance(value, Span) else value


def as_verdict(finding) -> Verdict:
    ids = [family.id for family in finding.compiled.families]
    lost = {ids[defeat.loser]: {ids[winner] for winner in defeat.winners} for defeat in finding.defeats}
    return Verdict(finding.status, plain(finding.value), tuple(sorted(finding.rules)), lost)


def reduced(verdict: Verdict) -> Verdict:
    lost = {name: set(dict(beaten)) for name, beaten in verdict.lost}
    return Verdict(verdict.status, verdict.value, verdict.by, lost)


def assert_within(finding, verdict, context):
    if finding.status == "undetermined":
        return
    assert verdict.status == finding.status, context
    if isinstance(finding.value, Span):
        assert finding.value.base or finding.value.lo <= verdict.value <= finding.value.hi, context
    else:
        assert verdict.value == finding.value, context
