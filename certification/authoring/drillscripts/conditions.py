"""The conditions of a script said in words, and its states as a table: what the drawing shows, for everybody."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from certification.core.punctuation import clauses, in_brackets, listed
from certification.drills.catalogue import WORDS, label_of
from certification.drills.script.model import EndingKind, Owed, Script, Transition, When
from certification.drills.script.patterns import FEN, ActPattern, Comparison

OWED_WORDS: Final[dict[Owed, str | Promise]] = {
    Owed.ALL: gettext_lazy("该给的都答应了"),
    Owed.SOME: gettext_lazy("该给的只答应了一部分"),
    Owed.NONE: gettext_lazy("该给的一样没答应"),
}
KIND_WORDS: Final[dict[EndingKind, str | Promise]] = {
    EndingKind.GOOD: gettext_lazy("结局：满意"),
    EndingKind.PARTIAL: gettext_lazy("结局：将就"),
    EndingKind.BAD: gettext_lazy("结局：不欢而散"),
}
_LISTS: Final = (
    ("all", gettext_lazy("这句话里 %(acts)s"), " + "),
    ("any", gettext_lazy("这句话里有 %(acts)s"), " / "),
    ("none", gettext_lazy("这句话里没有 %(acts)s"), " / "),
    ("so_far", gettext_lazy("到此说过 %(acts)s"), " + "),
    ("never", gettext_lazy("从没说过 %(acts)s"), " / "),
)


@dataclass(frozen=True, slots=True)
class MoveRow:
    """One transition: under which condition, where to, what it does to patience, what the buyer says."""

    when: str
    to: str
    patience: str
    says: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class StateRow:
    """A state with its transitions in the order in which they are tried."""

    id: str
    moves: tuple[MoveRow, ...]


def state_rows(script: Script) -> tuple[StateRow, ...]:
    """Return the states of a script as a table says them."""
    return tuple(StateRow(one.id, tuple(_move(move, script) for move in one.on)) for one in script.states.values())


def notes_of(script: Script) -> dict[str, str]:
    """Return what stands below each name in the drawing: how many ways lead on, or how it ends."""
    told = {name: _("%(n)d 条去路") % {"n": len(one.on)} for name, one in script.states.items()}
    return told | {name: str(KIND_WORDS[one.kind]) for name, one in script.endings.items()}


def _move(move: Transition, script: Script) -> MoveRow:
    says = move.say or (script.endings[move.to].say if move.to in script.endings else ())
    return MoveRow(condition_text(move.when), move.to, f"{move.patience:+d}" if move.patience else "0", says)


def condition_text(when: When | None) -> str:
    """Say a condition: everything in it must hold."""
    if when is None:
        return _("其余情形")
    return clauses(_parts(when)) or _("总是")


def _parts(when: When) -> Iterator[str]:
    for name, words, joint in _LISTS:
        patterns: Sequence[ActPattern] = getattr(when, name)
        if patterns:
            yield str(words) % {"acts": joint.join(map(pattern_text, patterns))}
    if when.owed:
        yield " / ".join(str(OWED_WORDS[one]) for one in when.owed)
    yield from _standing(when)
    for told, bound in (
        (_("耐心 %s"), when.patience),
        (_("回复用了 %s 秒"), when.seconds),
        (_("第 %s 轮"), when.turn),
    ):
        if bound is not None:
            yield told % _bound(bound)


def _standing(when: When) -> Iterator[str]:
    if when.breach is not None:
        yield _("有硬性违规") if when.breach else _("没有硬性违规")
    if when.conduct:
        yield _("做法合规") if when.conduct == "proper" else _("做法不合规")
    for told, names in ((_("已经得知 %s"), when.revealed), (_("还不知道 %s"), when.hidden)):
        if names:
            yield told % listed(names)


def _bound(bound: Comparison, unit: int = 1) -> str:
    return f"{bound.op} {bound.value / unit:g}"


def pattern_text(pattern: ActPattern) -> str:
    """Say an act pattern: 请买家提供凭证（照片）."""
    inner = WORDS.get(pattern.word, pattern.word)
    if pattern.firm:
        inner = _("无条件")
    if pattern.amount is not None:
        inner = _("%(bound)s 元") % {"bound": _bound(pattern.amount, FEN)}
    return f"{label_of(pattern.name)}{in_brackets(inner) if inner else ''}"
