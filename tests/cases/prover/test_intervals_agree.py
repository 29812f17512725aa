"""Wherever the interval check applies, it says what the solver says: on random rules, and on the shipped corpus."""

import time
from collections import Counter
from dataclasses import replace
from itertools import combinations
from random import Random

import pytest

from cases.api import shipped_edition
from cases.engine.case import Stack
from cases.engine.intervals import Verdict, check_pair
from cases.engine.program import Program, StackError
from cases.engine.rules import Kind
from cases.prover.symbols import Symbols
from cases.prover.theory import Theory
from tests.factories.cases import BOOKS, FULL_STACK, little_words, make_effective, make_rule

ATOMS = (
    "worn", "not worn", "tagged", "opened", "proved == yes", "unproven(proved)", "proved in (no, unproven)",
    "reason == quality", "reason in (quality, late)", "reason != none", "wanted == exchange", "pieces >= 2",
    "pieces + 1 != 2", "2 * pieces > 3", "price > 50yuan", "price <= 50.01yuan", "price - 1fen < 50yuan", "has(paid)",
    "has(sent)", "not has(signed)", "before(paid, sent)", "before(signed, now)", "elapsed(paid, sent) > 48h",
    "elapsed(paid, sent) <= 2 * 24h", "@signed + 7d >= @now", "@paid + 72h < @sent", "late",
)  # fmt: skip
SEEDS = 12


def random_rules(rnd: Random):
    rules = [
        make_rule(
            f"R-{number}",
            {"remedy": rnd.choice(("refund", "exchange", "reject"))},
            tuple(" or ".join(rnd.sample(ATOMS, rnd.randint(1, 2))) for _ in range(rnd.randint(0, 3))),
            book=rnd.choice(("law", "plat", "plat", "shop")),
            kind=rnd.choice((Kind.RULE, Kind.RULE, Kind.RULE, Kind.PRESUMPTION)),
            overrides=tuple(f"R-{lower}" for lower in range(number) if rnd.random() < 0.1),
            effective=make_effective(rnd.choice(("", "2025-05-03")), "", by=rnd.choice(("", "signed"))),
        )
        for number in range(7)
    ]
    try:
        return Program(little_words(), BOOKS, rules, FULL_STACK)
    except StackError:
        return Program(little_words(), BOOKS, [replace(rule, overrides=()) for rule in rules], FULL_STACK)


def compare(program: Program, symbols: Symbols, issue: str, pairs, seen: Counter) -> None:
    """Ask both about pairs of rules of an issue, by their ids."""
    compiled = program.by_id[issue]
    places = {family.id: place for place, family in enumerate(compiled.families)}
    session = None
    for one, other in pairs:
        started = time.perf_counter()
        quick = check_pair(program, compiled, places[one], places[other])
        seen["quick seconds"] += time.perf_counter() - started
        seen[quick] += 1
        if quick == Verdict.NOT_COVERED:
            continue
        if session is None:
            theory = Theory(program, symbols)
            session, _names = theory.session(issue)
            model = theory.model(issue)
            rules = {rule.id: rule for rule in model.rules}
        started = time.perf_counter()
        possible = session.possible(model.raised.t, model.pair(rules[one], rules[other]))
        seen["solver seconds"] += time.perf_counter() - started
        assert possible is (quick == Verdict.CONFLICT), f"{issue}: {one} and {other}: {quick}, solver {possible}"


def told(seen: Counter, what: str) -> str:
    asked = seen[Verdict.CONFLICT] + seen[Verdict.CLEAR]
    quick = 1000 * seen["quick seconds"] / max(1, sum(seen[verdict] for verdict in Verdict))
    solver = 1000 * seen["solver seconds"] / max(1, asked)
    return (
        f"interval check, {what}: {asked} pairs as the solver says ({seen[Verdict.CONFLICT]} conflicts),"
        f" {seen[Verdict.NOT_COVERED]} not covered; {quick:.2f} ms a pair, solver {solver:.2f} ms"
    )


def test_both_agree_on_random_rules(record_property):
    seen = Counter()
    for seed in range(SEEDS):
        program = random_rules(Random(seed))
        names = [family.id for family in program.by_id["remedy"].families]
        compare(program, Symbols(little_words()), "remedy", combinations(names, 2), seen)

    record_property("counted", told(seen, "random rules"))
    assert seen[Verdict.CONFLICT] > 10
    assert seen[Verdict.CLEAR] > 50


@pytest.mark.parametrize("stack", [Stack(), Stack("taobao", "demo-apparel")], ids=["law", "taobao and a shop"])
def test_both_agree_on_the_shipped_corpus(stack, record_property):
    """On rules as they are, and on rules whose declared precedence is taken away, so that some do conflict."""
    edition, seen, rnd = shipped_edition(), Counter(), Random(1)
    program = edition.program(stack)
    overriding = [rule for rule in program.rules if rule.overrides and len(rule.then) == 1]
    symbols = Symbols(edition.vocabulary)
    for rule in rnd.sample(overriding, 8):
        (issue,) = rule.then
        losers = [name for name in rule.overrides if name in {family.id for family in program.by_id[issue].families}]
        bare = edition.with_rules(
            tuple(replace(one, overrides=()) if one.id == rule.id else one for one in edition.rules)
        )
        pairs = [(rule.id, loser) for loser in losers[:6]]
        compare(program, symbols, issue, pairs, seen)
        compare(bare.program(stack), symbols, issue, pairs, seen)

    record_property("counted", told(seen, "shipped corpus"))
    assert seen[Verdict.CLEAR] > 5
