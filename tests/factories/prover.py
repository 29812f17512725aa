"""Editions made from a few rules over the little vocabulary, for the prover."""

from typing import Any

from cases.engine.assertions import Invariant, Waiver
from cases.engine.edition import Edition
from cases.engine.language import parse_condition
from cases.engine.rules import Rule
from cases.prover.report import Report
from cases.prover.verify import verify
from tests.factories.cases import BOOKS, little_words

NAMES = {"late": "迟延", "fault": "过错"}


def make_edition(*rules: Rule, waivers: tuple[Waiver, ...] = (), invariants: tuple[Invariant, ...] = ()) -> Edition:
    return Edition("sha256:test", "test", little_words(), BOOKS, rules, waivers, invariants)


def make_waiver(issue: str, when: str = "yes", platform: str = "", reason: str = "规则有意不管") -> Waiver:
    return Waiver(issue, platform, parse_condition(when, little_words()), when, reason)


def make_invariant(premise: str, conclusion: str, platform: str = "") -> Invariant:
    words = little_words()
    nodes = parse_condition(premise, words), parse_condition(conclusion, words)
    return Invariant("claim", "断言", *nodes, premise, conclusion, platform)


def report_on(*rules: Rule, issue: str = "remedy", **rest: Any) -> Report:
    """What verification says of one issue."""
    extra = {name: rest.pop(name) for name in ("waivers", "invariants") if name in rest}
    return verify(make_edition(*rules, **extra), issue=issue, **rest)
