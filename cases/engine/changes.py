"""What two editions do differently, rule by rule and word by word, as far as a case can notice. Pure.

Wordings do not count: a rule whose text is put better decides as before.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from cases.engine import ir
from cases.engine.edition import Edition
from cases.engine.families import rule_nodes
from cases.engine.program import CompiledIssue, Program
from cases.engine.rules import Kind, Rule
from cases.engine.support import cone_of
from cases.engine.vocabulary import Vocabulary

_NAME: Final = re.compile(r"[a-z][a-z0-9_]*")


@dataclass(frozen=True, slots=True)
class RuleChange:
    """A rule that was added, removed, or changed in what it decides; ``reworded`` where only its words did.

    ``old`` and ``new`` are its newest versions on either side.
    """

    rule: str
    how: str
    old: Rule | None
    new: Rule | None


def rule_changes(old: Edition, new: Edition) -> tuple[RuleChange, ...]:
    """All rules that differ, in the order of the new edition, removed ones last."""
    found = []
    for name in dict.fromkeys((*new.families, *old.families)):
        before, after = old.families.get(name, ()), new.families.get(name, ())
        how = _how(before, after)
        if how:
            found.append(RuleChange(name, how, before[-1] if before else None, after[-1] if after else None))
    return tuple(found)


def _how(before: tuple[Rule, ...], after: tuple[Rule, ...]) -> str:
    if not before or not after:
        return "added" if after else "removed"
    if [_deciding_part(one) for one in before] != [_deciding_part(one) for one in after]:
        return "changed"
    return "" if [_worded_part(one) for one in before] == [_worded_part(one) for one in after] else "reworded"


def _deciding_part(rule: Rule) -> tuple[Any, ...]:
    then = tuple(sorted(rule.then.items(), key=lambda pair: pair[0]))
    clause = rule.clause_hash if rule.kind is Kind.CITED else ""
    force = (rule.book, rule.kind, rule.level, rule.force, rule.effective)
    return rule.version, force, rule.when, then, tuple(sorted(rule.overrides)), clause


def _worded_part(rule: Rule) -> tuple[Any, ...]:
    return rule.title, rule.text, rule.source


class Comparison:
    """What of each stack two editions decide alike: asked for one issue or one word at a time.

    ``constraint_words`` are the facts and events of constraints that differ: a case may be possible on one side only.
    """

    def __init__(self, old: Edition, new: Edition) -> None:
        self.old, self.new = old, new
        self.rules = rule_changes(old, new)
        self.deciding = frozenset(one.rule for one in self.rules if one.how != "reworded")
        self._words = _Words(old.vocabulary), _Words(new.vocabulary)
        self.same_calendar = old.vocabulary.calendar == new.vocabulary.calendar
        self.constraint_words = self._differing_constraints()
        self._families: dict[tuple[int, str], frozenset[str] | None] = {}

    def _differing_constraints(self) -> frozenset[str]:
        """The names in constraints that stand on one side only, or that speak of words which differ."""
        sides = [{one.must for one in side.vocabulary.constraints} for side in (self.old, self.new)]
        differing = sides[0] ^ sides[1]
        names = {must: set(_NAME.findall(must)) for must in sides[0] | sides[1]}
        differing |= {must for must in sides[0] & sides[1] if not all(map(self.same_word, names[must]))}
        return frozenset(name for must in differing for name in names[must])

    def same_word(self, name: str) -> bool:
        """Whether a fact, event or act means the same on both sides, or is unknown on both."""
        return self._words[0].of(name) == self._words[1].of(name)

    def changed_families(self, before: Program, after: Program, issue: str) -> frozenset[str] | None:
        """The rules that differ in ``issue`` and all it reads; None where more than rules differs."""
        key = id(before), issue
        if key not in self._families:
            self._families[key] = self._compare(before, after, issue)
        return self._families[key]

    def _compare(self, before: Program, after: Program, issue: str) -> frozenset[str] | None:
        if issue not in before.by_id or issue not in after.by_id:
            return None
        cones = cone_of(before, issue), cone_of(after, issue)
        names = {one.issue.id for cone in cones for one in cone.issues}
        words = {name for cone in cones for name in (*cone.facts, *cone.events)}
        if not all(map(self.same_word, words)):
            return None
        found: set[str] = set()
        for name in names:
            one, other = before.by_id.get(name), after.by_id.get(name)
            if one is None or other is None or _issue_part(one) != _issue_part(other):
                return None
            found |= self._own(one, other)
        return frozenset(found)

    def _own(self, one: CompiledIssue, other: CompiledIssue) -> set[str]:
        ids = [family.id for family in one.families], [family.id for family in other.families]
        found = set(ids[0]) ^ set(ids[1]) | (self.deciding & set(ids[0]))
        places = {name: at for at, name in enumerate(ids[1])}
        shared = [(at, places[name]) for at, name in enumerate(ids[0]) if name in places]
        for at, there in shared:
            strong = [one.precedence.strong[at][low] for low, _ in shared]
            if strong != [other.precedence.strong[there][low] for _, low in shared]:
                found.add(ids[0][at])
        return found


def facts_behind(program: Program, rules: Iterable[str]) -> set[str]:
    """The facts that may bring any of ``rules`` to bear in some case."""
    wanted = set(rules)
    found: set[str] = set()
    for rule in program.rules:
        if rule.id in wanted:
            read = ir.reads(*(node for issue in rule.then for node in rule_nodes(rule, issue)))
            found |= read.facts
            found.update(name for issue in read.issues for name in cone_of(program, issue).facts)
    return found


def _issue_part(compiled: CompiledIssue) -> tuple[Any, ...]:
    issue = compiled.issue
    return issue.type, issue.raised_when, issue.favour, tuple(issue.values), issue.unit


class _Words:
    """What the words of one vocabulary mean, without how they are said."""

    def __init__(self, words: Vocabulary) -> None:
        self._facts, self._events, self._acts = words.facts, words.events, words.acts

    def of(self, name: str) -> tuple[Any, ...]:
        fact, act = self._facts.get(name), self._acts.get(name)
        told: Mapping[str, str] = fact.values if fact is not None else {}
        return (
            (fact.type, fact.silence, fact.stating, fact.burden, fact.low, fact.high, tuple(told)) if fact else (),
            name in self._events,
            (tuple(act.args.items()), act.projects) if act else (),
        )
