"""What another edition makes of questions: whose key changes, whose reason alone, which lose their key. Pure.

Questions whose issues hang on nothing that differs are not judged again, and of the others only those facts are varied
that can bring a changed rule to bear. That this equals deriving everything twice is a test's claim.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from cases.engine.case import CaseError, Stack
from cases.engine.changes import Comparison, RuleChange, facts_behind
from cases.engine.edition import Edition
from cases.engine.explain.twice import say_both
from cases.engine.forgetting import rule_applies, rules_at_work
from cases.engine.grammar import LanguageError
from cases.engine.keys import (
    deciding_rules,
    derive_key,
    judge_options,
    key_of,
    say_ambiguities,
    unkeyed,
    unsettled,
)
from cases.engine.overlay import lay_over
from cases.engine.program import Program, StackError
from cases.engine.questions import Judged, Problem, Question
from cases.engine.sensitivity import find_ambiguities
from cases.engine.support import cone_of

KEY: Final = "key"
REASON: Final = "reason"
BLOCKED: Final = "blocked"
FREED: Final = "freed"
UNAFFECTED: Final = "unaffected"
_NAME: Final = re.compile(r"[a-z][a-z0-9_]*")


@dataclass(frozen=True)
class Verdict:
    """What one edition makes of a question: without problems it has a key."""

    key: tuple[int, ...] = ()
    truths: tuple[bool | None, ...] = ()
    rules: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()
    judged: tuple[Judged, ...] = ()


@dataclass(frozen=True)
class ItemImpact:
    """What the change does to one question.

    Attributes:
        id: the question.
        effect: ``key``, ``reason``, ``blocked``, ``freed`` (it has a key only now) or ``unaffected``.
        before: under the old edition; None where the question was not judged, since nothing in it can have changed.
        after: under the new edition.
        options: the positions of the options whose truth changed.
        causes: the changed rules that are at work in its cases, those that decide first.
        was: what decided before, a sentence.
        now: what decides now, or why there is no key any more.
    """

    id: str
    effect: str
    before: Verdict | None = None
    after: Verdict | None = None
    options: tuple[int, ...] = ()
    causes: tuple[str, ...] = ()
    was: str = ""
    now: str = ""


@dataclass(frozen=True)
class Impact:
    """What a new edition does to a set of questions; ``judged`` of them had to be judged again."""

    old: str
    new: str
    rules: tuple[RuleChange, ...]
    items: tuple[ItemImpact, ...]
    judged: int

    def of(self, effect: str) -> tuple[ItemImpact, ...]:
        """The questions with one effect."""
        return tuple(one for one in self.items if one.effect == effect)


def measure_impact(questions: Mapping[str, Question], *, old: Edition, new: Edition) -> Impact:
    """Compare what two editions make of ``questions`` (by id)."""
    study = _Study(Comparison(old, new))
    items = tuple(study.item(name, question) for name, question in questions.items())
    return Impact(old.id, new.id, study.comparison.rules, items, study.judged)


class _Study:
    def __init__(self, comparison: Comparison) -> None:
        self.comparison = comparison
        self.old, self.new = comparison.old, comparison.new
        self.judged = 0
        self._behind: dict[tuple[int, frozenset[str]], set[str]] = {}

    def item(self, name: str, question: Question) -> ItemImpact:
        changed = self._touched(question)
        if changed is not None and not changed and not self.comparison.constraint_words:
            return ItemImpact(name, UNAFFECTED)
        self.judged += 1
        if question.cited is not None:
            before, after = (_derived(question, edition) for edition in (self.old, self.new))
        else:
            before, after = self._both(question, changed)
        return self._compared(name, before, after)

    # -- can it have changed at all? --------------------------------------------------------------

    def _touched(self, question: Question) -> frozenset[str] | None:
        """The changed rules in reach of the question; None where more than rules differs, or it cannot be told."""
        if question.cited is not None:
            return frozenset({question.cited.rule}) & {one.rule for one in self.comparison.rules}
        if not self.comparison.same_calendar or not self._same_words(question):
            return None
        found: set[str] = set()
        for option in question.options:
            stack = lay_over(question.case, option.overlay or {}).get("stack") or {}
            for issue in self._issues(option.claim):
                rules = self._changed_rules(Stack(stack.get("platform") or "", stack.get("shop") or ""), issue)
                if rules is None:
                    return None
                found |= rules
        return frozenset(found)

    def _changed_rules(self, stack: Stack, issue: str) -> frozenset[str] | None:
        try:
            before, after = self.old.program(stack), self.new.program(stack)
        except StackError:
            return None
        if before.counted_from != after.counted_from:
            return None  # a date may now lie beyond the table of working days
        return self.comparison.changed_families(before, after, issue)

    def _issues(self, claim: str | None) -> Iterator[str]:
        words = {**self.old.vocabulary.issues, **self.new.vocabulary.issues}
        return (name for name in _NAME.findall(claim or "") if name in words)

    def _same_words(self, question: Question) -> bool:
        """Whether every name that the case and the propositions use means the same."""
        text = repr((question.case, [(option.claim, option.overlay) for option in question.options]))
        return all(map(self.comparison.same_word, set(_NAME.findall(text))))

    # -- both judgements --------------------------------------------------------------------------

    def _both(self, question: Question, changed: frozenset[str] | None) -> tuple[Verdict, Verdict]:
        before, after = _judged(question, self.old), _judged(question, self.new)
        if not after.problems:
            only = self._facts_to_vary(before, after, changed)
            after = _with_ambiguities(question, after, self.new, only)
            if after.problems and not before.problems:
                before = _with_ambiguities(question, before, self.old, None)
        elif not before.problems:
            before = _with_ambiguities(question, before, self.old, None)
        return before, after

    def _facts_to_vary(self, before: Verdict, after: Verdict, changed: frozenset[str] | None) -> set[str] | None:
        """The facts whose other values may come out otherwise than before; None means all."""
        if changed is None or before.problems or _any_at_work((*before.judged, *after.judged), changed):
            return None
        found = set(self.comparison.constraint_words)
        for option in (*before.judged, *after.judged):
            found |= self._facts_behind(option.program, changed)
        return found

    def _facts_behind(self, program: Program, rules: frozenset[str]) -> set[str]:
        key = id(program), rules
        if key not in self._behind:
            self._behind[key] = facts_behind(program, rules)
        return self._behind[key]

    # -- what came of it --------------------------------------------------------------------------

    def _compared(self, name: str, before: Verdict, after: Verdict) -> ItemImpact:
        differing = self.comparison.deciding
        effect = _effect(before, after, differing)
        if effect == UNAFFECTED:
            return ItemImpact(name, effect, before, after)
        working = [*before.rules, *after.rules, *_at_work(before.judged), *_at_work(after.judged)]
        causes = tuple(rule for rule in dict.fromkeys(working) if rule in differing)
        options = tuple(
            index for index, pair in enumerate(zip(before.truths, after.truths, strict=False)) if pair[0] is not pair[1]
        )
        was, now = say_both(before.judged, after.judged, options or after.key, causes)
        told = "；".join(problem.message for problem in after.problems)
        return ItemImpact(name, effect, before, after, options, causes, was, told or now)


def _effect(before: Verdict, after: Verdict, changed: frozenset[str]) -> str:
    codes = [{problem.code for problem in one.problems} for one in (before, after)]
    if codes[1]:
        return BLOCKED if codes[1] - codes[0] else UNAFFECTED
    if codes[0]:
        return FREED
    if before.key != after.key:
        return KEY
    is_same = before.rules == after.rules and not changed.intersection(after.rules)
    return UNAFFECTED if is_same else REASON


def _judged(question: Question, edition: Edition) -> Verdict:
    """The verdict but for ambiguities."""
    try:
        judged = judge_options(question, edition=edition)
    except CaseError as error:
        return Verdict(problems=tuple(Problem("case.invalid", line) for line in error.problems))
    except LanguageError as error:
        return Verdict(problems=(Problem("claim.syntax", str(error)),))
    truths = tuple(option.truth for option in judged)
    key = key_of(question, truths)
    rules = deciding_rules([judged[index] for index in key] or judged)
    return Verdict(key, truths, rules, (*unsettled(judged), *unkeyed(question, key, truths)), judged)


def _with_ambiguities(question: Question, verdict: Verdict, edition: Edition, only: set[str] | None) -> Verdict:
    found = find_ambiguities(verdict.judged, lambda moved: key_of(question, moved) != verdict.key, only=only)
    problems = (*verdict.problems, *say_ambiguities(found, edition))
    return Verdict(verdict.key, verdict.truths, verdict.rules, problems, verdict.judged)


def _derived(question: Question, edition: Edition) -> Verdict:
    derived = derive_key(question, edition=edition)
    return Verdict(derived.key, derived.truths, derived.rules, derived.problems)


def _any_at_work(judged: Sequence[Judged], rules: frozenset[str]) -> bool:
    """Whether one of ``rules`` applies, or may, in the case of some option."""
    seen: set[tuple[int, str]] = set()
    for option in judged:
        for issue in option.issues:
            if (id(option.findings), issue) in seen:
                continue
            seen.add((id(option.findings), issue))
            for compiled in cone_of(option.program, issue).issues:
                if rule_applies(option.findings, option.env, compiled, rules):
                    return True
    return False


def _at_work(judged: Sequence[Judged]) -> frozenset[str]:
    """The rules that apply, or may, in the cases of the options, as far as their propositions reach."""
    found: set[str] = set()
    seen: set[tuple[int, str]] = set()
    for option in judged:
        for issue in option.issues:
            if (id(option.findings), issue) not in seen:
                seen.add((id(option.findings), issue))
                found.update(rules_at_work(option.findings, option.env, cone_of(option.program, issue).issues))
    return frozenset(found)
