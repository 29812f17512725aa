"""What differs between two contents, piece by piece, and whether marks depend on it; worded for the reader."""

import re
from collections.abc import Mapping, Sequence
from difflib import SequenceMatcher
from itertools import zip_longest
from typing import Any, Final

from django.utils.translation import gettext as _

from cases import api
from certification.bank.cards import case_card
from certification.bank.domain import Content, Option
from certification.bank.workflow.domain import Change, ChangeKind, PartChange, Piece
from certification.core.punctuation import clauses, commas, labelled

KEPT, DELETED, INSERTED = "keep", "del", "ins"
_WORD: Final = re.compile(r"[A-Za-z0-9_.:%-]+|\s+|.", re.DOTALL)
#: A kept run shorter than this between two changes is part of them: a lone 的 in common tells nobody anything.
_SHORTEST_KEPT: Final = 2


def diff(before: str, after: str) -> tuple[Piece, ...]:
    """Return two texts as one run of kept, deleted and inserted pieces: by character in Chinese, by word elsewhere."""
    return _diff(_WORD.findall(before), _WORD.findall(after))


def diff_lines(before: Sequence[str], after: Sequence[str]) -> tuple[Piece, ...]:
    """Return two lists of lines as pieces, each of whole lines."""
    pieces = _diff([f"{line}\n" for line in before], [f"{line}\n" for line in after], shortest=1)
    lines = [(piece.how, line) for piece in pieces for line in piece.text.splitlines()]
    return tuple(Piece(how, line) for how, line in lines)


def _diff(before: Sequence[str], after: Sequence[str], *, shortest: int = _SHORTEST_KEPT) -> tuple[Piece, ...]:
    runs: list[tuple[str, str, str]] = []
    for _tag, low, high, start, end in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        old, new = "".join(before[low:high]), "".join(after[start:end])
        kept = old if old == new else ""
        runs.append((kept, "" if kept else old, "" if kept else new))
    pieces: list[Piece] = []
    old = new = ""
    for place, (kept, gone, come) in enumerate(runs):
        if kept and (len(kept) >= shortest or place in (0, len(runs) - 1)):
            pieces += [*_changed(old, new), Piece(KEPT, kept)]
            old = new = ""
        else:
            old, new = old + kept + gone, new + kept + come
    return (*pieces, *_changed(old, new))


def _changed(old: str, new: str) -> list[Piece]:
    return [Piece(how, text) for how, text in ((DELETED, old), (INSERTED, new)) if text]


def compare(
    before: Content,
    after: Content,
    *,
    keys: tuple[Sequence[int], Sequence[int]],
    edition: api.Edition,
) -> Change:
    """Return what differs between two contents of one question.

    Words alone (stem, texts of options that claim the same, which of them keep their place) leave every mark as it is;
    another type, question, case, clause, claim or key does not. What a person vouches for changes by what they say is
    right; what they explain is words.

    Args:
        before: what was asked.
        after: what is to be asked.
        keys: the keys of both, by option.
        edition: whose words name the facts of the cases.
    """
    parts = [part for part in _parts(before, after, edition) if part is not None]
    labels = tuple(
        tuple(content.labels[index] for index in key if index < len(content.labels))
        for content, key in zip((before, after), keys, strict=True)
    )
    substance = labels[0] != labels[1] or any(part.affects_marks for part in parts)
    kind = ChangeKind.SUBSTANCE if substance else ChangeKind.WORDS if parts else ChangeKind.NOTHING
    return Change(kind, tuple(parts), labels[0], labels[1])


def _parts(before: Content, after: Content, edition: api.Edition) -> list[PartChange | None]:
    found = [
        _part("type", str(before.type), str(after.type), affects=True),
        _part("stem", before.stem, after.stem, affects=False),
        _part("ask", str(before.ask), str(after.ask), affects=True),
        _case_part(before.case, after.case, edition),
        _part("cited", " ".join(before.cited or ()), " ".join(after.cited or ()), affects=True),
        _part("proof", _proof(before), _proof(after), affects=True),
        _part("explanation", _explained(before), _explained(after), affects=False),
    ]
    for index, (old, new) in enumerate(zip_longest(before.options, after.options)):
        lone = old is None or new is None
        found.append(_part(f"option:{index}", old.text if old else "", new.text if new else "", affects=lone))
        found.append(_part(f"claim:{index}", _binding(old), _binding(new), affects=True))
        found.append(_part(f"pinned:{index}", _place(old), _place(new), affects=False))
        found.append(
            _part(f"feedback:{index}", old.feedback if old else "", new.feedback if new else "", affects=False)
        )
    return found


def _part(name: str, old: str, new: str, *, affects: bool) -> PartChange | None:
    return PartChange(name, diff(old, new), affects) if old != new else None


def _case_part(old: Mapping[str, Any], new: Mapping[str, Any], edition: api.Edition) -> PartChange | None:
    if old == new:
        return None
    return PartChange("case", diff_lines(case_lines(old, edition), case_lines(new, edition)), affects_marks=True)


def case_lines(case: Mapping[str, Any], edition: api.Edition) -> list[str]:
    """Return a raw case line by line: in words where the edition can read it, as it was typed otherwise."""
    try:
        api.parse_case(case, edition=edition)
    except api.CaseError:
        return _typed_lines(case)
    card = case_card(case, edition)
    lines = [labelled(fact.label, fact.text) for fact in card.facts]
    return [*lines, *(labelled(event.label, event.when) for event in card.events)]


def _typed_lines(value: Any, name: str = "") -> list[str]:
    if isinstance(value, Mapping):
        return [line for key, one in value.items() for line in _typed_lines(one, f"{name}.{key}" if name else str(key))]
    if isinstance(value, list | tuple):
        return [line for one in value for line in _typed_lines(one, name)]
    return [labelled(name, value)]


def _binding(option: Option | None) -> str:
    """Return what makes an option true, as text: its claim, its own change of the case, or what was typed."""
    if option is None:
        return ""
    typed = {True: _("对"), False: _("错"), None: ""}[option.right]
    overlay = commas(_typed_lines(option.overlay))
    given = _("若 %(overlay)s") % {"overlay": overlay} if overlay else ""
    return clauses(part for part in (option.claim, given, typed) if part)


def _place(option: Option | None) -> str:
    return _("固定位置") if option is not None and option.pinned else ""


def _proof(content: Content) -> str:
    return _("规则推出") if content.typed is None else _("由人核定")


def _explained(content: Content) -> str:
    """Return what a person wrote beside a question that no case proves: area, difficulty, explanation."""
    if content.typed is None:
        return ""
    difficulty = _("难度 %(n)s") % {"n": content.typed.difficulty} if content.typed.difficulty else ""
    return clauses(part for part in (content.typed.topic, difficulty, content.typed.explanation) if part)
