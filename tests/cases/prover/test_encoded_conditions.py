"""One condition at a time: what the encoding makes of it, beside what the evaluator makes of it, at every limit.

Each condition is asked of every way in which its facts and events can be known, in doubt, or missing.
"""

from itertools import product

import pytest

from cases.engine.language import parse_conclusion, parse_condition
from cases.engine.values import ABSENT, Span
from tests.cases.prover.both import Both, BothComplete, assert_alike, cases_of
from tests.factories.cases import little_words, make_program, make_rule

OPS = ("==", "!=", "<", "<=", ">", ">=")
#: Two events in every kind of doubt, among them distances on both sides of 48 hours.
EVENTS = (
    {},
    {"paid": "2025-05-01 10:00"},
    {"sent": "2025-05-01 10:00"},
    {"paid": "?", "sent": "2025-05-01 10:00"},
    {"paid": "2025-05-01 10:00", "sent": "?"},
    {"paid": "?"},
    {"paid": "2025-05-01 10:00", "sent": "2025-05-01 10:00"},
    {"paid": "2025-05-01 10:00", "sent": "2025-05-01 10:01"},
    {"paid": "2025-05-01 10:01", "sent": "2025-05-01 10:00"},
    {"paid": "2025-05-01 10:00", "sent": "2025-05-03 09:59"},
    {"paid": "2025-05-01 10:00", "sent": "2025-05-03 10:00"},
    {"paid": "2025-05-01 10:00", "sent": "2025-05-03 10:01"},
    {"paid": "2025-05-01", "sent": "2025-05-01"},
    {"paid": "2025-05-01", "sent": "2025-05-01 00:00"},
    {"paid": "2025-05-01", "sent": "2025-05-01 23:59"},
    {"paid": "2025-05-01", "sent": "2025-05-02 00:00"},
    {"paid": "2025-05-02 00:00", "sent": "2025-05-01"},
    {"paid": "2025-05-01 23:59", "sent": "2025-05-01"},
    {"paid": "2025-05-01 00:00", "sent": "2025-05-01"},
    {"paid": "2025-05-01", "sent": "2025-05-03"},
    {"paid": "2025-05-01", "sent": "2025-05-04"},
    {"paid": "2025-05-01", "sent": "2025-05-03 23:59"},
    {"paid": "2025-05-01", "sent": "2025-05-03 00:00"},
    {"paid": "yes", "sent": "yes"},
    {"paid": "yes", "sent": "2025-05-01 10:00"},
    {"paid": "yes", "sent": "paid + 2879min"},
    {"paid": "yes", "sent": "paid + 48h"},
    {"paid": "yes", "sent": "paid + 2881min"},
    {"paid": "yes", "sent": "paid - 1min"},
)
ORDERS = (
    ({"paid": "yes", "sent": "yes"}, ["paid", "sent"]),
    ({"paid": "yes", "sent": "yes"}, ["sent", "paid"]),
    ({"paid": "2025-05-01", "sent": "2025-05-01"}, ["paid", "sent"]),
    ({"paid": "2025-05-01", "sent": "2025-05-01"}, ["sent", "paid"]),
    ({"paid": "2025-05-01", "sent": "2025-05-02"}, ["paid", "sent"]),
    ({"paid": "2025-05-01 10:04/2025-05-01 10:09", "sent": "2025-05-01 10:00/2025-05-01 10:05"}, ["sent", "paid"]),
    ({"paid": "?", "sent": "yes"}, ["paid", "sent"]),
    ({"paid": "?", "sent": "2025-05-01"}, ["sent", "paid"]),
    ({"paid": "2025-05-02", "sent": "2025-05-01/2025-05-03"}, ["sent", "paid"]),
)
# -- facts --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "name", "values"),
    [
        ("worn", "worn", ("yes", "no", "?")),
        ("not worn", "worn", ("yes", "no", "?")),
        ("proved == yes", "proved", ("yes", "no", "unproven", "?")),
        ("proved == no", "proved", ("yes", "no", "unproven", "?")),
        ("unproven(proved)", "proved", ("yes", "no", "unproven", "?")),
        ("proved in (no, unproven)", "proved", ("yes", "no", "unproven", "?")),
        ("reason == late", "reason", ("none", "quality", "late", "?")),
        ("reason != late", "reason", ("none", "quality", "late", "?")),
        ("reason in (quality, late)", "reason", ("none", "quality", "late", "?")),
    ],
)
def test_a_fact_is_what_it_is(text, name, values):
    assert_alike(text, cases_of(facts=[{name: value} for value in values]))


