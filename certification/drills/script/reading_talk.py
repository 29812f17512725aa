"""The moving parts of a script file: conditions, transitions, criteria, and whether they name what there is."""

from functools import cache
from typing import Final

from cases import api
from certification.drills.catalogue import DATA, WORDS, Kind, known_acts
from certification.drills.script.model import (
    MOST_PATIENCE,
    WHOLE,
    Check,
    Criterion,
    Owed,
    Reaction,
    State,
    Transition,
    When,
)
from certification.drills.script.nodes import Node, Reading
from certification.drills.script.patterns import ActPattern, Comparison, read_comparison, read_pattern

WHEN_FIELDS: Final = (
    "all", "any", "none", "so_far", "never", "owed", "breach", "conduct", "revealed", "hidden", "patience", "seconds",
    "turn",
)  # fmt: skip
CHECK_FIELDS: Final = ("id", "check", "weight", "title", "said", "by", "after", "before", "first", "average")
OUTCOMES_OF_CONDUCT: Final = ("proper", "improper")
LONGEST: Final = 3600


def patterns(node: Node, name: str, *, needed: bool = False) -> tuple[ActPattern, ...]:
    """Return the act patterns of a list."""
    found = []
    for text in node.texts(name, needed=needed):
        pattern = read_pattern(text, words=frozenset(WORDS))
        if pattern is None:
            node.wrong(name, text, "应写成 行为、行为(photo)、行为(> 30元) 或 行为(firm)")
        elif pattern.name not in known_acts():
            node.wrong(name, text, f"没有这个行为，可用：{'、'.join(known_acts())}")
        else:
            found.append(pattern)
    return tuple(found)


def _comparison(node: Node, name: str) -> Comparison | None:
    text = node.text(name, needed=False)
    found = read_comparison(text) if text else None
    if text and found is None:
        node.wrong(name, text, "应写成比较，如 '<= 2'、'> 120'、3")
    return found


def read_when(node: Node) -> When:
    """Read a condition."""
    node.known(*WHEN_FIELDS)
    conduct = node.text("conduct", needed=False)
    if conduct and conduct not in OUTCOMES_OF_CONDUCT:
        node.wrong("conduct", conduct, "应是 proper、improper 之一")
    return When(
        **{name: patterns(node, name) for name in ("all", "any", "none", "so_far", "never")},
        owed=tuple(Owed(one) for one in node.words("owed", list(Owed))),
        breach=node.flag("breach"),
        conduct=conduct,
        revealed=node.texts("revealed"),
        hidden=node.texts("hidden"),
        patience=_comparison(node, "patience"),
        seconds=_comparison(node, "seconds"),
        turn=_comparison(node, "turn"),
    )


def _transition(node: Node) -> Transition:
    node.known("when", "to", "patience", "say")
    when = read_when(node.child("when")) if node.has("when") else None
    return Transition(
        node.text("to"), when, node.number("patience", -MOST_PATIENCE, MOST_PATIENCE, default=0), node.texts("say")
    )


def read_state(node: Node) -> State:
    """Read a state: the last of its transitions has no condition, so that there is always one that fits."""
    node.known("id", "asks", "on")
    moves = node.each("on", _transition, needed=True)
    if moves and (moves[-1].when is not None or any(one.when is None for one in moves[:-1])):
        node.wrong("on", node.text("id"), "最后一条（且只有最后一条）不写 when，作为其余情形")
    return State(node.text("id"), moves, node.words("asks", known_acts()))


def read_reaction(node: Node) -> Reaction:
    """Read what moves the buyer's patience in any state."""
    node.known("when", "patience")
    return Reaction(read_when(node.child("when")), node.number("patience", -MOST_PATIENCE, MOST_PATIENCE))


@cache
def shared_reactions() -> tuple[Reaction, ...]:
    """Return the reactions of scripts that have none of their own."""
    file = DATA / "promises.yaml"
    node = Node(Reading(file.name), api.load_text(file.read_text(encoding="utf-8"), file.name))
    return node.each("reactions", read_reaction)


def read_criterion(node: Node) -> Criterion:
    """Read what earns points; forbidden acts and promises are judged without being listed."""
    node.known(*CHECK_FIELDS)
    check = node.choice("check", Check)
    needs = check in (Check.SAID, Check.ABSENT)
    found = Criterion(
        node.text("id"), check, node.number("weight", 1, WHOLE), node.text("title"),
        patterns(node, "said", needed=needs), node.number("by", 0, 20, default=0), patterns(node, "after"),
        patterns(node, "before"), node.number("first", 0, LONGEST, default=0),
        node.number("average", 0, LONGEST, default=0),
    )  # fmt: skip
    if check is Check.TIME and not (found.first or found.average):
        node.wrong("first", "", "check: time 至少写 first 或 average（秒）")
    if check is Check.SAID and any(known_acts()[one.name].kind in (Kind.FORBIDDEN, Kind.BAD) for one in found.said):
        node.wrong("said", "、".join(map(str, found.said)), "禁止的行为不能得分；要扣分写 check: absent")
    return found
