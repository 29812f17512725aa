"""The shipped corpus on random cases of its vocabulary: the engine beside the naive reading, stack by stack."""

from random import Random

import pytest

from cases.api import shipped_edition
from cases.engine.case import Case, Stack
from cases.engine.decide import run
from cases.engine.values import ABSENT, UNPROVEN, Span, parse_instant
from cases.engine.vocabulary import ValueType
from tests.cases.engine.comparing import as_verdict, assert_within, reduced
from tests.cases.engine.naive import World, decide_world

EDITION = shipped_edition()
WORDS = EDITION.vocabulary
STACKS = [
    Stack(),
    *(Stack(book.id) for book in EDITION.books.values() if book.level.value == "platform"),
    *(Stack("taobao", book.id) for book in EDITION.books.values() if book.level.value == "shop"),
]
ERAS = [
    parse_instant(text).lo for text in ("2016-03-01 09:00", "2018-09-10 16:40", "2025-09-01 08:30", "2026-02-10 12:00")
]
HOURS = (0, 1, 20, 24, 48, 49, 72, 120, 7 * 24, 8 * 24, 15 * 24, 30 * 24, 90 * 24, 180 * 24)
AMOUNTS = (0, 1, 500, 800, 1500, 2000, 3000, 10000, 50000, 100000)
COUNTS = (0, 1, 2, 3, 5, 7, 8, 15, 30, 31)


def values_of(fact):
    match fact.type:
        case ValueType.BOOL:
            return [True, False, *([UNPROVEN] if fact.burden else [])]
        case ValueType.ENUM:
            return [*fact.values, *([UNPROVEN] if fact.burden else [])]
        case ValueType.MONEY:
            return list(AMOUNTS)
    return [number for number in COUNTS if (fact.low or 0) <= number <= (fact.high or 10**6)]


def random_world(rnd: Random) -> World:
    """Silence for most facts, anything for the rest; events at telling distances from each other."""
    share, start = rnd.choice((0.03, 0.1, 0.3)), rnd.choice(ERAS)
    facts = {
        name: rnd.choice(values_of(fact)) if fact.silence is None or rnd.random() < share else fact.silence
        for name, fact in WORDS.facts.items()
    }
    events = {
        name: start + 60 * rnd.choice(HOURS) + rnd.choice((0, 0, 1)) for name in WORDS.events if rnd.random() < 0.4
    }
    return World(facts, events, start + 60 * rnd.choice(HOURS))


def case_of(world: World, stack: Stack, opened: tuple[str, ...] = ()) -> Case:
    facts = {name: None if name in opened else value for name, value in world.facts.items()}
    events = {name: Span(at, at) for name, at in world.events.items()}
    return Case(stack, Span(world.now, world.now), facts, {}, {**dict.fromkeys(WORDS.events, ABSENT), **events})


@pytest.mark.parametrize("stack", STACKS, ids=str)
def test_complete_cases_come_out_as_the_naive_reading_says(stack):
    rnd, program = Random(20260901), EDITION.program(stack)
    for _ in range(60):
        world = random_world(rnd)
        naive = decide_world(WORDS, program.rules, world)
        for name, finding in run(program, program.environment(case_of(world, stack))).items():
            expected, found = reduced(naive[name]), as_verdict(finding)
            if naive[name].guessed and found.status == "undetermined" != expected.status:
                break  # the engine does not guess at open values
            assert (found.status, found.value) == (expected.status, expected.value), (name, world)
            if not finding.pending and not naive[name].guessed and found.status != "undetermined":
                assert (found.by, found.lost) == (expected.by, expected.lost), (name, world)


@pytest.mark.parametrize("stack", STACKS, ids=str)
def test_what_is_settled_in_doubt_is_settled_the_same_in_every_completion(stack):
    rnd, program = Random(20260902), EDITION.program(stack)
    for _ in range(15):
        world = random_world(rnd)
        opened = tuple(rnd.sample(list(WORDS.facts), 12))
        findings = run(program, program.environment(case_of(world, stack, opened)))
        for _ in range(6):
            facts = {**world.facts, **{name: rnd.choice(values_of(WORDS.facts[name])) for name in opened}}
            completion = World(facts, world.events, world.now)
            naive = decide_world(WORDS, program.rules, completion)
            for name, finding in findings.items():
                assert_within(finding, naive[name], (name, opened, completion))
