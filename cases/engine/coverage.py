"""Which rules a set of questions tests: each rule is forgotten in turn and the keys are derived again. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from cases.engine.case import CaseError
from cases.engine.decide import Finding
from cases.engine.edition import Edition
from cases.engine.evaluate_terms import Env
from cases.engine.examples import example_case
from cases.engine.forgetting import forget, rules_at_work, same_outcome
from cases.engine.generate.search import telling_cases
from cases.engine.generate.situations import judge
from cases.engine.grammar import LanguageError
from cases.engine.keys import deciding_rules, judge_options, key_of, unsettled
from cases.engine.program import CompiledIssue, Program
from cases.engine.questions import Judged, Question, compile_claim
from cases.engine.rules import Kind, Rule
from cases.engine.support import cone_of

TESTED: Final = "tested"
REPEATS: Final = "repeats"
UNTESTED: Final = "untested"


@dataclass(frozen=True, slots=True)
class RuleCoverage:
    """What the questions make of one rule.

    Attributes:
        rule: its newest version.
        key: questions whose key changes when the rule is forgotten.
        reason: questions whose key stays and whose deciding rules change.
        deciding: questions that it decides, or helps to decide.
        agrees: rules that decide the same in its place; where none of its own examples needs it, it only repeats these.
        needed: whether some example of its own, or one a fact away, comes out otherwise without it.
        cites: questions pinned to its clause.
    """

    rule: Rule
    key: tuple[str, ...] = ()
    reason: tuple[str, ...] = ()
    deciding: tuple[str, ...] = ()
    agrees: tuple[str, ...] = ()
    needed: bool = True
    cites: tuple[str, ...] = ()

    @property
    def state(self) -> str:
        """``tested``, ``repeats`` (nothing can test it: other rules say the same) or ``untested``."""
        if self.key or self.cites:
            return TESTED
        return REPEATS if self.agrees and not self.needed else UNTESTED


@dataclass(frozen=True, slots=True)
class Coverage:
    """What a set of questions tests.

    Attributes:
        rules: by id, in the order of the corpus, those that are text only included.
        idle: questions that no single rule matters to.
        unkeyed: questions without a key, which test nothing for that reason.
    """

    rules: Mapping[str, RuleCoverage]
    idle: tuple[str, ...]
    unkeyed: tuple[str, ...]


@dataclass(slots=True)
class _Tally:
    """What was seen so far; dictionaries stand for ordered sets."""

    key: dict[str, dict[str, None]] = field(default_factory=dict)
    reason: dict[str, dict[str, None]] = field(default_factory=dict)
    deciding: dict[str, dict[str, None]] = field(default_factory=dict)
    cites: dict[str, dict[str, None]] = field(default_factory=dict)
    agrees: dict[str, dict[str, None]] = field(default_factory=dict)


def measure_coverage(questions: Mapping[str, Question], *, edition: Edition) -> Coverage:
    """What ``questions`` (by id) test of ``edition``."""
    tally = _Tally()
    idle, unkeyed = [], []
    for name, question in questions.items():
        if question.cited is not None:
            tally.cites.setdefault(question.cited.rule, {})[name] = None
            continue
        judged = _judge(question, edition)
        if not judged:
            unkeyed.append(name)
        elif not _count(name, question, judged, tally):
            idle.append(name)
    rules = {name: _rule_coverage(versions[-1], tally, edition) for name, versions in edition.families.items()}
    return Coverage(rules, tuple(idle), tuple(unkeyed))


def _judge(question: Question, edition: Edition) -> tuple[Judged, ...]:
    try:
        judged = judge_options(question, edition=edition)
    except (CaseError, LanguageError):
        return ()
    return judged if _outcome(question, judged)[0] else ()


def _outcome(question: Question, judged: Sequence[Judged]) -> tuple[tuple[int, ...], tuple[str, ...]]:
    """The key, and what keeps it from being one."""
    truths = tuple(option.truth for option in judged)
    return key_of(question, truths), tuple(problem.code for problem in unsettled(judged))


def _count(name: str, question: Question, judged: Sequence[Judged], tally: _Tally) -> bool:
    """Forget every rule at work in the question; return whether any of them matters to the key."""
    options = _Options(judged)
    before = _outcome(question, judged)
    reasons = _reasons(judged, before[0])
    for rule in reasons:
        tally.deciding.setdefault(rule, {})[name] = None
    matters = False
    for rule in options.rules():
        after = options.without(rule, tally.agrees)
        outcome = _outcome(question, after)
        if outcome != before:
            matters = True
            tally.key.setdefault(rule, {})[name] = None
        elif _reasons(after, outcome[0]) != reasons:
            tally.reason.setdefault(rule, {})[name] = None
    return matters


def _reasons(judged: Sequence[Judged], key: Iterable[int]) -> tuple[str, ...]:
    return deciding_rules([judged[index] for index in key] or judged)


class _Options:
    """The options of one question, those of the same case together."""

    def __init__(self, judged: Sequence[Judged]) -> None:
        self.judged = judged
        self.cones: dict[int, tuple[CompiledIssue, ...]] = {}
        for option in judged:
            self.cones.setdefault(id(option.findings), _cone([one for one in judged if one.env is option.env]))

    def rules(self) -> list[str]:
        """Every rule that applies, or may, in the case of some option."""
        found: dict[str, None] = {}
        for option in self.judged:
            found.update(dict.fromkeys(rules_at_work(option.findings, option.env, self.cones[id(option.findings)])))
        return list(found)

    def without(self, rule: str, agrees: dict[str, dict[str, None]]) -> tuple[Judged, ...]:
        """The options judged again without ``rule``; notes which rules decide the same in its place."""
        runs: dict[int, tuple[Env, Mapping[str, Finding]]] = {}
        for option in self.judged:
            name = id(option.findings)
            if name not in runs:
                env = option.env.copy()
                again = forget(option.program, env, option.findings, rule, self.cones[name])
                _note_agreement(rule, option.findings, again, agrees)
                runs[name] = env, {**option.findings, **again}
        return tuple(_judged_again(option, *runs[id(option.findings)]) for option in self.judged)


def _judged_again(option: Judged, env: Env, findings: Mapping[str, Finding]) -> Judged:
    truth = compile_claim(option.claim, option.program.layout)(env)
    return replace(option, env=env, findings=findings, truth=truth)


def _cone(options: Iterable[Judged]) -> tuple[CompiledIssue, ...]:
    wanted: set[str] = set()
    program: Program | None = None
    for option in options:
        program = option.program
        wanted.update(one.issue.id for issue in option.issues for one in cone_of(program, issue).issues)
    return tuple(one for one in program.issues if one.issue.id in wanted) if program else ()


def _note_agreement(
    rule: str, before: Mapping[str, Finding], after: Mapping[str, Finding], agrees: dict[str, dict[str, None]]
) -> None:
    for name, finding in after.items():
        if rule in before[name].rules and same_outcome(finding, before[name]):
            agrees.setdefault(rule, {}).update(dict.fromkeys(finding.rules))


def _rule_coverage(rule: Rule, tally: _Tally, edition: Edition) -> RuleCoverage:
    key, cites = tuple(tally.key.get(rule.id, ())), tuple(tally.cites.get(rule.id, ()))
    needed = bool(key) or rule.kind is Kind.CITED or _is_needed(rule.id, edition, tally.agrees)
    return RuleCoverage(
        rule=rule,
        key=key,
        reason=tuple(tally.reason.get(rule.id, ())),
        deciding=tuple(tally.deciding.get(rule.id, ())),
        agrees=() if key else tuple(tally.agrees.get(rule.id, ())),
        needed=needed,
        cites=cites,
    )


def _is_needed(rule: str, edition: Edition, agrees: dict[str, dict[str, None]]) -> bool:
    """Whether some example of the rule's own, or one with a fact changed, comes out otherwise without it."""
    needed = False
    for version in edition.families[rule]:
        for example in version.examples:
            judged = judge(example_case(version, example, edition), edition)
            if judged is None:
                continue
            again = forget(judged.program, judged.env.copy(), judged.findings, rule, judged.program.issues)
            _note_agreement(rule, judged.findings, again, agrees)
            needed = needed or any(not same_outcome(after, judged.findings[name]) for name, after in again.items())
            decides = any(rule in finding.rules for finding in judged.findings.values())
            needed = needed or (decides and any(telling_cases(judged, rule, edition, 1)))
    return needed