@pytest.mark.parametrize("text", ["worn and tagged", "worn or tagged", "not (worn and tagged)", "not (worn or tagged)"])
def test_two_facts_are_joined_in_three_values(text):
    values = ("yes", "no", "?")

    assert_alike(text, cases_of(facts=[{"worn": one, "tagged": other} for one, other in product(values, values)]))


@pytest.mark.parametrize(
    "text", ["worn and tagged and opened", "worn or tagged or opened", "worn and (tagged or opened)"]
)
def test_three_facts_are_joined_in_three_values(text):
    values = [
        dict(zip(("worn", "tagged", "opened"), each, strict=True)) for each in product(("yes", "no", "?"), repeat=3)
    ]

    assert_alike(text, cases_of(facts=values))


# -- numbers ------------------------------------------------------------------------------------------

PIECES = ("0", "1", "2", "3", "?")
PRICES = (
    "0元",
    "0.01元",
    "0.02元",
    "0.07元",
    "16.66元",
    "16.67元",
    "33.33元",
    "33.34元",
    "33.35元",
    "49.99元",
    "50元",
    "50.01元",
    "?",
)


@pytest.mark.parametrize("op", OPS)
@pytest.mark.parametrize("left", ["pieces", "2 * pieces - 2", "min(pieces, 2)", "max(pieces, 2)", "max(pieces, 2, 1)"])
def test_numbers_are_compared(left, op):
    assert_alike(f"{left} {op} 2", cases_of(facts=[{"pieces": value} for value in PIECES]))


@pytest.mark.parametrize("op", OPS)
@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("price", "50yuan"),
        ("price - 1fen", "50yuan"),
        ("price + 1fen", "50yuan"),
        ("percent(price, 30)", "10yuan"),
        ("percent(price, 50)", "1fen"),
        ("percent(price, 7)", "1fen"),
        ("percent(price, 300)", "50yuan"),
        ("min(price, 40yuan)", "40yuan"),
        ("max(price, 40yuan)", "40yuan"),
        ("price", "pieces * 25yuan"),
    ],
)
def test_sums_of_money_are_compared(left, op, right):
    facts = [{"price": value, "pieces": "2"} for value in PRICES]

    assert_alike(f"{left} {op} {right}", cases_of(facts=[*facts, {"price": "50元", "pieces": "?"}]))


@pytest.mark.parametrize(
    "text",
    [
        "tiers(pieces, 2: price) >= 20yuan",
        "tiers(pieces, 1: 5yuan, 3: price) > 10yuan",
        "tiers(pieces, 1: 5yuan, 2: 20yuan, 3: price) == 20yuan",
        "tiers(pieces, 0: 5yuan, 2: price) <= 5yuan",
        "tiers(price, 0yuan: 1, 50yuan: 2, 50.01yuan: 3) == pieces",
        "tiers(price, 33.34yuan: 1, 50yuan: 2) >= 1",
        "not tiers(pieces, 2: 5yuan, 3: 6yuan) > 0yuan",
        "tiers(pieces, 1: 1d, 2: 2d, 3: 3d) >= 2d",
        "tiers(pieces, 1: tiers(price, 50yuan: 10yuan), 2: 10yuan) == 10yuan",
    ],
)
def test_steps_are_reached_at_their_limits(text):
    facts = [{"pieces": pieces, "price": price} for pieces in PIECES for price in ("20元", "50元", "50.01元", "?")]

    assert_alike(text, cases_of(facts=facts))


# -- events -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "has(paid)",
        "not has(paid)",
        "before(paid, sent)",
        "before(sent, paid)",
        "not before(paid, sent)",
        "before(paid, sent) and not before(sent, paid)",
        *(f"elapsed(paid, sent) {op} 48h" for op in OPS),
        *(f"elapsed(sent, paid) {op} 0h" for op in ("<", ">=", "==")),
        *(f"@paid {op} @sent" for op in OPS),
        *(f"@paid + 48h {op} @sent" for op in ("<", ">=", "==")),
        *(f"@sent - 48h {op} @paid" for op in ("<", ">=", "!=")),
        "min(@paid, @sent) < @paid",
        "max(@paid, @sent) > @paid",
        "min(@paid, @sent, @now) == @paid",
        "2 * elapsed(paid, sent) > 95h + 59min",
        "elapsed(paid, sent) + 1d > 3d",
        "elapsed(paid, sent) - 1d < 1d",
        "1d * pieces < elapsed(paid, sent)",
        "elapsed(paid, sent) > elapsed(paid, paid)",
        "min(elapsed(paid, sent), 48h) >= 48h",
        "max(elapsed(paid, sent), 48h) <= 48h",
        "tiers(elapsed(paid, sent), 48h: price) > 0yuan",
        "tiers(elapsed(paid, sent), 0h: 24h, 48h: 72h) > 24h",
        "tiers(elapsed(paid, sent), 1min: 24h, 48h: 72h, 72h: 73h) <= 24h",
        "not tiers(elapsed(paid, sent), 0h: 1, 48h: 2) == 2",
        "tiers(elapsed(paid, sent), 0h: 1, 48h: 2, 72h: 2) >= 2",
        "tiers(elapsed(paid, sent), 0h: price, 48h: price) > 0yuan",
        "tiers(elapsed(paid, sent), 0h: price, 48h: 10yuan) > 0yuan",
        "tiers(elapsed(paid, sent), 0h: @paid, 48h: @sent) <= @sent",
        "tiers(elapsed(paid, sent), 0h: elapsed(paid, sent), 48h: 1d) >= 1d",
        "tiers(elapsed(paid, sent), 0h: @signed, 48h: @now) <= @now",
    ],
)
def test_two_events_lie_as_they_do(text):
    facts = [{"pieces": "2", "price": "10元"}]
    rooted = [case for case in cases_of(facts, EVENTS, ORDERS) if not any(root_of(at) for at in case.events.values())]

    assert_alike(text, rooted)


