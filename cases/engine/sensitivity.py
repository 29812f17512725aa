"""Which unstated facts a fair stem has to mention: those that, once given, move the key. Pure."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterator, Sequence
from dataclasses import dataclass

from cases.engine import ir
from cases.engine.case import parse_value
from cases.engine.evaluate_terms import Test
from cases.engine.impossible import breaks
from cases.engine.overlay import fact_text
from cases.engine.program import Program
from cases.engine.questions import Ambiguity, Judged, compile_claim
from cases.engine.rerun import Decided
from cases.engine.support import cone_of
from cases.engine.vocabulary import Stating, ValueType


@dataclass(frozen=True)
class _Group:
    """The options that speak of the same case: one run answers them all."""

    program: Program
    decided: Decided
    members: tuple[int, ...]
    claims: tuple[Test, ...]
    reach: frozenset[str]


def find_ambiguities(
    judged: Sequence[Judged],
    moves_key: Callable[[tuple[bool | None, ...]], bool],
    *,
    only: Container[str] | None = None,
) -> tuple[Ambiguity, ...]:
    """Give every unstated must-state fact in reach each of its values, one at a time.

    Args:
        judged: the options with their truths.
        moves_key: whether a list of truths gives another key than the question's.
        only: the facts to look at; None means all.

    Returns:
        For each fact that moves the key, the first value that does, in the order of the vocabulary.
    """
    groups = _groups(judged)
    truths = tuple(option.truth for option in judged)
    program = judged[0].program
    found = []
    for name, fact in program.vocabulary.facts.items():
        concerned = [group for group in groups if name in group.reach]
        if fact.stating is not Stating.MUST or not concerned or (only is not None and name not in only):
            continue
        for value in _variations(program, name):
            moved = _moved(truths, concerned, name, value)
            if moves_key(moved):
                found.append(Ambiguity(name, fact_text(fact, value), moved))
                break
    return tuple(found)


def _groups(judged: Sequence[Judged]) -> list[_Group]:
    by_case: dict[int, list[int]] = {}
    for index, option in enumerate(judged):
        by_case.setdefault(id(option.findings), []).append(index)
    return [_group(judged, members) for members in by_case.values()]


def _group(judged: Sequence[Judged], members: Sequence[int]) -> _Group:
    first = judged[members[0]]
    program, case = first.program, first.case
    wanted: set[str] = set()
    facts: set[str] = set()
    for index in members:
        for issue in judged[index].issues:
            cone = cone_of(program, issue)
            wanted.update(compiled.issue.id for compiled in cone.issues)
            facts.update(cone.facts)
        facts.update(ir.reads(judged[index].claim).facts)
    decided = first.decided or Decided(program, program.environment(case))
    return _Group(
        program=program,
        decided=decided.only([compiled for compiled in program.issues if compiled.issue.id in wanted]),
        members=tuple(members),
        claims=tuple(compile_claim(judged[index].claim, program.layout) for index in members),
        reach=frozenset(facts - set(case.facts) - set(case.projected)),
    )


def _variations(program: Program, name: str) -> Iterator[object]:
    fact = program.vocabulary.facts[name]
    values = ("yes", "no") if fact.type is ValueType.BOOL else tuple(fact.values)
    return (value for value in (parse_value(fact, text) for text in values) if value != fact.silence)


def _moved(
    truths: tuple[bool | None, ...], groups: Sequence[_Group], name: str, value: object
) -> tuple[bool | None, ...]:
    """The truths with the fact given; unchanged where the case becomes impossible."""
    moved = list(truths)
    for group in groups:
        slot = group.program.layout.facts[name]
        again = group.decided.after({slot: value})
        if breaks(group.program, again.env, (slot,)):
            continue
        for index, claim in zip(group.members, group.claims, strict=True):
            moved[index] = claim(again.env)
    return tuple(moved)
