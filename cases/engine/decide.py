"""Running a program on a case: every issue's status, value, deciding and defeated rules. Pure.

Source of the semantics: Catala (default and exception; a conflict is an error), PROLEG (burden as presumption).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain, combinations
from typing import Any, Final

from cases.engine.evaluate_terms import Env
from cases.engine.precedence import Applicable, Defeat, Precedence, Resolution
from cases.engine.program import CompiledIssue, Family, Program
from cases.engine.values import ABSENT

#: With more rules than this of unknown applicability the issue is undetermined without trying all combinations.
MAX_UNKNOWN_RULES: Final = 8


@dataclass(frozen=True, slots=True)
class Finding:
    """How one issue came out.

    ``by`` and ``defeats`` index ``compiled.families``; ``pending`` are the rules whose applicability is open.
    """

    compiled: CompiledIssue
    status: str
    value: Any = None
    by: tuple[int, ...] = ()
    defeats: tuple[Defeat, ...] = ()
    pending: tuple[int, ...] = ()

    @property
    def rules(self) -> tuple[str, ...]:
        """The ids of the deciding rules."""
        return tuple(self.compiled.families[index].id for index in self.by)


def run(program: Program, env: Env, only: Iterable[CompiledIssue] | None = None) -> dict[str, Finding]:
    """Decide every issue (or ``only`` those, given in the program's order), writing values into ``env``."""
    findings: dict[str, Finding] = {}
    for compiled in program.issues if only is None else only:
        finding = decide_issue(compiled, env)
        status = finding.status
        env[compiled.slot] = finding.value if status == "decided" else ABSENT if status == "not_raised" else None
        env[compiled.status_slot] = status
        findings[compiled.issue.id] = finding
    return findings


def decide_issue(compiled: CompiledIssue, env: Env) -> Finding:
    """Decide one issue whose predecessors are already in ``env``."""
    raised: bool | None = True
    if compiled.raised is not None:
        raised = compiled.raised(env)
        if raised is False:
            return Finding(compiled, "not_raised")
    sure: list[Applicable] = []
    unknown: list[Applicable] = []
    for index, family in enumerate(compiled.families):
        if len(family.versions) == 1:
            version = family.versions[0]
            applies = version.applies(env)
            value = None if applies is False else version.value(env)
        else:
            applies, value = _one_of_versions(family, env)
        if applies:
            sure.append(Applicable(index, value))
        elif applies is None:
            unknown.append(Applicable(index, value))
    if unknown or raised is None:
        return _under_doubt(compiled, sure, unknown, raised=raised)
    found = compiled.precedence.resolve(sure)
    return Finding(compiled, found.status, found.value, found.standing, found.defeats)


def _one_of_versions(family: Family, env: Env) -> tuple[bool | None, Any]:
    """Applicability and value of the version in force; where two may be, both are tried and have to agree."""
    possible = [v for v in family.versions if v.in_force is None or v.in_force(env) is not False]
    if not possible:
        return False, None
    if len(possible) == 1:
        applies = possible[0].applies(env)
        return applies, None if applies is False else possible[0].value(env)
    held = [(v.holds(env), v) for v in possible]
    applying = [v for holds, v in held if holds is not False]
    if not applying:
        return False, None
    sure = all(holds for holds, _ in held) and family.covered is not None and family.covered(env) is True
    values = {v.value(env) for v in applying}
    return (True if sure else None), values.pop() if len(values) == 1 else None


def _under_doubt(
    compiled: CompiledIssue,
    sure: Sequence[Applicable],
    unknown: Sequence[Applicable],
    *,
    raised: bool | None,
) -> Finding:
    """Decided only if every completion of the unknown rules decides the same value.

    Most doubts show with one unknown rule added; only then are idle ones left out and all combinations tried.
    """
    relation = compiled.precedence
    base = relation.resolve(sure)
    turning = tuple(rule.at for rule in unknown if not _same(relation.resolve([*sure, rule]), base))
    if raised is None or turning:
        pending = turning or tuple(rule.at for rule in unknown)
        return Finding(compiled, "undetermined", None, (), base.defeats, pending)
    live = [rule for rule in unknown if not _idle(rule, sure, [*sure, *unknown], relation)]
    combined = (relation.resolve([*sure, *extra]) for extra in _subsets(live))
    if len(live) > MAX_UNKNOWN_RULES or not all(_same(outcome, base) for outcome in combined):
        return Finding(compiled, "undetermined", None, (), base.defeats, tuple(rule.at for rule in live))
    by = base.standing or tuple(rule.at for rule in live)
    return Finding(compiled, base.status, base.value, by, base.defeats)


def _idle(rule: Applicable, sure: Sequence[Applicable], all_rules: Sequence[Applicable], relation: Precedence) -> bool:
    """True when some sure rule defeats ``rule`` and whatever ``rule`` could defeat: then it changes nothing."""
    reach = [other.at for other in all_rules if other is not rule and relation.may_defeat(rule.at, other.at)]
    return any(
        relation.strong[winner.at][rule.at]
        and all(index == winner.at or relation.strong[winner.at][index] for index in reach)
        for winner in sure
    )


def _subsets(rules: Sequence[Applicable]) -> Iterable[tuple[Applicable, ...]]:
    return chain.from_iterable(combinations(rules, size) for size in range(2, len(rules) + 1))


def _same(one: Resolution, other: Resolution) -> bool:
    return one.status == other.status and one.value == other.value
