"""Whether a script's names lead somewhere, are given once, and its weights make a whole."""

from collections import Counter
from collections.abc import Iterator
from typing import TypeAlias

from certification.drills.script.model import START, WHOLE, Check, Script, When
from certification.drills.script.nodes import Node

#: Field, value, what to do.
Wrong: TypeAlias = tuple[str, str, str]


def check_links(node: Node, script: Script) -> None:
    """Tell every problem between the parts of a script that were read."""
    for field, value, todo in (*_places(script), *_twice(node, script), *_shown(script), *_whole(script)):
        node.wrong(field, value, todo)


def _places(script: Script) -> Iterator[Wrong]:
    if START not in script.states:
        yield "states", "", f"要有一个叫 {START} 的状态"
    for both in script.states.keys() & script.endings.keys():
        yield "endings", both, "状态和结局不能同名"
    for state in script.states.values():
        for move in state.on:
            if move.to not in {*script.states, *script.endings}:
                yield "states", move.to, f"{state.id} 通向不存在的状态或结局"
    for name, target in (("turns_out", script.turns_out), ("patience_out", script.patience_out)):
        if target not in script.endings:
            yield name, target, f"应是一个结局：{'、'.join(script.endings)}"


def _twice(node: Node, script: Script) -> Iterator[Wrong]:
    for name, ids in (
        ("states", _ids(node, "states")),
        ("endings", _ids(node, "endings")),
        ("reveals", [*(one.id for one in script.reveals), *(one.id for one in script.lookups)]),
        ("criteria", [one.id for one in script.criteria]),
        ("transcripts", [one.name for one in script.transcripts]),
    ):
        yield from ((name, one, "编号重复") for one, times in Counter(ids).items() if times > 1)


def _ids(node: Node, name: str) -> list[str]:
    """Return the ids of a list as they stand in the file."""
    value = node.row.get(name)
    return [str(one.get("id")) for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def _shown(script: Script) -> Iterator[Wrong]:
    known = {one.id for one in script.reveals} | {one.id for one in script.lookups}
    for condition in _conditions(script):
        for name in (*condition.revealed, *condition.hidden):
            if name not in known:
                yield "states", name, "revealed、hidden 要写 reveals 或 lookups 的编号"
    givers = [(one.id, one.facts) for one in script.reveals] + [(one.id, one.facts) for one in script.lookups]
    for giver, facts in givers:
        yield from (
            ("hidden", fact, f"{giver} 揭示的事实要列在 hidden 里") for fact in facts if fact not in script.hidden
        )
    pressed = {name for each in script.transcripts for line in each.turns for name in line.lookups}
    for name in sorted(pressed - {one.id for one in script.lookups}):
        yield "transcripts", name, "lookups 里没有这个编号"
    stated = script.case.get("facts", {})
    yield from (("hidden", name, "case.facts 里没有这个事实") for name in script.hidden if name not in stated)


def _conditions(script: Script) -> Iterator[When]:
    moves = (move for state in script.states.values() for move in state.on)
    yield from (move.when for move in moves if move.when is not None)
    yield from (one.when for one in script.reactions)


def _whole(script: Script) -> Iterator[Wrong]:
    if (whole := sum(one.weight for one in script.criteria)) != WHOLE:
        yield "criteria", str(whole), f"各评分点的 weight 加起来应是 {WHOLE}"
    if [one.check for one in script.criteria].count(Check.OWED) != 1:
        yield "criteria", "", "恰好要有一项 check: owed（规则给买家的）"
    perfect = [one.is_perfect for one in script.transcripts]
    if perfect.count(True) != 1:
        yield "transcripts", "", "恰好要有一份 kind: perfect"
    if False not in perfect:
        yield "transcripts", "", "至少要有一份 kind: bad，写明 because"
