"""A situation as whoever words a question needs it: the case, the right outcome, the tempting wrong ones. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from cases.engine import ir
from cases.engine.decide import run
from cases.engine.edition import Edition
from cases.engine.families import rule_nodes
from cases.engine.forgetting import same_outcome
from cases.engine.generate.claims import claim_text
from cases.engine.generate.search import situations
from cases.engine.generate.series import Step, contrasts, series
from cases.engine.generate.situations import Situation, situation
from cases.engine.generate.wrong import WrongOutcome, wrong_outcomes
from cases.engine.impossible import broken_constraints
from cases.engine.overlay import event_text
from cases.engine.support import cone_of
from cases.engine.values import ABSENT, MINUTES_PER_DAY, Span, as_datetime, format_span
from cases.engine.verbalise.values import say_issue, say_issue_value
from cases.engine.vocabulary import ValueType

#: So many wrong outcomes are worth offering.
_MOST_WRONG: Final = 6
_LONG_BEFORE: Final = -4000
_LONG_AFTER: Final = 400


@dataclass(frozen=True, slots=True)
class Answer:
    """An outcome: bare (``30 元``), as a sentence without its full stop, as a proposition.

    ``because`` says which mistake leads to a wrong one, "" where it is only another outcome of the issue.
    """

    text: str
    sentence: str
    claim: str
    because: str = ""


@dataclass(frozen=True)
class DraftCase:
    """A case to word a question about.

    Attributes:
        raw: the case in raw form, events at absolute times where they have any.
        issue: what is asked.
        kind: ``typical``, ``twin`` or ``flip``.
        changed: the fact or ``@event`` in which a twin or flip differs from the typical case.
        matters: whether the outcome would differ without the rule.
        rules: the deciding rules of the asked issue, the most specific first.
        right: the outcome.
        wrong: other outcomes, those that a known mistake leads to first.
        own: the facts and ``@events`` that the rule itself reads.
        times: where the events lie, in minutes, for those with a date or a place on a floating time line.
        as_of: the date that the case is judged at.
        awaited: events that have not happened and would change the outcome if they did now.
        steps: other values, each with whether the outcome is the same: of what changed, beside a limit; of every
            single fact, in a typical case.
        by_date: ``clock`` where a clock still runs, ``era`` where another rule held long before, else "".
    """

    raw: Mapping[str, Any]
    issue: str
    kind: str
    changed: str
    matters: bool
    rules: tuple[str, ...]
    right: Answer
    wrong: tuple[Answer, ...]
    own: frozenset[str]
    times: Mapping[str, Span]
    as_of: Span
    by_date: str
    awaited: tuple[str, ...] = ()
    steps: tuple[Step, ...] = ()


def draft_cases(
    rule: str, *, edition: Edition, older: Sequence[Edition] = (), days: int = 0, minutes: int = 0
) -> Iterator[DraftCase]:
    """Cases for questions about ``rule``: typical ones, twins on both sides of each limit, one-fact flips.

    Args:
        rule: the id of the rule.
        edition: the rules.
        older: earlier editions, whose other outcomes make good wrong options.
        days: move dated cases so far; a case that would come out otherwise stays where it is.
        minutes: move typical cases further by so much; twins keep their clock times.

    Raises:
        KeyError: no such rule.
    """
    own = _own_names(rule, edition)
    for one in situations(rule, edition=edition):
        moved = _moved(one, rule, edition, days * MINUTES_PER_DAY + (minutes if one.kind == "typical" else 0))
        yield replace(_draft(moved, own, older), steps=_steps(moved, edition))


def _steps(one: Situation, edition: Edition) -> tuple[Step, ...]:
    if one.kind == "twin":
        return series(one, edition)
    return contrasts(one, edition) if one.kind == "typical" else ()


def _own_names(rule: str, edition: Edition) -> frozenset[str]:
    nodes = [
        node for version in edition.families[rule] for issue in version.then for node in rule_nodes(version, issue)
    ]
    read = ir.reads(*nodes)
    return frozenset((*read.facts, *(f"@{name}" for name in read.events)))


def _moved(one: Situation, rule: str, edition: Edition, minutes: int) -> Situation:
    """The situation later by ``minutes``, or unmoved where a date decides."""
    events = {
        name: Span(at.lo + minutes, at.hi + minutes) if not at.base else at
        for name, at in one.case.events.items()
        if isinstance(at, Span)
    }
    texts: Mapping[str, str] = one.raw.get("events") or {}
    raw = {
        **one.raw,
        "events": {name: event_text(events[name]) if name in events else text for name, text in texts.items()},
    }
    if not minutes or any(not at.base and not at.is_day and at.lo != at.hi for at in events.values()):
        return one
    whole = minutes - minutes % MINUTES_PER_DAY
    as_of = one.case.as_of
    raw["as_of"] = format_span(Span(as_of.lo + whole, as_of.hi + whole))
    found = situation(raw, one.issue, rule, edition, one.kind, one.changed)
    if found is None or found.matters is not one.matters or found.finding.rules != one.finding.rules:
        return one
    is_kind = isinstance(one.finding.value, bool | str)
    return found if not is_kind or found.finding.value == one.finding.value else one


def _draft(one: Situation, own: frozenset[str], older: Sequence[Edition]) -> DraftCase:
    wrong = wrong_outcomes(one, older=older)
    return DraftCase(
        raw=one.raw,
        issue=one.issue,
        kind=one.kind,
        changed=one.changed,
        matters=one.matters,
        rules=one.finding.rules,
        right=_answer(one, one.finding.value, one.claim),
        wrong=tuple(
            replace(_answer(one, each.value, each.claim), because=each.because)
            for each in (*wrong, *other_outcomes(one, {one.finding.value, *(each.value for each in wrong)}))
        )[:_MOST_WRONG],
        own=own,
        times={name: at for name, at in one.case.events.items() if isinstance(at, Span)},
        as_of=one.case.as_of,
        by_date=_by_date(one),
        awaited=tuple(_awaited(one)),
    )


def _awaited(one: Situation) -> Iterator[str]:
    layout = one.program.layout
    moments = (_soon(one), one.env[layout.now].lo)
    for name in cone_of(one.program, one.issue).events:
        slot = layout.events[name]
        if one.env[slot] is ABSENT and any(_differs(one, slot, at) for at in moments):
            yield name


def _by_date(one: Situation) -> str:
    """Whether, and how, the date of judgment itself decides."""
    slot = one.program.layout.now
    now = one.env[slot].lo
    if _differs(one, slot, _soon(one)) or _differs(one, slot, now + _LONG_AFTER * MINUTES_PER_DAY):
        return "clock"
    return "era" if _differs(one, slot, now + _LONG_BEFORE * MINUTES_PER_DAY) else ""


def _soon(one: Situation) -> int:
    """The minute after the last thing that happened."""
    dated = [at.hi for at in one.case.events.values() if isinstance(at, Span) and not at.base]
    return max(dated, default=one.env[one.program.layout.now].lo) + 1


def _differs(one: Situation, slot: int, at: int) -> bool:
    """Whether the case comes out otherwise with the event in ``slot``, or the date of judgment, at another minute."""
    env = one.program.environment(one.case)
    env[slot] = Span(at, at)
    again = run(one.program, env, cone_of(one.program, one.issue).issues)[one.issue]
    return not broken_constraints(one.program, env) and not same_outcome(again, one.finding)


def _answer(one: Situation, value: Any, claim: str) -> Answer:
    words, year = one.program.vocabulary, as_datetime(one.case.as_of.lo).year
    issue = words.issues[one.issue]
    return Answer(say_issue_value(issue, value, year, words.events), say_issue(issue, value, year, words.events), claim)


def other_outcomes(one: Situation, taken: set[Any]) -> Iterator[WrongOutcome]:
    """Outcomes that nobody's mistake leads to: the nearest by favour, sums of the case, a day to either side."""
    issue, value = one.program.vocabulary.issues[one.issue], one.finding.value
    values: list[Any] = []
    if issue.type is ValueType.BOOL:
        values = [not value]
    elif issue.type is ValueType.ENUM:
        order = [name for name in issue.favour if name in issue.values] or list(issue.values)
        values = sorted(order, key=lambda name: (abs(order.index(name) - order.index(value)), name))
    elif isinstance(value, Span):
        values = [Span(value.lo + gap, value.hi + gap, value.base) for gap in (MINUTES_PER_DAY, -MINUTES_PER_DAY)]
    elif issue.type is ValueType.MONEY:
        stated = (
            one.case.facts.get(name) for name, fact in one.program.vocabulary.facts.items() if fact.type == "money"
        )
        values = [amount for amount in stated if isinstance(amount, int)]
    else:
        values = [value + 1, value - 1]
    for other in dict.fromkeys(values):
        claim = claim_text(issue, other, one.case) if other not in taken else ""
        if claim:
            yield WrongOutcome(other, claim, "")
