"""One rule as it worked in a case: source, dates, conditions, arithmetic, and why it stands or falls. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, TypeGuard

from cases.engine import ir
from cases.engine.decision import Defeated, NotInForce
from cases.engine.explain.guards import Guard, failing_version
from cases.engine.explain.views import ConditionView, DefeatView, InapplicableView, NotInForceView, RuleView
from cases.engine.families import Version
from cases.engine.program import CompiledIssue
from cases.engine.rules import Effective, Kind, Level, Rule
from cases.engine.values import ABSENT, Span, as_datetime
from cases.engine.verbalise.conditions import event_label, say_condition
from cases.engine.verbalise.scene import Scene, reasons
from cases.engine.verbalise.sums import Sums, day_limits
from cases.engine.verbalise.values import bare, full_stop, quoted
from cases.engine.verbalise.workings import is_worked_out

LEVEL_WORDS: Final = {Level.LAW: "法律", Level.PLATFORM: "平台规则", Level.SHOP: "店铺规则"}
_KIND_WORDS: Final = {Kind.PRESUMPTION: "推定", Kind.FALLBACK: "兜底条款"}
_SHOWN_FAILURES: Final = 2


def say_in_force(effective: Effective) -> str:
    """``2017-03-15 起施行``; an approximate date says 约."""
    about = "约 " if effective.approximate else ""
    start = _iso(effective.start) if effective.start is not None else ""
    end = _iso(effective.end) if effective.end is not None else ""
    if start and end:
        return f"{about}{start} 起施行，{end} 起不再适用"
    if start:
        return f"{about}{start} 起施行"
    return f"{about}{end} 起不再适用" if end else ""


def _iso(minute: int) -> str:
    return as_datetime(minute).strftime("%Y-%m-%d")


def rule_view(rule: Rule, issue: str, scene: Scene, *, working: bool = True) -> RuleView:
    """The rule with its conditions as they stand; ``working`` adds the arithmetic behind conditions and conclusion."""
    in_days = day_limits(rule)
    return RuleView(
        id=rule.id,
        version=rule.version,
        title=rule.title,
        text=rule.text,
        source=str(rule.source),
        in_force=say_in_force(rule.effective),
        calc=tuple(calculations(rule, issue, scene)) if working else (),
        conditions=tuple(
            ConditionView(say_condition(node, scene.words, in_days=in_days), scene.test(node)) for node in rule.when
        ),
    )


def calculations(rule: Rule, issue: str, scene: Scene) -> list[str]:
    """Every comparison that matters and the sum of the conclusion, with the case's numbers."""
    sums = Sums(scene, day_limits(rule))
    lines = [
        sums.comparison(atom)
        for node in (*rule.when, rule.then[issue])
        for atom in _atoms(node, scene)
        if isinstance(atom, ir.Compare) and not _is_presence(atom)
    ]
    conclusion = rule.then[issue]
    if is_worked_out(conclusion):
        lines.append(sums.sum(conclusion))
    return [full_stop(line) for line in dict.fromkeys(lines)]


def guard_calculations(guard: Guard, scene: Scene) -> list[str]:
    """The arithmetic that keeps an exception away, and which one it is."""
    sums = Sums(scene, day_limits(guard.rule))
    return [f"{bare(say_atom(atom, scene, sums, brief=False))}，所以 {guard.rule.id} 不适用。" for atom in guard.atoms]


def _is_presence(atom: ir.Compare) -> bool:
    """``保管费 > 0`` says that there is one: no arithmetic worth showing."""
    return isinstance(atom.right, ir.Num) and atom.right.value == 0 and not isinstance(atom.left, ir.Elapsed)


def _atoms(node: ir.Node, scene: Scene) -> list[ir.Bool]:
    if not is_condition(node):
        return []
    held = scene.test(node)
    if held is None:
        return [part for part in ir.walk(node) if isinstance(part, ir.Compare) and scene.test(part) is None]
    return reasons(node, scene, want=held)


def is_condition(node: ir.Node) -> TypeGuard[ir.Bool]:
    """Whether a conclusion is itself a condition to be tested."""
    return isinstance(
        node,
        ir.Const | ir.And | ir.Or | ir.Not | ir.FactIs | ir.IssueIs | ir.StatusIs | ir.Has | ir.Before | ir.Compare,
    )


def say_atom(atom: ir.Bool, scene: Scene, sums: Sums, *, brief: bool = True) -> str:
    """How an atom stands in the case, a sentence without a full stop."""
    match atom:
        case ir.FactIs(name, _):
            return scene.say_fact(name)
        case ir.IssueIs(name, _) | ir.StatusIs(name, _):
            return scene.say_finding(name)
        case ir.Has(event):
            return scene.say_event(event)
        case ir.Before(first, second):
            return scene.say_order(first, second)
        case ir.Compare():
            return sums.comparison(atom, brief=brief)
        case _:
            return say_condition(atom, scene.words)


