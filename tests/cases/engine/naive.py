"""The semantics a second time, written from the design's text alone: slow, plain, and sharing no code with the engine.

A world is complete: every fact has a value, every event is absent or at one minute. The only thing that can be open in a
world is an issue that came out as a conflict, a gap or undetermined.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from itertools import product

from cases.engine import ir
from cases.engine.rules import Force, Kind, Level, Rule

OPEN = "«open»"
NOTHING = "«nothing»"
EPOCH = datetime(1970, 1, 1)  # noqa: DTZ001 - wall clock
DAY = 24 * 60


@dataclass(frozen=True)
class World:
    """A complete case: typed values of all facts, minutes of the events that happened, and the minute it is.

    An event in ``undated`` has no date in the case: versions of rules are not chosen by it.
    """

    facts: dict
    events: dict
    now: int
    undated: frozenset = frozenset()


@dataclass(frozen=True)
class Verdict:
    """An issue's outcome; ``lost`` pairs each defeated rule with the rules that defeat it and the reasons why.

    ``guessed`` says that a conclusion was open, so that its possible values were tried.
    """

    status: str
    value: object = None
    by: tuple = ()
    lost: tuple = ()
    guessed: bool = False


def decide_world(words, rules: list[Rule], world: World) -> dict[str, Verdict]:
    """Decide every issue, each after those that it reads."""
    judge = _Judge(words, rules, world)
    return {name: judge.verdict(name) for name in words.issues}


class _Judge:
    def __init__(self, words, rules, world):
        self.words, self.rules, self.world = words, rules, world
        self.done = {}
        self.beaten = {}

    # -- an issue -----------------------------------------------------------------------------

    def verdict(self, name):
        if name not in self.done:
            self.done[name] = self.decide(self.words.issues[name])
        return self.done[name]

    def decide(self, issue):
        raised = self.truth(self.parsed_raised(issue))
        if raised is False:
            return Verdict("not_raised")
        applying, doubtful = {}, {}
        for rule in self.rules_in_force(issue.id):
            holds = self.all_of([self.truth(condition) for condition in rule.when])
            if holds is not False:
                (applying if holds is True else doubtful)[rule.id] = (rule, self.conclusion(rule.then[issue.id]))
        if raised == OPEN:
            return Verdict("undetermined")
        guessed = any(value == OPEN for _, value in [*applying.values(), *doubtful.values()])
        possible = [self.settle(issue, chosen) for chosen in self.completions(issue, applying, doubtful)]
        if any((one.status, one.value) != (possible[0].status, possible[0].value) for one in possible):
            return Verdict("undetermined")
        return replace(possible[0], guessed=guessed)

    def parsed_raised(self, issue):
        from cases.engine.language import parse_condition  # noqa: PLC0415 - the parser is shared, the semantics not

        return parse_condition(issue.raised_when or "yes", self.words)

    def rules_in_force(self, issue):
        for rule in self.rules:
            if issue in rule.then:
                effective = rule.effective
                dated = effective.by in self.world.events and effective.by not in self.world.undated
                moment = self.world.events[effective.by] if dated else self.world.now
                started = effective.start is None or effective.start <= moment
                ended = effective.end is not None and effective.end <= moment
                if started and not ended:
                    yield rule

    def completions(self, issue, applying, doubtful):
        for presence in product((False, True), repeat=len(doubtful)):
            present = {
                **applying,
                **{name: doubtful[name] for name, here in zip(doubtful, presence, strict=True) if here},
            }
            names = list(present)
            ranges = [self.guesses(issue) if present[n][1] == OPEN else [present[n][1]] for n in names]
            for values in product(*ranges):
                yield {name: (present[name][0], value) for name, value in zip(names, values, strict=True)}

    def guesses(self, issue):
        """What an open conclusion may turn out to be; numbers by a few, so that every order of them occurs."""
        if issue.type.value == "bool":
            return [True, False]
        if issue.type.value == "enum":
            return list(issue.values)
        return [-(10**7), 0, 1, 10**7]

    # -- precedence, in the order of the text ---------------------------------------------------

    def settle(self, issue, applying):
        if not applying:
            return Verdict("gap")
        lost, standing = [], {}
        for name, (rule, value) in sorted(applying.items()):
            beaten = {
                other: why
                for other, (winner, its) in sorted(applying.items())
                if other != name and (why := self.why(issue, winner, its, rule, value))
            }
            if beaten:
                lost.append((name, tuple(beaten.items())))
            else:
                standing[name] = value
        values = list(standing.values())
        if not values or any(value != values[0] for value in values):
            return Verdict("conflict", None, tuple(standing), tuple(lost))
        return Verdict("decided", values[0], tuple(standing), tuple(lost))

    def why(self, issue, winner, its, loser, value):
        if loser.id in self.beaten_by(winner.id):
            return "overrides"
        if winner.id in self.beaten_by(loser.id):
            return ""
        order = [Kind.FALLBACK, Kind.PRESUMPTION, Kind.RULE]
        one, two = (order.index(Kind.RULE if r.kind is Kind.PARAMETER else r.kind) for r in (winner, loser))
        if one != two:
            return "kind" if one > two else ""
        return self.by_authority(issue, (winner, its), (loser, value))

    def beaten_by(self, name):
        if name not in self.beaten:
            self.beaten[name] = self.reachable(name)
        return self.beaten[name]

    def reachable(self, name):
        """Everything that ``name`` overrides, directly or through others, among the rules of the stack."""
        known, seen, todo = {rule.id for rule in self.rules}, set(), [name]
        while todo:
            here = todo.pop()
            for rule in self.rules:
                if rule.id == here:
                    new = {other for other in rule.overrides if other in known} - seen
                    seen |= new
                    todo.extend(new)
        return seen

    def by_authority(self, issue, winner, loser):
        levels = [Level.SHOP, Level.PLATFORM, Level.LAW]
        above = levels.index(winner[0].level) - levels.index(loser[0].level)
        if winner[1] == loser[1] or above == 0:
            return ""
        higher, lower = (winner, loser) if above > 0 else (loser, winner)
        if higher[0].force is Force.MANDATORY and issue.favour:
            stands = lower if self.favour(issue, lower[1]) > self.favour(issue, higher[1]) else higher
            return "floor" if stands is winner else ""
        return "authority" if above > 0 else ""

    def favour(self, issue, value):
        if issue.favour == ("more",):
            return value
        if issue.favour == ("less",):
            return -value
        return issue.favour.index({True: "yes", False: "no"}.get(value, value))

    # -- expressions ----------------------------------------------------------------------------

    def all_of(self, truths):
        return False if False in truths else OPEN if OPEN in truths else True

    def truth(self, node):  # noqa: PLR0911, C901, PLR0912 - one line a node is the clearest there is
        world = self.world
        match node:
            case ir.Const(value):
                return value
            case ir.And(items):
                return self.all_of([self.truth(item) for item in items])
            case ir.Or(items):
                return self.no(self.all_of([self.no(self.truth(item)) for item in items]))
            case ir.Not(item):
                return self.no(self.truth(item))
            case ir.FactIs(fact, values):
                return world.facts[fact] in values
            case ir.IssueIs(issue, values):
                found = self.issue_value(issue)
                return found if found == OPEN else found in values
            case ir.StatusIs(issue, status):
                found = self.verdict(issue).status
                return OPEN if found == "undetermined" != status else found == status
            case ir.Has(event):
                return event in world.events
            case ir.Before(first, second):
                return self.has_both(first, second) and self.minute(first) < self.minute(second)
            case ir.Compare(op, left, right):
                a, b = self.number(left), self.number(right)
                return False if NOTHING in (a, b) else OPEN if OPEN in (a, b) else _holds(op, a, b)

    def no(self, truth):
        return OPEN if truth == OPEN else not truth

    def issue_value(self, name):
        verdict = self.verdict(name)
        if verdict.status == "not_raised":
            return NOTHING
        return verdict.value if verdict.status == "decided" else OPEN

    def has_both(self, *events):
        return all(event == "now" or event in self.world.events for event in events)

    def minute(self, event):
        return self.world.now if event == "now" else self.world.events[event]

    def number(self, node):  # noqa: C901, PLR0911 - as above
        match node:
            case ir.Num(value, _):
                return value
            case ir.FactNum(fact, _):
                return self.world.facts[fact]
            case ir.IssueNum(issue, _):
                return self.issue_value(issue)
            case ir.EventAt(event):
                return self.minute(event) if self.has_both(event) else NOTHING
            case ir.Elapsed(first, second):
                return self.minute(second) - self.minute(first) if self.has_both(first, second) else NOTHING
            case ir.Tiers(item, steps):
                return self.tier(self.number(item), steps)
        parts = [self.number(part) for part in ir.children(node)]
        if NOTHING in parts or OPEN in parts:
            return NOTHING if NOTHING in parts else OPEN
        if isinstance(node, ir.WorkdaysAfter):
            return self.end_of_working_day(parts[0], node.days)
        return _calculate(node, parts)

    def tier(self, reached, steps):
        if reached in (NOTHING, OPEN):
            return reached
        values = [value for limit, value in steps if reached >= limit]
        return self.number(values[-1]) if values else NOTHING

    def end_of_working_day(self, minute, days):
        """Walk day by day; the day of the event does not count."""
        day = (EPOCH + timedelta(minutes=minute)).date()
        while days:
            day += timedelta(days=1)
            year = self.words.calendar.years.get(day.year)
            if year is None:
                return OPEN
            works = day.weekday() not in (5, 6) and day not in year.holidays
            days -= works or day in year.worked
        return ((day - EPOCH.date()).days + 1) * DAY

    def conclusion(self, node):
        match node:
            case ir.EnumValue(value):
                return value
            case ir.EnumFrom(source, is_issue):
                got = self.issue_value(source) if is_issue else self.world.facts[source]
            case ir.Const() | ir.And() | ir.Or() | ir.Not() | ir.FactIs() | ir.IssueIs() | ir.StatusIs():
                got = self.truth(node)
            case ir.Has() | ir.Before() | ir.Compare():
                got = self.truth(node)
            case _:
                got = self.number(node)
        return OPEN if got == NOTHING else got


def _holds(op, a, b):
    return {"==": a == b, "!=": a != b, "<": a < b, "<=": a <= b, ">": a > b, ">=": a >= b}[op]


def _calculate(node, parts):  # noqa: PLR0911 - as above
    match node:
        case ir.Add():
            return parts[0] + parts[1]
        case ir.Sub():
            return parts[0] - parts[1]
        case ir.Scale(factor, _, _):
            return factor * parts[0]
        case ir.Extreme(which, _):
            return min(parts) if which == "min" else max(parts)
        case ir.Percent(_, percent):
            whole, rest = divmod(parts[0] * percent, 100)
            return whole + (rest >= 50)
        case ir.NextMidnight():
            return parts[0] + DAY - parts[0] % DAY
        case ir.MonthsAfter(_, months):
            return _months_later(parts[0], months)
    raise AssertionError(node)


def _months_later(minute, months):
    at = EPOCH + timedelta(minutes=minute)
    first = date(at.year, at.month, 1)
    for _ in range(months):
        first = (first + timedelta(days=31)).replace(day=1)
    day = min(at.day, ((first + timedelta(days=31)).replace(day=1) - timedelta(days=1)).day)
    there = datetime(first.year, first.month, day, at.hour, at.minute)  # noqa: DTZ001 - wall clock
    return int((there - EPOCH).total_seconds()) // 60
