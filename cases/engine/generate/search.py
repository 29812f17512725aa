"""Finding situations for a rule: where it decides and matters, beside each limit, and one fact away. Pure.

The search starts from the rule's own examples, which its author vouches for, and moves by the evaluator alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import islice
from typing import Any, Final

from cases.engine import ir
from cases.engine.case import parse_value
from cases.engine.edition import Edition
from cases.engine.examples import example_case
from cases.engine.explain.flips import topic_facts
from cases.engine.flips import Flip, find_flips
from cases.engine.forgetting import forget
from cases.engine.generate.situations import Judgement, Situation, decided_issues, judge, shrink, situation
from cases.engine.overlay import event_text, fact_text, lay_over
from cases.engine.values import ABSENT, MINUTES_PER_DAY, Span
from cases.engine.vocabulary import ValueType

#: Two facts changed at most, to find a case that no other rule decides the same.
_DEPTH: Final = 2
_MOST_TRIED: Final = 60


def situations(rule: str, *, edition: Edition) -> Iterator[Situation]:
    """Every situation that the rule's examples lead to: typical cases first, then twins, then flips.

    Raises:
        KeyError: no such rule.
    """
    typical = _distinct(typical_situations(rule, edition))
    yield from typical
    seen = {_trace(one) for one in typical}
    for one in typical:
        for other in variants(one, rule, edition):
            if _trace(other) not in seen:
                seen.add(_trace(other))
                yield other


def _distinct(found: Iterator[Situation]) -> list[Situation]:
    """One of each case and question; those where the rule matters first."""
    kept: dict[str, Situation] = {}
    for one in found:
        kept.setdefault(_trace(one), one)
    return sorted(kept.values(), key=lambda one: not one.matters)


def _trace(one: Situation) -> str:
    return f"{one.issue} {one.case.hash}"


def typical_situations(rule: str, edition: Edition) -> Iterator[Situation]:
    """The rule deciding, in the cases of its examples and next to them."""
    for version in edition.families[rule]:
        for example in version.examples:
            judged = judge(example_case(version, example, edition), edition)
            if judged is not None and example.applies:
                yield from _of_case(judged, rule, edition)


def _of_case(judged: Judgement, rule: str, edition: Edition) -> Iterator[Situation]:
    issues = dict(decided_issues(judged, rule))
    if not any(issues.values()):
        for raw in _telling(judged, rule, edition, _DEPTH):
            better = judge(raw, edition)
            if better is not None:
                yield from _asked(better, rule, edition, dict(decided_issues(better, rule)))
    yield from _asked(judged, rule, edition, issues)


def _asked(judged: Judgement, rule: str, edition: Edition, issues: Mapping[str, bool]) -> Iterator[Situation]:
    for issue in sorted(issues, key=lambda name: not issues[name]):
        found = situation(shrink(judged.raw, issue, rule, edition), issue, rule, edition, "typical")
        if found is not None:
            yield found


def _telling(judged: Judgement, rule: str, edition: Edition, depth: int) -> Iterator[Mapping[str, Any]]:
    """Cases nearby in which the rules that agree with ``rule`` fall silent, so that it alone decides."""
    for name, value in islice(_ways_to_silence(judged, rule), _MOST_TRIED):
        fact = edition.vocabulary.facts[name]
        raw = lay_over(judged.raw, {"facts": {name: fact_text(fact, value)}})
        other = judge(raw, edition)
        issues = dict(decided_issues(other, rule)) if other is not None else {}
        if any(issues.values()):
            yield raw
            return
        if other is not None and issues and depth > 1:
            deeper = next(_telling(other, rule, edition, depth - 1), None)
            if deeper is not None:
                yield deeper
                return


def _ways_to_silence(judged: Judgement, rule: str) -> Iterator[tuple[str, Any]]:
    """Other values of the facts that the rules deciding in its place read."""
    program = judged.program
    without = forget(program, judged.env.copy(), judged.findings, rule, program.issues)
    rivals = {name for one in without.values() for name in one.rules}
    mine = ir.reads(*(node for one in program.rules if one.id == rule for node in one.when)).facts
    nodes = [node for one in program.rules if one.id in rivals for node in one.when]
    for name in sorted(ir.reads(*nodes).facts - mine):
        fact = program.vocabulary.facts[name]
        now = judged.env[program.layout.facts[name]]
        texts = ("yes", "no", *(["unproven"] if fact.burden else [])) if fact.type is ValueType.BOOL else fact.values
        yield from ((name, value) for value in (parse_value(fact, text) for text in texts) if value != now)


# -- twins and flips ----------------------------------------------------------------------------------


def variants(typical: Situation, rule: str, edition: Edition) -> Iterator[Situation]:
    """The twins on both sides of each limit, then every change of one fact that decides otherwise."""
    flips = [
        flip
        for flip in find_flips(typical.program, typical.case, [typical.issue])
        if flip.after_status == "decided" and flip.value is not ABSENT and len(flip.forced) <= 1
    ]
    for flip in flips:
        if _is_limit(flip):
            yield from _twins(flip, typical, rule, edition)
    topics = topic_facts(typical.program)
    for flip in flips:
        if not _is_limit(flip) and flip.name not in topics:
            yield from _varied(flip.overlay(typical.program), flip.name, typical, rule, edition, "flip")


def _is_limit(flip: Flip) -> bool:
    is_number = isinstance(flip.value, int) and not isinstance(flip.value, bool)
    return bool(flip.shift) or is_number


def _twins(flip: Flip, typical: Situation, rule: str, edition: Edition) -> Iterator[Situation]:
    """Just across the limit, and the last value before it."""
    yield from _varied(flip.overlay(typical.program), flip.name, typical, rule, edition, "twin")
    inside = _last_before(flip)
    if inside is not None:
        yield from _varied(_overlay(flip, inside, typical), flip.name, typical, rule, edition, "twin")


def _last_before(flip: Flip) -> Any:
    if isinstance(flip.value, Span):
        step = MINUTES_PER_DAY if flip.value.is_day else 1
        back = -step if flip.shift > 0 else step
        return Span(flip.value.lo + back, flip.value.hi + back, flip.value.base)
    return flip.value + (1 if flip.old > flip.value else -1)


def _overlay(flip: Flip, value: Any, typical: Situation) -> dict[str, dict[str, str]]:
    if flip.name.startswith("@"):
        kept = {name[1:]: event_text(at) for name, at in flip.kept.items()}
        return {"events": {**kept, flip.name[1:]: event_text(value)}}
    return {"facts": {flip.name: fact_text(typical.program.vocabulary.facts[flip.name], value)}}


def _varied(
    overlay: Mapping[str, Mapping[str, str]],
    changed: str,
    typical: Situation,
    rule: str,
    edition: Edition,
    kind: str,
) -> Iterator[Situation]:
    found = situation(lay_over(typical.raw, overlay), typical.issue, rule, edition, kind, changed)
    if found is not None:
        yield found