# -- rules that do not decide -------------------------------------------------------------------------


def defeat_view(defeated: Defeated, compiled: CompiledIssue, scene: Scene) -> DefeatView:
    """A defeated rule: the reason in words, and what it would have decided."""
    rule = _rule_at_work(compiled, defeated.rule, scene)
    winners = [_rule_at_work(compiled, name, scene) for name in defeated.by]
    return DefeatView(
        rule=rule_view(rule, compiled.issue.id, scene),
        by=defeated.by,
        why=_say_why(defeated.why, rule, winners),
        would=say_would(defeated.would, compiled, scene),
    )


def _rule_at_work(compiled: CompiledIssue, name: str, scene: Scene) -> Rule:
    versions: Sequence[Version] = next(family.versions for family in compiled.families if family.id == name)
    return next((version for version in versions if version.applies(scene.env)), versions[-1]).rule


def _say_why(why: str, rule: Rule, winners: Sequence[Rule]) -> str:
    winner = winners[0]
    match why:
        case "overrides":
            return f"{winner.id}{quoted(winner.title)}写明优先于它。"
        case "kind" if rule.kind is Kind.FALLBACK:
            return f"有{'推定' if winner.kind is Kind.PRESUMPTION else '专条'}在先（{winner.id}），兜底条款不用。"
        case "kind":
            return f"一般规则优先于{_KIND_WORDS.get(rule.kind, '它')}：{winner.id} 已有明确规定，不必推定。"
        case "authority":
            return f"{LEVEL_WORDS[winner.level]}高于{LEVEL_WORDS[rule.level]}，结论不同时从 {winner.id}。"
        case _:
            return _say_floor(rule, winner)


def _say_floor(rule: Rule, winner: Rule) -> str:
    if winner.level in (Level.PLATFORM, Level.SHOP) and rule.level is not Level.SHOP and rule.level != winner.level:
        promised = "店铺承诺" if winner.level is Level.SHOP else "平台规则"
        return f"更优从优：{promised}（{winner.id}）对买家更有利，按它办，{LEVEL_WORDS[rule.level]}只是底线。"
    return f"{LEVEL_WORDS[winner.level]}是底线：{winner.id} 给买家的更多，{LEVEL_WORDS[rule.level]}不得低于它。"


def say_would(would: object, compiled: CompiledIssue, scene: Scene) -> str:
    """What another rule would have decided: a sentence."""
    finding = scene.findings[compiled.issue.id]
    if would is None or would is ABSENT:
        return "若适用它：结论无法确定。"
    if finding.status == "decided" and would == finding.value:
        return "若适用它：结论相同，理由不同。"
    return f"若适用它：{full_stop(scene.say_outcome(compiled.issue, would))}"


def inapplicable_view(name: str, compiled: CompiledIssue, scene: Scene) -> InapplicableView:
    """A rule in force that does not apply, and what in the case keeps it away."""
    rule = failing_version(name, compiled, scene).rule
    sums = Sums(scene, day_limits(rule))
    failed = [node for node in rule.when if scene.test(node) is False]
    atoms = [atom for node in failed for atom in reasons(node, scene, want=False)]
    telling = [atom for atom in atoms if not isinstance(atom, ir.Has)] or atoms
    said = dict.fromkeys(say_atom(atom, scene, sums) for atom in telling[:_SHOWN_FAILURES])
    return InapplicableView(name, rule.title, full_stop("，".join(said)).replace("”之争，没有“", "”“"))


def not_in_force_view(entry: NotInForce, compiled: CompiledIssue, scene: Scene) -> NotInForceView:
    """A version that would apply but was not in force at the date that counts."""
    versions = next(family.versions for family in compiled.families if family.id == entry.rule)
    rule = next(version.rule for version in versions if version.rule.version == entry.version)
    return NotInForceView(
        rule_id=entry.rule,
        version=entry.version,
        title=rule.title,
        would=say_would(entry.would, compiled, scene),
        when=say_why_not_in_force(rule.effective, scene),
    )


def say_why_not_in_force(effective: Effective, scene: Scene) -> str:
    """Since or until when the version is in force, beside the date that counts."""
    at = scene.event(effective.by) if effective.by else None
    if isinstance(at, Span) and not at.base:
        counted = f"{event_label(scene.words, effective.by)}在 {_iso(at.lo)}"
    else:
        at = scene.case.as_of
        counted = f"本案以 {_iso(at.lo)} 为准"
    about = "约 " if effective.approximate else ""
    if effective.start is not None and at.lo < effective.start:
        return f"{about}{_iso(effective.start)} 起才施行，{counted}，还不能用。"
    assert effective.end is not None
    return f"{about}{_iso(effective.end)} 起已不再适用，{counted}。"