def root_of(at):
    return isinstance(at, Span) and at.root


@pytest.mark.parametrize("op", OPS)
def test_in_complete_cases_two_events_lie_as_they_do(op):
    exact = [
        event
        for event in EVENTS
        if not set("?") & set("".join(event.values())) and all(len(at) == 16 for at in event.values())
    ]

    for text in (f"elapsed(paid, sent) {op} 48h", f"@sent - 48h {op} @paid", f"@sent {op} @paid + 1d * pieces"):
        assert_alike(text, cases_of([{"pieces": "2"}], exact), BothComplete)


@pytest.mark.parametrize(
    "text", ["before(paid, sent)", "has(paid)", "worn and before(paid, now)", "elapsed(paid, sent) > 1h"]
)
def test_in_complete_cases_no_condition_is_ever_open(text):
    assert BothComplete().encoder.condition(parse_condition(text, little_words())).total


@pytest.mark.parametrize(
    "text",
    [
        "tiers(pieces, 0: price, 1: percent(price, 30))",
        "max(price, 1yuan)",
        "price - 1yuan",
        "percent(price, 30) + 1yuan",
        "2 * price",
    ],
)
def test_of_exact_numbers_comes_an_exact_number(text):
    node = parse_conclusion(text, little_words().issues["award"], little_words())

    assert BothComplete().encoder.term(node).exact


# -- conclusions --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("issue", "text"),
    [
        ("late", "worn and tagged"),
        ("late", "proved == yes"),
        ("late", "elapsed(paid, sent) > 48h"),
        ("late", "yes"),
        ("remedy", "refund"),
        ("remedy", "wanted"),
        ("award", "price"),
        ("award", "percent(price, 30)"),
        ("award", "tiers(pieces, 1: price, 2: 40yuan)"),
        ("award", "5yuan"),
        ("deadline", "@paid + 7d"),
        ("deadline", "next_midnight(@paid) + 7d"),
        ("deadline", "months_after(@paid, 1)"),
        ("deadline", "max(@paid, @sent)"),
    ],
)
def test_a_rule_concludes_the_same(issue, text):
    facts = [
        {"worn": worn, "proved": "unproven", "wanted": wanted, "price": price, "pieces": pieces}
        for worn, wanted, price, pieces in (
            ("yes", "refund", "33.35元", "0"),
            ("no", "exchange", "0元", "1"),
            ("?", "?", "?", "2"),
            ("yes", "refund", "50元", "?"),
        )
    ]
    events = [
        {},
        {"paid": "2025-05-01"},
        {"paid": "2025-05-01 10:00", "sent": "2025-05-03"},
        {"paid": "?"},
        {"paid": "yes"},
    ]
    both = Both()
    kind = little_words().issues[issue]
    node = parse_conclusion(text, kind, little_words())
    value = both.encoder.conclusion(node, kind)
    program = make_program(make_rule("R", {issue: text}))
    version = program.by_id[issue].families[0].versions[0]
    for case in cases_of(facts, events):
        expected = version.value(program.environment(case))
        is_open = both.holds(value.open, case)

        assert is_open == (expected is None), case.raw
        if expected is None:
            continue
        if hasattr(value, "by_value"):
            assert [literal for literal, formula in value.by_value.items() if both.holds(formula, case)] == [expected]
            continue
        lo, hi, base = (
            (expected.lo, expected.hi, expected.base) if isinstance(expected, Span) else (expected, expected, "")
        )
        assert both.holds(value.lo == lo, case), case.raw
        assert value.absent is False
        assert both.holds(value.hi == hi, case), case.raw
        assert both.holds(value.base == both.symbols.lines[base], case), case.raw
        assert expected is not ABSENT
