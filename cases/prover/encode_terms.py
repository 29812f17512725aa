"""Terms of the rule language as amounts of the solver."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, Final

import z3

from cases.engine import ir
from cases.engine.calendar import Calendar
from cases.engine.evaluate_terms import INTERVALS, term_type
from cases.engine.values import MINUTES_PER_DAY, UNBOUNDED_MINUTES, day_number, day_of, months_after
from cases.prover.amounts import Amount, exactly, same_line
from cases.prover.logic import Formula, and_, not_, or_, pick
from cases.prover.symbols import CalendarTerm, Symbols

_MONTHS_PER_YEAR: Final = 12


class Ledger:
    """Variables that were invented for some terms: ``sides`` bind them, and calendar guesses among them."""

    def __init__(self) -> None:
        self.sides: list[Formula] = []
        self.calendar_terms: list[CalendarTerm] = []
        self.days: dict[int, Any] = {}

    def copy(self) -> Ledger:
        """The same, for more to be added."""
        other = Ledger()
        other.sides, other.calendar_terms, other.days = [*self.sides], [*self.calendar_terms], {**self.days}
        return other


class TermEncoder:
    """Encodes terms; what it has to invent goes into ``ledger``, which belongs to whoever asked."""

    def __init__(self, symbols: Symbols, prefix: str = "") -> None:
        self.symbols, self.prefix = symbols, prefix
        self.ledger = Ledger()
        self._kept: list[Any] = []

    def issue_amount(self, issue: str) -> Amount:
        """The value of an issue that is a number or an instant."""
        raise NotImplementedError

    def term(self, node: ir.Term) -> Amount:
        """Encode ``node``."""
        match node:
            case ir.Num(value, _):
                return exactly(z3.IntVal(value))
            case ir.FactNum(fact, _):
                return exactly(self.symbols.number(fact), open=self.symbols.fact_open(fact))
            case ir.IssueNum(issue, _):
                return self.issue_amount(issue)
            case ir.EventAt(event):
                return self.symbols.moment(event)
            case ir.Elapsed(first, second):
                return self._elapsed(first, second)
            case ir.Add(left, right):
                return self._sum(self.term(left), self.term(right), _whole_days(right))
            case ir.Sub(left, right):
                days = _whole_days(right)
                return self._sum(self.term(left), _negative(self.term(right)), None if days is None else -days)
            case ir.Scale(factor, item, _):
                return self._map(self.term(item), lambda value: value * factor)
            case ir.Extreme(which, items):
                return self._extreme(which, [self.term(item) for item in items])
            case ir.Percent(item, percent):
                return self._map(self.term(item), lambda value: self._percent(value, percent))
            case ir.NextMidnight(item):
                return self._next_midnight(self.term(item))
            case ir.MonthsAfter(item, months):
                return self._months_after(self.term(item), months)
            case ir.WorkdaysAfter(item, days):
                return self._workdays_after(self.term(item), days)
            case ir.Tiers(item, steps):
                return self._tiers(self.term(item), steps)

    @staticmethod
    def _map(item: Amount, function: Any) -> Amount:
        lo = function(item.lo)
        hi = lo if item.exact else function(item.hi)
        return Amount(lo, hi, item.absent, item.open, item.base)

    @staticmethod
    def _sum(a: Amount, b: Amount, days: int | None) -> Amount:
        """The sum; ``days`` is the second where that is known to be so many whole days."""
        lo = a.lo + b.lo
        hi = lo if a.exact and b.exact else a.hi + b.hi
        lo_day = None if a.lo_day is None or days is None else a.lo_day + days
        hi_day = None if a.hi_day is None or days is None else a.hi_day + days
        return Amount(lo, hi, or_((a.absent, b.absent)), or_((a.open, b.open)), a.base, lo_day, hi_day)

    def _elapsed(self, first: str, second: str) -> Amount:
        a, b = self.symbols.moment(first), self.symbols.moment(second)
        absent, doubt = or_((a.absent, b.absent)), or_((a.open, b.open))
        if a.exact and b.exact:
            return exactly(b.lo - a.lo, absent=absent, open=doubt)
        together = same_line(a, b)
        lo, hi = pick(together, b.lo - a.hi, -UNBOUNDED_MINUTES), pick(together, b.hi - a.lo, UNBOUNDED_MINUTES)
        forwards, backwards = self.symbols.earlier(first, second), self.symbols.earlier(second, first)
        lo = pick(and_((forwards, lo < 0)), z3.IntVal(0), lo)
        hi = pick(and_((backwards, not_(forwards), hi > 0)), z3.IntVal(0), hi)
        return Amount(lo, hi, absent, doubt)

    @staticmethod
    def _extreme(which: str, items: Sequence[Amount]) -> Amount:
        def choose(values: list[Any]) -> Any:
            best = values[0]
            for value in values[1:]:
                best = pick(value < best if which == "min" else value > best, value, best)
            return best

        lo = choose([item.lo for item in items])
        hi = lo if all(item.exact for item in items) else choose([item.hi for item in items])
        apart = or_(not_(same_line(items[0], item)) for item in items[1:])
        return Amount(
            lo, hi, or_(item.absent for item in items), or_((apart, *(item.open for item in items))), items[0].base
        )

    # -- rounding and calendars: invented variables, bound by ``sides`` ------------------------------

    def _invent(self, what: str, item: Any) -> Any:
        self._kept.append(item)
        return z3.Int(f"{self.prefix}{what}.{len(self._kept)}")

    def _percent(self, value: Any, percent: int) -> Any:
        result = self._invent("percent", value)
        raised = value * percent + 50
        self.ledger.sides += [result * 100 <= raised, raised < result * 100 + 100]
        return result

    def _day_of(self, value: Any, day: Any) -> Any:
        if day is not None:
            return day
        key = value.get_id()
        if key not in self.ledger.days:
            found = self._invent("day", value)
            self.ledger.sides += [found * MINUTES_PER_DAY <= value, value < (found + 1) * MINUTES_PER_DAY]
            self.ledger.days[key] = found
        return self.ledger.days[key]

    def _next_midnight(self, item: Amount) -> Amount:
        lo_day = self._day_of(item.lo, item.lo_day) + 1
        hi_day = lo_day if item.exact else self._day_of(item.hi, item.hi_day) + 1
        return self._on_calendar(item, lo_day, hi_day, (1, MINUTES_PER_DAY))

    @staticmethod
    def _on_calendar(
        item: Amount, lo_day: Any, hi_day: Any, float_by: tuple[int, int], *, keeps: bool = False
    ) -> Amount:
        """The days given, at midnight or (``keeps``) at the item's own time; on a floating line a span of minutes."""

        def at(day: Any, value: Any, old_day: Any) -> Any:
            return value + (day - old_day) * MINUTES_PER_DAY if keeps else day * MINUTES_PER_DAY

        lo = at(lo_day, item.lo, item.lo_day)
        if item.exact:
            return Amount(lo, lo, item.absent, item.open, item.base, lo_day, lo_day)
        hi = at(hi_day, item.hi, item.hi_day)
        fixed = item.base == 0
        lo, hi = pick(fixed, lo, item.lo + float_by[0]), pick(fixed, hi, item.hi + float_by[1])
        return Amount(lo, hi, item.absent, item.open, item.base)

    def _months_after(self, item: Amount, months: int) -> Amount:
        lo_day = self._day_of(item.lo, item.lo_day)
        hi_day = lo_day if item.exact else self._day_of(item.hi, item.hi_day)
        item = item._replace(lo_day=lo_day, hi_day=hi_day)
        least, most = 28 * months, 31 * months
        lemma = _months_lemma(months)
        later = self._later_day("month", lo_day, (least, most), lemma, item.unknown)
        latest = later if item.exact else self._later_day("month", hi_day, (least, most), lemma, item.unknown)
        return self._on_calendar(item, later, latest, (least * MINUTES_PER_DAY, most * MINUTES_PER_DAY), keeps=True)

    def _later_day(self, what: str, day: Any, bounds: tuple[int, int], lemma: Any, idle: Formula) -> Any:
        result = self._invent(what, day)
        self.ledger.sides += [result >= day + bounds[0], result <= day + bounds[1]]
        self.ledger.calendar_terms.append(CalendarTerm(day, result, lambda at: lemma(at, day, result), idle))
        return result

    def _workdays_after(self, item: Amount, days: int) -> Amount:
        calendar = self.symbols.words.calendar
        longest = calendar.longest_wait(days)

        def lemma(at: int, day: Any, result: Any) -> tuple[int, Formula] | None:
            end = calendar.workdays_after(at * MINUTES_PER_DAY, days)
            if end is None:
                return None
            first = last = at
            while calendar.workdays_after((first - 1) * MINUTES_PER_DAY, days) == end:
                first -= 1
            while calendar.workdays_after((last + 1) * MINUTES_PER_DAY, days) == end:
                last += 1
            right = end // MINUTES_PER_DAY
            return right, or_((day < first, day > last, result == right))

        bounds = (days + 1, longest // MINUTES_PER_DAY)
        lo_start = self._day_of(item.lo, item.lo_day)
        hi_start = lo_start if item.exact else self._day_of(item.hi, item.hi_day)
        lo_day = self._later_day("workday", lo_start, bounds, lemma, item.unknown)
        hi_day = lo_day if item.exact else self._later_day("workday", hi_start, bounds, lemma, item.unknown)
        first, last = _table_of(calendar, days)
        beyond = and_((item.base == 0, or_((lo_start < first, lo_start > last, hi_start < first, hi_start > last))))
        item = item._replace(open=or_((item.open, beyond)))
        return self._on_calendar(item, lo_day, hi_day, (days * MINUTES_PER_DAY + 1, longest))

    # -- tiers ----------------------------------------------------------------------------------------

    def _tiers(self, item: Amount, steps: Sequence[tuple[int, ir.Term]]) -> Amount:
        values = [self.term(value) for _, value in steps]
        below = item.hi < steps[0][0]
        chosen = values[0]
        for (limit, _), value in zip(steps[1:], values[1:], strict=True):
            reached = item.lo >= limit
            chosen = Amount(
                pick(reached, value.lo, chosen.lo),
                pick(reached, value.hi, chosen.hi),
                pick(reached, value.absent, chosen.absent),
                pick(reached, value.open, chosen.open),
                pick(reached, value.base, chosen.base),
            )
        if all(value.exact for value in values):
            chosen = chosen._replace(hi=chosen.lo)
        doubt = item.open
        if not item.exact:
            doubt = or_((doubt, and_((item.lo < steps[0][0], not_(below)))))
            chosen = self._widened(item, steps, values, chosen)
        none = and_((not_(doubt), or_((below, chosen.absent))))
        return chosen._replace(absent=or_((item.absent, none)), open=or_((doubt, chosen.open)))

    @staticmethod
    def _widened(
        item: Amount, steps: Sequence[tuple[int, ir.Term]], values: Sequence[Amount], chosen: Amount
    ) -> Amount:
        """The value of the lowest step reached, widened by those of further steps that may be reached."""
        lo, hi, doubt, absent = chosen.lo, chosen.hi, chosen.open, chosen.absent
        spans = term_type(steps[0][1]) in INTERVALS
        for (limit, _), value in zip(steps[1:], values[1:], strict=True):
            further = and_((item.lo < limit, item.hi >= limit))
            unlike = or_((value.open, value.absent, chosen.open, chosen.absent, not_(same_line(value, chosen))))
            if not spans:
                unlike = or_((unlike, not_(value.lo == chosen.lo)))
            doubt = or_((doubt, and_((further, unlike))))
            if spans:
                lo = pick(and_((further, value.lo < lo)), value.lo, lo)
                hi = pick(and_((further, value.hi > hi)), value.hi, hi)
        return chosen._replace(lo=lo, hi=hi if spans else lo, open=doubt, absent=and_((absent, not_(doubt))))


def _negative(item: Amount) -> Amount:
    lo = -item.hi
    return item._replace(lo=lo, hi=lo if item.exact else -item.lo)


def _whole_days(term: ir.Term) -> int | None:
    """How many days are added to an instant, where it is a number of whole ones that is at hand."""
    if isinstance(term, ir.Num) and term.value % MINUTES_PER_DAY == 0:
        return term.value // MINUTES_PER_DAY
    return None


def _table_of(calendar: Calendar, days: int) -> tuple[int, int]:
    """The first and last day from which so many working days can be counted; none when the table is empty."""
    if not calendar.years:
        return 1, 0
    first, last = day_number(date(min(calendar.years), 1, 1)), day_number(date(max(calendar.years), 12, 31))
    while calendar.workdays_after(last * MINUTES_PER_DAY, days) is None and last >= first:
        last -= 1
    return first, last


def _months_lemma(months: int) -> Any:
    """For the month that a day lies in: so many days later, but no later than the end of the target month."""

    def lemma(at: int, day: Any, result: Any) -> tuple[int, Formula]:
        right = months_after(at * MINUTES_PER_DAY, months) // MINUTES_PER_DAY
        this = day_of(at * MINUTES_PER_DAY)
        first = day_number(date(this.year, this.month, 1))
        year, month = divmod(this.year * _MONTHS_PER_YEAR + this.month, _MONTHS_PER_YEAR)
        last = day_number(date(year, month + 1, 1)) - 1
        shift = months_after(first * MINUTES_PER_DAY, months) // MINUTES_PER_DAY - first
        end = months_after(last * MINUTES_PER_DAY, months) // MINUTES_PER_DAY
        wanted = z3.If(day + shift < end, day + shift, z3.IntVal(end))
        return right, or_((day < first, day > last, result == wanted))

    return lemma
