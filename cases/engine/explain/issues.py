"""One issue explained: what came out, on what ground in one sentence, by which rules, against which. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from cases.engine import ir
from cases.engine.decide import Finding
from cases.engine.decision import Inapplicable, Outcome
from cases.engine.explain.guards import Guard, guards_of
from cases.engine.explain.rules import (
    defeat_view,
    guard_calculations,
    inapplicable_view,
    is_condition,
    not_in_force_view,
    rule_view,
    say_atom,
)
from cases.engine.explain.unknowns import say_unknowns
from cases.engine.explain.views import IssueView, RuleView
from cases.engine.program import CompiledIssue
from cases.engine.rules import Kind, Rule
from cases.engine.verbalise.scene import Scene, reasons
from cases.engine.verbalise.sums import Sums, day_limits
from cases.engine.verbalise.values import bare, full_stop, quoted, say_issue_value
from cases.engine.verbalise.workings import is_worked_out

_TONES: Final = {"decided": "good", "undetermined": "warn", "conflict": "seal", "gap": "seal"}
_STATUS_VALUES: Final = {"undetermined": "无法确定", "conflict": "规则冲突，不能裁定", "gap": "规则没有规定"}
_MOST_GROUNDS: Final = 5
#: A longer sum stands only below, where the rule's arithmetic is shown.
_LONGEST_SUM: Final = 100
_MOST_NEAR_MISSES: Final = 8
_MOST_ASSUMED: Final = 8


def issue_view(outcome: Outcome, scene: Scene, *, asked: bool) -> IssueView:
    """The whole account of one issue."""
    finding = scene.findings[outcome.issue]
    compiled = finding.compiled
    issue = compiled.issue
    guards = guards_of(outcome, scene) if outcome.status == "decided" else []
    assumed = tuple(scene.say_name(name) for name in outcome.assumed)
    return IssueView(
        id=issue.id,
        label=issue.label,
        question=issue.question or issue.label,
        status=outcome.status,
        value_text=value_text(outcome.issue, scene),
        tone=_TONES[outcome.status],
        ground=ground(finding, scene, guards),
        deciding=tuple(_deciding_views(finding, scene, guards)),
        defeated=tuple(defeat_view(defeated, compiled, scene) for defeated in outcome.defeated),
        inapplicable=tuple(
            inapplicable_view(entry.rule, compiled, scene) for entry in _near_misses(outcome, compiled, scene)
        ),
        inapplicable_total=len(outcome.inapplicable),
        not_in_force=tuple(not_in_force_view(entry, compiled, scene) for entry in outcome.not_in_force),
        rests_on=tuple(scene.say_name(name) for name in outcome.rests_on),
        assumed=assumed,
        assumed_text=say_assumed(outcome.assumed, scene),
        asked=asked,
    )


def _deciding_views(finding: Finding, scene: Scene, guards: Sequence[Guard]) -> list[RuleView]:
    """The deciding rules; the first also shows the arithmetic that keeps its exceptions away."""
    views = [rule_view(rule, finding.compiled.issue.id, scene) for rule in deciding_rules(finding, scene)]
    kept = [line for guard in guards for line in guard_calculations(guard, scene)]
    if views and kept:
        views[0] = replace(views[0], calc=(*views[0].calc, *kept))
    return views


def _near_misses(outcome: Outcome, compiled: CompiledIssue, scene: Scene) -> list[Inapplicable]:
    """The exceptions to the deciding rules, then the rules that came closest: most of their conditions hold."""
    edges = scene.program.overrides
    tied = {e.rule for e in outcome.inapplicable if any(e.rule in edges[b] or b in edges[e.rule] for b in outcome.by)}
    sizes = {family.id: max(len(v.rule.when) for v in family.versions) for family in compiled.families}

    def distance(entry: Inapplicable) -> tuple[bool, float, str]:
        return entry.rule not in tied, len(entry.failed) / max(sizes[entry.rule], 1), entry.rule

    return sorted(outcome.inapplicable, key=distance)[:_MOST_NEAR_MISSES]


def value_text(issue: str, scene: Scene) -> str:
    """The outcome in a few words; a sentence for yes and no, for which the bare word says little."""
    finding = scene.findings[issue]
    words = finding.compiled.issue
    if finding.status != "decided":
        return _STATUS_VALUES.get(finding.status, "不在争议之中")
    if isinstance(finding.value, bool):
        return bare(scene.say_outcome(words, finding.value))
    return say_issue_value(words, finding.value, scene.year, scene.words.events)


def verdict_sentence(issue: str, scene: Scene) -> str:
    """The outcome as the headline says it, with its full stop."""
    finding = scene.findings[issue]
    words = finding.compiled.issue
    match finding.status:
        case "decided":
            return full_stop(scene.say_outcome(words, finding.value))
        case "conflict":
            return f"规则互相冲突，“{words.label}”不能裁定。"
        case "gap":
            return f"规则没有规定“{words.label}”。"
        case "undetermined":
            return f"“{words.label}”现在还不能确定。"
        case _:
            return f"本案没有“{words.label}”之争。"


def deciding_rules(finding: Finding, scene: Scene) -> list[Rule]:
    """The rule versions that stand: they decide, or, in a conflict, stand against each other."""
    return [
        version.rule
        for index in finding.most_telling_first
        for version in scene.versions_at_work(finding, index)
        if finding.status != "decided" or version.value(scene.env) == finding.value
    ]


def is_by_fallback(finding: Finding, scene: Scene) -> bool:
    """Whether only a fallback decides."""
    return all(rule.kind is Kind.FALLBACK for rule in deciding_rules(finding, scene))


def ground(finding: Finding, scene: Scene, guards: Sequence[Guard] = ()) -> str:
    """Why it came out so, in one sentence."""
    issue = finding.compiled.issue
    rules = deciding_rules(finding, scene)
    match finding.status:
        case "conflict":
            said = "；".join(f"{rule.id} 得出“{_concluded(rule, finding, scene)}”" for rule in rules)
            return (
                f"同时适用的规则结论不同，又没有写明谁优先：{said}。"
                if said
                else "同时适用的规则互相排除，没有一条站得住。"
            )
        case "gap":
            return "没有一条规则适用于这个争点：规则在这里是空白，不能硬套。"
        case "undetermined":
            return f"取决于：{'；'.join(say_unknowns(finding, scene)) or '还没有查明的事实'}。"
        case _:
            pass
    if not rules:
        return full_stop(scene.say_outcome(issue, finding.value))
    return _because(rules[0], finding, scene, guards)


def _concluded(rule: Rule, finding: Finding, scene: Scene) -> str:
    issue = finding.compiled.issue
    version = next(v for f in finding.compiled.families for v in f.versions if v.rule is rule)
    value = version.value(scene.env)
    return "不明" if value is None else scene.say_outcome(issue, value)


def _because(rule: Rule, finding: Finding, scene: Scene, guards: Sequence[Guard]) -> str:
    issue = finding.compiled.issue
    outcome = scene.say_outcome(issue, finding.value)
    facts = grounds(rule, issue.id, scene)
    conclusion = rule.then[issue.id]
    sums = [Sums(scene, day_limits(rule)).sum(conclusion)] if is_worked_out(conclusion) else []
    for guard in guards:
        kept = Sums(scene, day_limits(guard.rule))
        facts += [said for atom in guard.atoms if (said := say_atom(atom, scene, kept)) not in facts]
    front = "，".join(facts)
    sums = [said for said in sums if len(said) <= _LONGEST_SUM]
    if sums:
        outcome = f"{issue.label}：{bare(sums[-1])}"
    match rule.kind:
        case Kind.PRESUMPTION:
            told = f"{front}，" if front else ""
            return f"{told}又没有足以推翻的证明，按{quoted(rule.title)}，推定{outcome}。"
        case Kind.FALLBACK:
            told = f"{front}，" if front else ""
            return f"{told}没有更具体的规则适用，按{quoted(rule.title)}，{outcome}。"
        case _ if sums:
            return f"因为{front}。{outcome}。" if front else f"{outcome}。"
        case _:
            return f"因为{front}，所以{outcome}。" if front else f"按{quoted(rule.title)}，{outcome}。"


def grounds(rule: Rule, issue: str, scene: Scene) -> list[str]:
    """The stated facts and settled issues that make the rule apply and conclude, as sentences."""
    sums = Sums(scene, day_limits(rule))
    atoms = [atom for node in rule.when for atom in reasons(node, scene, want=True)]
    conclusion = rule.then[issue]
    concluding: list[ir.Bool] = []
    if is_condition(conclusion):
        held = scene.test(conclusion)
        concluding = reasons(conclusion, scene, want=held) if held is not None else []
    elif is_worked_out(conclusion):
        atoms = [atom for atom in atoms if not isinstance(atom, ir.Has)]
    telling = [*(atom for atom in atoms if _is_telling(atom, scene)), *concluding]
    facts = [atom for atom in telling if not isinstance(atom, ir.Has)]
    said = list(dict.fromkeys(say_atom(atom, scene, sums) for atom in facts or telling))
    return [one for one in said if not any(other != one and other.startswith(one) for other in said)][:_MOST_GROUNDS]


def _is_telling(atom: ir.Bool, scene: Scene) -> bool:
    """Whether an atom is worth its place in the sentence: said in the case, or an issue settled before."""
    found = ir.reads(atom)
    if isinstance(atom, ir.Has):
        return scene.is_stated(f"@{atom.event}")
    if found.issues or not (found.facts or found.events):
        return any(scene.findings[name].status != "not_raised" for name in found.issues)
    names = [*found.facts, *(f"@{name}" for name in found.events)]
    return any(scene.is_stated(name) for name in names)


def say_assumed(names: tuple[str, ...], scene: Scene) -> str:
    """One line for everything that the case leaves unsaid."""
    absent = [name for name in names if name.startswith("@") or scene.fact(name) in (False, "none", 0)]
    usual = [name for name in names if name not in absent]
    lines = []
    if absent:
        labels = [_label(name, scene) for name in absent]
        lines.append(f"以下情形案情均未提及，按没有处理：{_first('、', labels)}。")
    if usual:
        sentences = [scene.say_name(name) for name in usual]
        lines.append(f"案情未提及，按通常情形认定：{_first('，', sentences)}。")
    return "".join(lines)


def _first(separator: str, items: Sequence[str]) -> str:
    if len(items) <= _MOST_ASSUMED + 1:
        return separator.join(items)
    return f"{separator.join(items[:_MOST_ASSUMED])}等 {len(items)} 项"


def _label(name: str, scene: Scene) -> str:
    words = scene.words
    return words.events[name[1:]].label if name.startswith("@") else words.facts[name].label
