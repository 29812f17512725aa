"""Running a program on a case: every issue's status, value, deciding and defeated rules. Pure.

Source of the semantics: Catala (default and exception; a conflict is an error), PROLEG (burden as presumption).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import chain, combinations, islice
from typing import Any, Final, NamedTuple

from cases.engine.evaluate_terms import Env
from cases.engine.precedence import Defeat, Precedence, Resolution, set_of
from cases.engine.program import CompiledIssue, Program
from cases.engine.values import ABSENT

#: With more rules than this of unknown applicability the issue is undetermined without trying all combinations.
MAX_UNKNOWN_RULES: Final = 8


class Finding(NamedTuple):
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
    def most_telling_first(self) -> tuple[int, ...]:
        """``by`` with the most specific rule, the one with the most conditions, in front."""
        families = self.compiled.families
        return tuple(sorted(self.by, key=lambda at: (-len(families[at].versions[-1].rule.when), families[at].id)))

    @property
    def rules(self) -> tuple[str, ...]:
        """The ids of the deciding rules, the most specific first."""
        return tuple(self.compiled.families[index].id for index in self.most_telling_first)


def run(
    program: Program, env: Env, only: Iterable[CompiledIssue] | None = None, *, brief: bool = False
) -> dict[str, Finding]:
    """Decide every issue (or ``only`` those, given in the program's order), writing values into ``env``.

    ``brief`` names no defeats and only one of the rules that keep an issue undetermined, which is quicker.
    """
    findings: dict[str, Finding] = {}
    for compiled in program.issues if only is None else only:
        if compiled.raised is not None and compiled.raised(env) is False:
            finding = not_raised(compiled)  # most issues end here
        else:
            finding = settle(compiled, look(compiled, env), brief=brief)
        write(finding, env)
        findings[compiled.issue.id] = finding
    return findings


class Applicable(NamedTuple):
    """Which rules of an issue apply, by position with what each concludes: surely, and those of which it is open.

    ``raised`` is None where even that is open; nothing is looked at for an issue that is not raised.
    """

    raised: bool | None
    sure: dict[int, Any]
    unknown: dict[int, Any]


def not_raised(compiled: CompiledIssue) -> Finding:
    """The finding of an issue that is not in dispute."""
    known: Finding | None = compiled.memo.get("not raised")
    if known is None:
        known = compiled.memo["not raised"] = Finding(compiled, "not_raised")
    return known


def look(compiled: CompiledIssue, env: Env) -> Applicable:
    """See which rules apply."""
    raised: bool | None = True
    sure: dict[int, Any] = {}
    unknown: dict[int, Any] = {}
    if compiled.raised is not None:
        raised = compiled.raised(env)
        if raised is False:
            return Applicable(raised, sure, unknown)
    for at, slot, values, wanted, applies, conclude in compiled.judges:
        value = env[slot]
        if value is not None and (value in values) is not wanted:
            continue  # most rules end here, without a call
        holds = applies(env)
        if holds is not False:
            (sure if holds else unknown)[at] = conclude(env)
    return Applicable(raised, sure, unknown)


def settle(compiled: CompiledIssue, applicable: Applicable, *, brief: bool) -> Finding:
    """Let the rules that apply settle the issue among them."""
    raised, sure, unknown = applicable
    if raised is False:
        return not_raised(compiled)
    if unknown or raised is None:
        return _under_doubt(compiled, sure, unknown, raised=raised, brief=brief)
    return Finding(compiled, *compiled.precedence.resolve(sure, told=not brief))


def write(finding: Finding, env: Env) -> None:
    """Write how an issue came out into ``env``, for the issues that read it."""
    compiled, status = finding.compiled, finding.status
    env[compiled.slot] = finding.value if status == "decided" else ABSENT if status == "not_raised" else None
    env[compiled.status_slot] = status


def _under_doubt(
    compiled: CompiledIssue, sure: Mapping[int, Any], unknown: Mapping[int, Any], *, raised: bool | None, brief: bool
) -> Finding:
    """Decided only if every completion of the unknown rules decides the same value.

    Most doubts show with one unknown rule added; only then are idle ones left out and all combinations tried.
    """
    relation = compiled.precedence
    base = relation.resolve(sure, told=not brief)
    certain, standing = set_of(sure), set_of(base.standing)
    # An unknown rule that a sure one defeats, and that defeats none that stands, is harmless: most are.
    doubts = (
        at
        for at, value in unknown.items()
        if not (base.status == "decided" and relation.surely_above[at] & certain and not relation.below[at] & standing)
        and not _same(relation.resolve({**sure, at: value}, told=False), base)
    )
    turning = tuple(islice(doubts, 1 if brief else None))
    if raised is None or turning:
        return Finding(compiled, "undetermined", None, (), base.defeats, turning or tuple(unknown))
    rules = {**sure, **unknown}
    if not any(
        relation.could_defeat(at, other, rules)
        for at in unknown
        if relation.below[at] & standing
        for other in base.standing
    ):
        return Finding(compiled, base.status, base.value, base.standing, base.defeats)
    live = tuple(at for at in unknown if not _idle(at, sure, rules, relation))
    combined = (relation.resolve({**sure, **{at: unknown[at] for at in extra}}, told=False) for extra in _subsets(live))
    if len(live) > MAX_UNKNOWN_RULES or not all(_same(outcome, base) for outcome in combined):
        return Finding(compiled, "undetermined", None, (), base.defeats, live)
    return Finding(compiled, base.status, base.value, base.standing or live, base.defeats)


def _idle(at: int, sure: Iterable[int], rules: Mapping[int, Any], relation: Precedence) -> bool:
    """True when some sure rule defeats the rule and whatever that could defeat: then it changes nothing."""
    reach = [other for other in rules if relation.could_defeat(at, other, rules)]
    return any(
        relation.strong[winner][at] and all(relation.strong[winner][other] for other in reach) for winner in sure
    )


def _subsets(rules: Sequence[int]) -> Iterable[tuple[int, ...]]:
    return chain.from_iterable(combinations(rules, size) for size in range(2, len(rules) + 1))


def _same(one: Resolution, other: Resolution) -> bool:
    return one.status == other.status and one.value == other.value
