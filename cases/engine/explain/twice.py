"""The same options under two editions, in words: what decided before and what decides now. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from cases.engine.questions import Judged
from cases.engine.values import as_datetime
from cases.engine.verbalise.scene import Scene
from cases.engine.verbalise.values import quoted

_MOST_ISSUES = 3


def say_both(
    before: Sequence[Judged], after: Sequence[Judged], options: Iterable[int], causes: Collection[str] = ()
) -> tuple[str, str]:
    """How the issues of the first of ``options`` came out on either side.

    Said are those of its issues that differ, else those below that one of the changed rules, ``causes``, decides, else
    all that it asks.
    """
    for index in options:
        if index < min(len(before), len(after)):
            one, other = before[index], after[index]
            issues = [name for name in one.issues if _outcome(one, name) != _outcome(other, name)]
            issues = issues or _decided_by(causes, one, other) or list(one.issues)
            return _say(one, issues[:_MOST_ISSUES]), _say(other, issues[:_MOST_ISSUES])
    return (_say(before[0], before[0].issues), "") if before else ("", "")


def _decided_by(causes: Collection[str], one: Judged, other: Judged) -> list[str]:
    wanted = set(causes)
    names = [name for name in one.findings if name in other.findings]
    return [name for name in names if wanted.intersection((*one.findings[name].rules, *other.findings[name].rules))]


def _outcome(judged: Judged, issue: str) -> tuple[object, ...]:
    finding = judged.findings[issue]
    return finding.status, finding.value, finding.rules


def _say(judged: Judged, issues: Iterable[str]) -> str:
    year = as_datetime(judged.case.as_of.lo).year
    scene = Scene(judged.program, judged.case, judged.env, judged.findings, year)
    return "；".join(f"{scene.say_finding(name)}{_basis(judged, name)}" for name in issues)


def _basis(judged: Judged, issue: str) -> str:
    finding = judged.findings[issue]
    if not finding.by:
        return ""
    titles = {family.id: family.versions[-1].rule.title for family in finding.compiled.families}
    told = "、".join(f"{name}{quoted(titles[name])}" for name in finding.rules)
    return f"（依据 {told}）"
