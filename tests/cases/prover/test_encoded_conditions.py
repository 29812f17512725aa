"""One condition at a time: what the encoding makes of it, beside what the evaluator makes of it, at every limit.

Each condition is asked of every way in which its facts and events can be known, in doubt, or missing.
"""

from itertools import product

import pytest
import z3

from cases.engine.calendar import Calendar, Year
from cases.engine.case import parse_case
from cases.engine.evaluate import compile_test
from cases.engine.evaluate_terms import compile_term
from cases.engine.language import parse_conclusion, parse_condition
from cases.engine.values import ABSENT, Span, day_of, format_minute, parse_instant
from cases.prover.doubt import DoubtfulSymbols
from cases.prover.encode_rules import RuleEncoder
from cases.prover.encode_terms import _table_of
from cases.prover.logic import not_
from cases.prover.session import Session
from cases.prover.symbols import Symbols
from tests.factories.cases import AS_OF, little_words, make_case, make_program, make_rule

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
#: One event on each kind of day, as an instant, a day, an interval, without a date.
DAYS = (
    "2025-01-30 09:00", "2025-01-31 10:00", "2025-02-28 23:59", "2024-01-31 10:00", "2024-02-29 12:00", "2025-05-03 00:00",
    "2025-12-31 23:59", "2024-12-31", "2025-04-27", "2025-01-28/2025-02-02", "2025-05-31 23:00/2025-06-01 01:00",
    "yes", "?", "no", "2026-12-29", "2026-12-30 10:00", "2023-12-31 23:59", "2024-01-01 00:00",
)  # fmt: skip


def cases_of(facts=({},), events=({},), orders=()):
    raws = [
        {"as_of": as_of, "facts": fact, "events": event, "order": order}
        for as_of in (AS_OF,)
        for fact in facts
        for event, order in [*((event, []) for event in events), *orders]
    ]
    return [parse_case(raw, little_words()) for raw in raws]


class Both:
    """The evaluator and a solver with the encoding, for the same case."""

    def __init__(self):
        self.program = make_program()
        self.symbols = DoubtfulSymbols(little_words())
        self.encoder = RuleEncoder(self.symbols)
        self.session = Session([self.encoder.ledger], [])
        names = self.symbols.declare(set(little_words().facts), set())
        self.domains = self.symbols.domains(names)

    def evaluated(self, node, case, compile_node=compile_test):
        return compile_node(node, self.program.layout)(self.program.environment(case))

    def holds(self, formula, case) -> bool:
        """Whether the formula holds in the case, in which no variable is free."""
        told = self.symbols.fixed(self.program, case)
        answer = self.session.possible(formula, *told, *self.domains)
        assert answer is not None
        return answer


class BothComplete(Both):
    """The same with the symbols of complete cases, in which an instant is told by its day and its minute."""

    def __init__(self):
        super().__init__()
        self.symbols = Symbols(little_words())
        self.encoder = RuleEncoder(self.symbols)
        self.session = Session([self.encoder.ledger], [])

    def holds(self, formula, case) -> bool:
        told = []
        for name in ("now", "paid", "sent"):
            at, moment = case.as_of if name == "now" else case.events.get(name, ABSENT), self.symbols.moment(name)
            told += [moment.absent] if at is ABSENT else [not_(moment.absent), moment.lo == at.lo]
        told += [self.symbols.number("pieces") == 2]
        answer = self.session.possible(formula, *told, *self.symbols.domains({"@now", "@paid", "@sent"}))
        assert answer is not None
        return answer


def assert_alike(text, cases, both=Both):
    both, node = both(), parse_condition(text, little_words())
    truth = both.encoder.condition(node)
    for case in cases:
        expected = both.evaluated(node, case)
        found = True if both.holds(truth.t, case) else False if both.holds(truth.f, case) else None

        assert found == expected, case.raw
        assert not (found is None and truth.total), case.raw


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


@pytest.mark.parametrize(
    "text",
    [
        "next_midnight(@paid) < @sent",
        "next_midnight(next_midnight(@paid)) > @sent",
        "next_midnight(@paid - 1d) == @sent",
        "next_midnight(@paid - 1min) < @sent",
        "months_after(@paid, 1) <= @sent",
        "months_after(@paid, 0) == @sent",
        "months_after(@paid, 13) < @sent",
        "months_after(next_midnight(@paid), 1) == @sent",
        "next_midnight(months_after(@paid, 1)) <= @sent",
        "workdays_after(@paid, 1) < @sent",
        "workdays_after(@paid, 1) == @sent",
        "workdays_after(next_midnight(@paid), 2) > @sent",
    ],
)
def test_calendars_end_where_they_end(text):
    """The second event is put at the very instant that the calendar gives, and a minute beside it."""
    both, node = Both(), parse_condition(text, little_words())
    events = []
    for day in DAYS:
        start = parse_case({"as_of": AS_OF, "events": {"paid": day}}, little_words())
        ends = both.evaluated(node.left, start, compile_term)
        if isinstance(ends, Span):
            minutes = {ends.lo - 1, ends.lo, ends.hi, ends.hi + 1}
            events += [{"paid": day, "sent": text_of(minute, ends.base)} for minute in sorted(minutes)]
        else:
            events.append({"paid": day, "sent": AS_OF})

    assert_alike(text, cases_of(events=events))


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


