"""Which rules a question tests: what its key would be if one of them had been forgotten. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from cases.engine.case import CaseError
from cases.engine.edition import Edition
from cases.engine.forgetting import forget
from cases.engine.grammar import LanguageError
from cases.engine.keys import deciding_rules, judge_options, key_of
from cases.engine.questions import Judged, Question, compile_claim


@dataclass(frozen=True, slots=True)
class TestedRule:
    """A deciding rule, and the key of whoever does not know it; equal to the question's where it is not needed."""

    rule: str
    key: tuple[int, ...]
    matters: bool


def rules_tested(question: Question, *, edition: Edition) -> tuple[TestedRule, ...]:
    """The rules that decide the key, each with the key that comes out without it; those that matter first.

    A cited question tests the rule it cites. None for a question that cannot be judged.
    """
    if question.cited is not None:
        known = question.cited.rule in edition.families
        return (TestedRule(question.cited.rule, (), matters=True),) if known else ()
    try:
        judged = judge_options(question, edition=edition)
    except (CaseError, LanguageError):
        return ()
    key = key_of(question, [option.truth for option in judged])
    found = []
    for rule in deciding_rules([judged[index] for index in key] or judged):
        poorer = key_of(question, _truths_without(rule, judged))
        found.append(TestedRule(rule, poorer, matters=poorer != key))
    return tuple(sorted(found, key=lambda one: not one.matters))


def _truths_without(rule: str, judged: Sequence[Judged]) -> list[bool | None]:
    envs: dict[int, list[object]] = {}
    truths = []
    for option in judged:
        name = id(option.findings)
        if name not in envs:
            envs[name] = option.env.copy()
            forget(option.program, envs[name], option.findings, rule, option.program.issues)
        truths.append(compile_claim(option.claim, option.program.layout)(envs[name]))
    return truths
