"""Flips in words: the change, what it was, what would come out, and the overlay that tries it. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any, Final
from urllib.parse import urlencode

from cases.engine import ir
from cases.engine.explain.views import FlipView
from cases.engine.flips import Flip
from cases.engine.program import Program
from cases.engine.values import ABSENT, Span
from cases.engine.verbalise.conditions import event_label
from cases.engine.verbalise.scene import Scene
from cases.engine.verbalise.values import full_stop, say_duration, say_fact, say_gap, spaced

#: So many flips with the same result are shown, and so many in all.
_MOST_ALIKE: Final = 2
_MOST_FLIPS: Final = 6
#: A topic fact is read by more rules than these; in a small rulebook every fact is read by a great part.
_FEW: Final = 20
_TOPIC_PENALTY: Final = 6
#: A sentence that begins so may follow 仍 directly.
_VERBS: Final = ("支持", "不支持", "可以", "不能", "构成", "不构成", "由", "应", "先", "不予")
_UNSETTLED: Final[Mapping[str, str]] = {
    "conflict": "“{}”规则冲突，不能裁定",
    "gap": "“{}”没有规则可用",
    "undetermined": "“{}”无法确定",
    "not_raised": "不再有“{}”之争",
}


def flip_view(flip: Flip, scene: Scene, main: str = "") -> FlipView:
    """One flip told; ``main`` is the issue of the headline, said along when it stays as it is."""
    overlay = flip.overlay(scene.program)
    return FlipView(
        change=f"若{_say_change(flip.name, flip.value, scene, flip.shift)}{_say_forced(flip, scene)}",
        was=f"原来{scene.say_name(flip.name)}",
        result=full_stop(_say_result(flip, scene, main)),
        rules=flip.rules,
        overlay=overlay,
        query=overlay_query(overlay),
        issue=flip.issue,
    )


def overlay_query(overlay: Mapping[str, Mapping[str, str]]) -> str:
    """``set=fact=value&set=@event=time``, percent-encoded."""
    facts = [("set", f"{name}={value}") for name, value in overlay.get("facts", {}).items()]
    events = [("set", f"@{name}={value}") for name, value in overlay.get("events", {}).items()]
    return urlencode([*facts, *events])


def _say_change(name: str, value: Any, scene: Scene, shift: int = 0) -> str:
    if not name.startswith("@"):
        return say_fact(scene.words.facts[name], value)
    label = event_label(scene.words, name[1:])
    if value is ABSENT:
        return f"没有{label}"
    assert isinstance(value, Span)
    where = spaced(scene.say_span(value))
    if not shift:
        return f"{label}在{where}"
    moved = f"{label}{'晚' if shift > 0 else '早'} {_say_shift(shift, day=value.is_day)}"
    return moved if value.root else f"{moved}，到{where}"


def _say_shift(shift: int, *, day: bool) -> str:
    return say_duration(shift, {abs(shift)}) if day else say_gap(shift)


def _say_forced(flip: Flip, scene: Scene) -> str:
    if not flip.forced:
        return ""
    said = "，".join(_say_change(name, value, scene) for name, value in flip.forced.items())
    return f"（相应地，{said}）"


def _say_result(flip: Flip, scene: Scene, main: str) -> str:
    issue = scene.words.issues[flip.issue]
    if flip.after_status == "decided":
        after = scene.say_outcome(issue, flip.after)
    else:
        after = _UNSETTLED[flip.after_status].format(issue.label)
    if main and flip.issue != main and main not in flip.altered and scene.findings[main].status == "decided":
        before = scene.say_finding(main)
        return f"仍{'' if before.startswith(_VERBS) else '是'}{before}，但{after}"
    return after


@lru_cache(maxsize=32)
def topic_facts(program: Program) -> frozenset[str]:
    """Facts that a great part of the rules read (what is claimed): another value makes another case."""
    counts: Counter[str] = Counter()
    for rule in program.rules:
        counts.update(ir.reads(*rule.when, *rule.then.values()).facts)
    return frozenset(name for name, count in counts.items() if count > _FEW and count > len(program.rules) / 5)


def best_first(flips: Iterable[Flip], program: Program) -> list[Flip]:
    """What teaches most first: the same case a little different; of equal moves that of the latest event."""
    topics = topic_facts(program)

    def key(flip: Flip) -> tuple[int, int, int]:
        at = flip.old.lo if isinstance(flip.old, Span) and flip.shift else 0
        return _TOPIC_PENALTY * (flip.name in topics) - flip.weight, abs(flip.shift), -at

    return sorted(flips, key=key)


def choose_flips(flips: Iterable[Flip], program: Program) -> list[Flip]:
    """The first of each kind: not five ways to the same result, nor five other values of the same fact.

    A change into a conflict or a gap tells of the corpus, not of the case: it is for those who write rules.
    """
    alike: Counter[str] = Counter()
    chosen: list[Flip] = []
    telling = (flip for flip in flips if flip.after_status in ("decided", "undetermined"))
    for flip in sorted(best_first(telling, program), key=lambda flip: flip.after_status != "decided"):
        result, change = f"{flip.issue}{flip.after_status}{flip.after}", f"{flip.name}{flip.shift > 0}"
        if alike[result] >= _MOST_ALIKE or alike[change]:
            continue
        alike.update((result, change))
        chosen.append(flip)
        if len(chosen) == _MOST_FLIPS:
            break
    return chosen
