"""A decision explained: verdict first, then each issue with its rules, the flips and the time line. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from cases.engine import ir
from cases.engine.decision import Decision
from cases.engine.explain.flips import choose_flips, flip_view
from cases.engine.explain.guards import guards_of
from cases.engine.explain.issues import is_by_fallback, issue_view, verdict_sentence
from cases.engine.explain.views import Explanation
from cases.engine.explain.windows import timeline_view
from cases.engine.flips import Flip
from cases.engine.program import Program
from cases.engine.support import cone_of
from cases.engine.verbalise.scene import Scene
from cases.engine.verbalise.values import bare
from cases.engine.vocabulary import ValueType

NOTHING_ASKED: Final = "案情本身没有引起要裁决的争点。"
#: So many further outcomes stand under the headline.
_MOST_IN_SUB: Final = 3
#: An issue with so many outcomes asks what is to be done, not whether something is so.
_MANY_OUTCOMES: Final = 4


def explain_decision(
    decision: Decision,
    scene: Scene,
    flips: Iterable[Flip],
    *,
    issues: Sequence[str],
    edition: str,
    wanted: bool = False,
) -> Explanation:
    """Tell a decision.

    Args:
        decision: what was decided.
        scene: the same case after the run.
        flips: those that alter ``issues``, best first.
        issues: what is asked, see :func:`asked_issues`.
        edition: the edition's label.
        wanted: somebody asked for these very issues: none is too plain to be told at the top.
    """
    main = main_issue(issues, decision, scene)
    shown = [*issues, *_steps(issues, decision, scene)]
    return Explanation(
        headline=verdict_sentence(main, scene) if main else NOTHING_ASKED,
        sub=_sub([issue for issue in issues if issue != main], scene, wanted=wanted),
        issues=tuple(issue_view(decision.issues[name], scene, asked=name in issues) for name in shown),
        flips=tuple(flip_view(flip, scene, main) for flip in choose_flips(flips, scene, main)),
        timeline=timeline_view(scene, shown, _kept(shown, decision, scene)),
        edition=edition,
        as_of=decision.as_of,
        case_id=decision.case,
        checksum=decision.checksum,
    )


def asked_issues(decision: Decision, program: Program, wanted: Sequence[str] | None) -> tuple[str, ...]:
    """What to explain: ``wanted`` as far as it is in dispute, else every issue that is no mere step to another."""
    if wanted:
        return tuple(dict.fromkeys(name for name in wanted if name in decision.issues))
    read = {name for issue in decision.issues for name in program.by_id[issue].reads.issues}
    ends = [name for name in decision.issues if name not in read]
    return tuple(sorted(ends, key=lambda name: -len(cone_of(program, name).issues)))


def main_issue(issues: Sequence[str], decision: Decision, scene: Scene) -> str:
    """The issue of the headline: no step to another asked one, and what is to be done before what is so.

    Where the case tells what the agent did, an issue about that; else the first with many outcomes, else the first that
    more than a fallback decides; an issue on which the rules are silent comes last. "" when nothing is asked.
    """
    used = {name for issue in issues for name in _steps([issue], decision, scene)}
    ends = [name for name in issues if name not in used] or list(issues)

    def rank(name: str) -> tuple[bool, bool, bool, bool]:
        finding = scene.findings[name]
        of_acts = not finding.compiled.reads.facts.isdisjoint(scene.case.projected)
        few = len(scene.words.issues[name].values) < _MANY_OUTCOMES
        return finding.status == "gap", not of_acts, few, is_by_fallback(finding, scene)

    return min(ends, key=rank, default="")


def flip_issues(issues: Sequence[str], program: Program) -> tuple[str, ...]:
    """The issues whose flips are worth showing: a deadline that moves alone teaches little."""
    kinds = program.vocabulary.issues
    return tuple(name for name in issues if kinds[name].type is not ValueType.INSTANT) or tuple(issues)


def _kept(issues: Sequence[str], decision: Decision, scene: Scene) -> list[ir.Node]:
    """The comparisons that keep exceptions away from decided ``issues``, and those that keep others open."""
    found: list[ir.Node] = []
    for name in issues:
        if decision.issues[name].status == "decided":
            found += [atom for guard in guards_of(decision.issues[name], scene) for atom in guard.atoms]
        finding = scene.findings[name]
        for index in finding.pending:
            for version in finding.compiled.families[index].versions:
                parts = [part for node in (*version.rule.when, version.rule.then[name]) for part in ir.walk(node)]
                found += [part for part in parts if isinstance(part, ir.Compare) and scene.test(part) is None]
    return found


def _steps(issues: Sequence[str], decision: Decision, scene: Scene) -> list[str]:
    """The issues that decide ``issues``, keep their exceptions away or keep them open; nearest first, each once."""
    program = scene.program
    found: dict[str, None] = {}
    todo = list(issues)
    while todo:
        name = todo.pop(0)
        outcome = decision.issues[name]
        behind = list(outcome.uses)
        behind += sorted(ir.reads(*_kept([name], decision, scene)).issues)
        if outcome.status == "undetermined":
            behind += [other for other in decision.issues if other in program.by_id[name].reads.issues]
            behind = [other for other in behind if other in decision.issues]
            behind = [other for other in behind if decision.issues[other].status != "decided"]
        for other in behind:
            if other in decision.issues and other not in found and other not in issues:
                found[other] = None
                todo.append(other)
    return list(found)


def _sub(issues: Sequence[str], scene: Scene, *, wanted: bool) -> str:
    """The other outcomes in one sentence; what a fallback decides is left to the issues when there is more to say."""
    plain = not wanted or len(issues) > _MOST_IN_SUB
    told = [name for name in issues if not (plain and is_by_fallback(scene.findings[name], scene))]
    said = dict.fromkeys(bare(verdict_sentence(name, scene)) for name in (told or issues)[:_MOST_IN_SUB])
    return f"{'，'.join(said)}。" if said else ""
