"""Flips in words: the change, what it was, what would come out, and the overlay that tries it. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any, Final
from urllib.parse import urlencode

from cases.engine import ir
from cases.engine.explain.views import FlipView
from cases.engine.flips import Flip
from cases.engine.program import Program
from cases.engine.values import ABSENT, FEN_PER_YUAN, Span
from cases.engine.verbalise.conditions import event_label
from cases.engine.verbalise.scene import Scene
from cases.engine.verbalise.values import full_stop, say_duration, say_fact, say_gap, spaced
from cases.engine.vocabulary import ValueType

#: So many flips with the same result are shown, and so many in all.
_MOST_ALIKE: Final = 2
_MOST_FLIPS: Final = 6
#: What silence means where it means that there is nothing of the kind.
NOTHING: Final = (False, "none", "unstated", "unknown", 0)
#: Flips far from the case are shown only where there are fewer than these.
_FEW_FLIPS: Final = 3
#: A rule that defeats more than so many others settles a case of any kind.
_SWEEPING: Final = 60
#: A change that forces more than so many others along is another case.
_MOST_FORCED: Final = 2
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


def topic_facts(program: Program) -> frozenset[str]:
    """Facts that a great part of the rules read (what is claimed): another value makes another case."""
    if "topic facts" not in program.memo:
        counts: Counter[str] = Counter()
        for rule in program.rules:
            counts.update(ir.reads(*rule.when, *rule.then.values()).facts)
        most = {name for name, count in counts.items() if count > _FEW and count > len(program.rules) / 5}
        program.memo["topic facts"] = frozenset(most)
    topics: frozenset[str] = program.memo["topic facts"]
    return topics


def best_first(flips: Iterable[Flip], program: Program) -> list[Flip]:
    """What teaches most first: the same case a little different; of equal moves that of the latest event."""
    topics = topic_facts(program)

    def key(flip: Flip) -> tuple[int, int, int]:
        at = flip.old.lo if isinstance(flip.old, Span) and flip.shift else 0
        return _TOPIC_PENALTY * (flip.name in topics) - flip.weight, abs(flip.shift), -at

    return sorted(flips, key=key)


def telling_first(flips: Iterable[Flip], scene: Scene, main: str = "") -> list[Flip]:
    """The flips worth telling: the nearest to the case first, of these those that alter ``main``."""
    judge = _Judge(scene)
    ranked = best_first((flip for flip in flips if not judge.is_idle(flip)), scene.program)
    return sorted(ranked, key=lambda flip: (judge.distance(flip), bool(main) and main not in flip.altered))


class _Judge:
    """What a flip of one case teaches."""

    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        self.topics = topic_facts(scene.program)
        self.asked: dict[tuple[str, ...], frozenset[str]] = {}

    def distance(self, flip: Flip) -> int:
        """How far from the case: 0 what it told or its rules take for granted, 1 what they rule out, 2 anything else.

        Another claim, or an event undone, makes another case.
        """
        if flip.name in self.topics or flip.value is ABSENT:
            return 2
        if self.scene.is_stated(flip.name):
            return 0
        if flip.altered not in self.asked:
            self.asked[flip.altered] = _asked_by_deciding(flip.altered, self.scene)
        if flip.name not in self.asked[flip.altered]:
            return 2
        return int(flip.name.startswith("@") or flip.old in NOTHING)

    def is_idle(self, flip: Flip) -> bool:
        """Whether it teaches nothing.

        That is a few fen for a price, half the case dragged along, or a fact out of the blue that settles any case
        whatever (goods that nobody may sell).
        """
        sweeping = any(len(self.scene.program.overrides[rule]) > _SWEEPING for rule in flip.rules)
        out_of_the_blue = sweeping and self.distance(flip) and not self.scene.is_stated(flip.name)
        return bool(out_of_the_blue) or len(flip.forced) > _MOST_FORCED or _is_trifle(flip, self.scene)


def _is_trifle(flip: Flip, scene: Scene) -> bool:
    """A price turned into small change, or another price that only makes the same rule count anew."""
    fact = scene.words.facts.get(flip.name)
    if fact is None or fact.type is not ValueType.MONEY:
        return False
    counted = scene.words.issues[flip.issue].type is ValueType.MONEY
    anew = counted and flip.after_status == "decided" and flip.rules == scene.findings[flip.issue].rules
    return anew or (0 < flip.value < FEN_PER_YUAN and not 0 < flip.old < FEN_PER_YUAN)


def _asked_by_deciding(issues: Iterable[str], scene: Scene) -> frozenset[str]:
    """The facts and ``@events`` that the deciding rules of ``issues`` ask for, and of the issues they build on."""
    todo, seen, names = list(issues), set(issues), set[str]()
    while todo:
        finding = scene.findings[todo.pop()]
        issue = finding.compiled.issue.id
        versions = [version for index in finding.by for version in scene.versions_at_work(finding, index)]
        found = ir.reads(*(node for version in versions for node in (*version.rule.when, version.rule.then[issue])))
        names.update((*found.facts, *(f"@{event}" for event in found.events)))
        todo.extend(found.issues - seen)
        seen.update(found.issues)
    return frozenset(names)


def choose_flips(flips: Iterable[Flip], scene: Scene, main: str = "") -> list[Flip]:
    """The first of each kind: not five ways to the same result, nor five other values of the same fact.

    A change into a conflict or a gap tells of the corpus, not of the case: it is for those who write rules. What is
    far from the case only fills up to a few.
    """
    judge = _Judge(scene)
    alike: Counter[str] = Counter()
    chosen: list[Flip] = []
    telling = telling_first((flip for flip in flips if flip.after_status in ("decided", "undetermined")), scene, main)
    for flip in sorted(telling, key=lambda flip: flip.after_status != "decided"):
        result, change = f"{flip.issue}{flip.after_status}{flip.after}", f"{flip.name}{flip.shift > 0}"
        enough = _FEW_FLIPS if judge.distance(flip) else _MOST_FLIPS
        if len(chosen) < enough and alike[result] < _MOST_ALIKE and not alike[change]:
            alike.update((result, change))
            chosen.append(flip)
    return chosen