# -- what a solver is told when it has guessed a day wrongly ------------------------------------------------


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("workdays_after(@paid, 1)", ("2025-04-26", "2025-05-08")),
        ("workdays_after(@paid, 3)", ("2024-12-30", "2025-01-06")),
        ("months_after(@paid, 1)", ("2025-01-27", "2025-02-02")),
        ("months_after(@paid, 2)", ("2023-12-30", "2024-01-02")),
        ("months_after(@paid, 11)", ("2024-03-28", "2024-04-02")),
    ],
)
def test_a_correction_is_true_of_every_day_and_settles_all_days_of_its_kind(text, days):
    both = BothComplete()
    both.encoder.term(parse_conclusion(text, little_words().issues["deadline"], little_words()))
    (term,) = both.encoder.ledger.calendar_terms
    first, last = (parse_instant(day).lo // 1440 for day in days)

    def holds(formula, day, result):
        pairs = [(term.start, z3.IntVal(day)), (term.result, z3.IntVal(result))]
        return z3.is_true(z3.simplify(z3.substitute(formula, *pairs)))

    right = {day: term.lemma(day)[0] for day in range(first, last + 1)}
    kind = {day: day_of(day * 1440).month for day in right} if "month" in text else right
    for at, counted in right.items():
        case = make_case(events={"paid": text_of(at * 1440, "")})
        node = parse_conclusion(text, little_words().issues["deadline"], little_words())
        assert both.evaluated(node, case, compile_term).lo // 1440 == counted
        correction = term.lemma(at)[1]
        assert all(holds(correction, day, right[day]) for day in right)
        same = [day for day in right if not holds(correction, day, right[day] + 1)]
        assert same == [day for day in right if kind[day] == kind[at]]


def test_days_are_counted_within_the_table_of_years():
    year = Calendar({2025: Year()})

    assert _table_of(year, 1) == tuple(parse_instant(day).lo // 1440 for day in ("2025-01-01", "2025-12-30"))
    assert _table_of(year, 3) == tuple(parse_instant(day).lo // 1440 for day in ("2025-01-01", "2025-12-28"))
    for none in (_table_of(Calendar(), 1), _table_of(year, 400)):
        assert none[0] > none[1]


COMPLETE = (
    "2025-01-30 09:00", "2025-01-31 00:00", "2024-02-29 12:00", "2025-02-28 23:59", "2025-05-03 00:00", "2025-12-30 23:59",
    "2026-03-31 10:00",
)  # fmt: skip


@pytest.mark.parametrize(
    "text",
    [
        "next_midnight(@paid) <= @sent",
        "next_midnight(@paid + 2d) == @sent",
        "next_midnight(@paid - 2d) == @sent",
        "next_midnight(@paid + 25h) > @sent",
        "next_midnight(@paid - 1min) == @sent",
        "next_midnight(@paid + 1d * pieces) == @sent",
        "next_midnight(next_midnight(@paid) + 1d) == @sent",
        "next_midnight(max(@paid, @now)) > @sent",
        "months_after(@paid, 1) == @sent",
        "months_after(@paid + 1d, 1) <= @sent",
        "months_after(months_after(@paid, 1), 1) == @sent",
        "next_midnight(months_after(@paid, 1)) == @sent",
        "workdays_after(@paid, 2) == @sent",
        "workdays_after(@paid - 1d, 2) < @sent",
        "next_midnight(workdays_after(@paid, 2)) == @sent",
    ],
)
def test_in_complete_cases_calendars_end_where_they_end(text):
    both, node = BothComplete(), parse_condition(text, little_words())
    events = [{"sent": "2025-05-01 10:00"}, {"paid": "2025-05-01 10:00"}]
    for day in COMPLETE:
        start = parse_case({"as_of": AS_OF, "facts": {"pieces": "2"}, "events": {"paid": day}}, little_words())
        end = both.evaluated(node.left, start, compile_term).lo
        events += [{"paid": day, "sent": format_minute(minute)} for minute in (end - 1, end, end + 1)]

    assert_alike(text, cases_of([{"pieces": "2"}], events), BothComplete)


def text_of(minute, base):
    return f"{base} {'-' if minute < 0 else '+'} {abs(minute)}min" if base else format_minute(minute)


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
