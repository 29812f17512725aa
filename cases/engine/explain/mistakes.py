"""Which mistake would make a wrong option come true: a declared misreading, an older version, a rule overlooked. Pure.

Each mistake is tried by running the case under rules changed by it; a mistake is named only when the option's
proposition really comes true there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from cases.engine import ir
from cases.engine.decide import Finding, run
from cases.engine.evaluate import compile_all, compile_conclusion, compile_test
from cases.engine.evaluate_terms import INTERVALS, Env, term_type
from cases.engine.explain.chain import chain_arithmetic
from cases.engine.explain.rules import say_in_force
from cases.engine.families import Version, rule_nodes
from cases.engine.program import CompiledIssue, Program
from cases.engine.questions import Judged, compile_claim
from cases.engine.rules import Misreading, Rule
from cases.engine.support import cone_of
from cases.engine.values import as_datetime
from cases.engine.verbalise.scene import Scene
from cases.engine.verbalise.values import full_stop, quoted
from cases.engine.vocabulary import ValueType

_CHINESE: Final = re.compile(r"[\u4e00-\u9fff]{2}")
#: So many pairs of characters in common are more than chance.
_COMMON_PAIRS: Final = 2
_FIGURE: Final = re.compile(r"\d+(?::\d+)?\D")


@dataclass(frozen=True)
class Mistake:
    """What the mistaken person does with ``rule``; ``issues`` are the issues that come out of it, compiled.

    ``shown`` is the arithmetic as the mistaken person would do it, "" where there is none; ``overlooked`` says that
    he did without the rule.
    """

    say: str
    rule: str
    issues: tuple[CompiledIssue, ...]
    shown: str = ""
    overlooked: bool = False


def find_mistake(option: Judged, deciding: Sequence[str], text: str = "") -> Mistake | None:
    """The mistake that makes the option true, the likeliest one first.

    A mistake in counting fits this very case, so it comes before one that would fit any; the figures of the option's
    ``text`` tell two counts apart, its words two other mistakes; otherwise misreadings of the ``deciding`` rules come
    first. None where what leads to the option has nothing to do with its words.
    """
    claim = compile_claim(option.claim, option.program.layout)
    fitting = [
        replace(mistake, shown=_shown(option, mistake, env, findings))
        for mistake, env, findings in mistaken_runs(option, deciding)
        if claim(env) is True
    ]
    fitting = [mistake for mistake in fitting if _fits(mistake, option, text)]
    return min(fitting, key=lambda mistake: _distance(mistake, text), default=None)


def _fits(mistake: Mistake, option: Judged, text: str) -> bool:
    """Whether an option of these words may be meant.

    Where the option tells a case of its own, its words are the case: the mistake has to share them. Elsewhere any way
    to the same wrong outcome may be what was thought.
    """
    if mistake.shown or not option.own_case:
        return True
    return len(_pairs(text) & _pairs(mistake.say)) >= _COMMON_PAIRS


def _distance(mistake: Mistake, text: str) -> tuple[bool, tuple[int, int], int]:
    return not mistake.shown, _strangeness(text, mistake.shown), -len(_pairs(text) & _pairs(mistake.say))


def _pairs(text: str) -> set[str]:
    """The pairs of neighbouring Chinese characters: what two sentences share shows in them."""
    return {text[at : at + 2] for at in range(len(text) - 1) if _CHINESE.fullmatch(text[at : at + 2])}


def mistaken_runs(option: Judged, deciding: Sequence[str]) -> Iterator[tuple[Mistake, Env, Mapping[str, Finding]]]:
    """The option's case as each mistaken person decides it; misreadings of the ``deciding`` rules first."""
    wanted = {c.issue.id for issue in option.issues for c in cone_of(option.program, issue).issues}
    issues = [compiled for compiled in option.program.issues if compiled.issue.id in wanted]
    for mistake in _mistakes(option, issues, deciding):
        changed = {compiled.issue.id: compiled for compiled in mistake.issues}
        env = option.program.environment(option.case)
        yield mistake, env, run(option.program, env, [changed.get(one.issue.id, one) for one in issues])


def _strangeness(text: str, shown: str) -> tuple[int, int]:
    """How little the figures of an option's text agree with those that a mistaken count ends in."""
    wanted, found = _figures(text), _figures(shown.rpartition("，")[2])
    return -len(wanted & found), len(wanted ^ found)


def _figures(text: str) -> set[str]:
    return set(_FIGURE.findall(text.replace(" ", "")))


def _shown(option: Judged, mistake: Mistake, env: Env, findings: Mapping[str, Finding]) -> str:
    """The comparison that comes out wrong, where the mistake is one of counting."""
    if not any(_counts(compiled, mistake.rule) for compiled in mistake.issues):
        return ""
    scene = Scene(option.program, option.case, env, findings, as_datetime(option.case.as_of.lo).year)
    return chain_arithmetic(option.issues, scene)


def _counts(compiled: CompiledIssue, rule: str) -> bool:
    """Whether the mistaken rule concludes an instant or compares instants or durations."""
    if compiled.issue.type is ValueType.INSTANT:
        return True
    nodes = [
        node
        for family in compiled.families
        if family.id == rule
        for version in family.versions
        for node in (*version.rule.when, version.rule.then[compiled.issue.id])
    ]
    parts = (part for node in nodes for part in ir.walk(node))
    return any(isinstance(part, ir.Compare) and term_type(part.left) in INTERVALS for part in parts)


def _mistakes(option: Judged, issues: Sequence[CompiledIssue], deciding: Sequence[str]) -> Iterator[Mistake]:
    program = option.program
    rules = _in_force(issues, option)
    rank = {name: place for place, name in enumerate(deciding)}
    rules.sort(key=lambda rule: rank.get(rule.id, len(rank)))
    for rule in rules:
        for misreading in rule.misreadings:
            yield Mistake(full_stop(misreading.say), rule.id, _misread(program, rule, misreading))
    yield from _older(program, issues, option)
    for rule in rules:
        if rule.id in rank:
            yield Mistake(f"漏看了 {rule.id}{quoted(rule.title)}。", rule.id, _without(program, rule), overlooked=True)


def _in_force(issues: Sequence[CompiledIssue], option: Judged) -> list[Rule]:
    found: dict[tuple[str, str], Rule] = {}
    for compiled in issues:
        for family in compiled.families:
            for version in family.versions:
                if version.in_force is None or version.in_force(option.env) is not False:
                    found.setdefault((version.rule.id, version.rule.version), version.rule)
    return list(found.values())


def _older(program: Program, issues: Sequence[CompiledIssue], option: Judged) -> Iterator[Mistake]:
    for compiled in issues:
        for family in compiled.families:
            for version in family.versions:
                if version.in_force is not None and version.in_force(option.env) is False:
                    when = say_in_force(version.rule.effective)
                    said = f"用了不在施行期内的口径{quoted(version.rule.title)}（{version.rule.id}，{when}）。"
                    yield Mistake(said, version.rule.id, _with_version(program, version.rule, version.rule))


def _misread(program: Program, rule: Rule, misreading: Misreading) -> tuple[CompiledIssue, ...]:
    wrong = replace(
        rule,
        when=rule.when if misreading.when is None else misreading.when,
        then={**rule.then, **(misreading.then or {})},
    )
    return _with_version(program, rule, wrong)


def _with_version(program: Program, rule: Rule, wrong: Rule) -> tuple[CompiledIssue, ...]:
    """The issues of ``rule`` with ``wrong`` as its only version, in force whatever the date."""
    return tuple(
        _with_family(program.by_id[issue], rule.id, (_compile(program, wrong, issue),))
        for issue in rule.then
        if issue in program.by_id
    )


def _without(program: Program, rule: Rule) -> tuple[CompiledIssue, ...]:
    return tuple(_with_family(program.by_id[issue], rule.id, ()) for issue in rule.then if issue in program.by_id)


def _with_family(compiled: CompiledIssue, rule: str, versions: tuple[Version, ...]) -> CompiledIssue:
    families = tuple(replace(f, versions=versions) if f.id == rule else f for f in compiled.families)
    return replace(compiled, families=families)


def _compile(program: Program, rule: Rule, issue: str) -> Version:
    constant, conclusion = compile_conclusion(rule.then[issue], program.layout)
    tests = [compile_test(node, program.layout) for node in rule.when]
    holds = compile_all(tests) if tests else (lambda env: True)
    uses = ir.reads(*rule_nodes(rule, issue)).issues
    return Version(rule, None, holds, constant, conclusion, uses=uses)
