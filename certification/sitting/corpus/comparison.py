"""Two editions side by side, as a page shows them: rules by what happened to them, texts with their differences."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cases.api import Comparison, Edition, EntryChange, FieldChange, say_conclusions, say_conditions
from certification.sitting.corpus.wording import dates_text, governed_by_text

FIELDS: Final[dict[str, Promise]] = {
    "title": _("标题"),
    "text": _("正文"),
    "source": _("来源"),
    "effective": _("起止日期"),
    "issue": _("争点"),
    "kind": _("性质"),
    "burden": _("举证责任"),
    "force": _("效力"),
    "when": _("适用条件"),
    "then": _("结论"),
    "overrides": _("优先于"),
    "catalogue": _("目录编号"),
    "misreadings": _("常见误解"),
    "examples": _("例子"),
    "note": _("备注"),
    "book": _("规则集"),
    "topic": _("主题"),
    "label": _("名称"),
    "values": _("取值"),
    "says": _("说法"),
    "silence": _("未提及时"),
    "raised_when": _("何时提出"),
    "favour": _("利于买家的次序"),
    "must": _("约束"),
    "meaning": _("释义"),
    "ask": _("提问"),
    "stating": _("题面是否必须写明"),
}
SECTIONS: Final[dict[str, Promise]] = {
    "books": _("规则集"),
    "topics": _("主题"),
    "facts": _("事实"),
    "events": _("事件"),
    "issues": _("争点"),
    "constraints": _("事实之间的约束"),
    "acts": _("客服行为"),
    "catalogue": _("目录"),
    "gaps": _("有意留下的空白"),
    "invariants": _("断言"),
    "years": _("工作日历"),
}
HOWS: Final[dict[str, Promise]] = {"added": _("新增"), "removed": _("删去"), "changed": _("改动")}
#: Beyond this a difference letter by letter says less than the two lines one under the other.
_LONGEST_PAIR: Final = 1200
_ALIKE: Final = 0.4
#: What is compared as one: a number, a date, a name; any other character by itself.
_WORD: Final = re.compile(r"[0-9A-Za-z_.:@-]+|.", re.DOTALL)
#: Fields of a rule that are told in sentences.
_SPOKEN: Final = frozenset({"when", "then", "source", "effective"})


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text; ``css`` is ins, del or nothing."""

    text: str
    css: str = ""


@dataclass(frozen=True, slots=True)
class FieldRow:
    """A field that differs: a row of pieces for each line."""

    label: str
    lines: tuple[tuple[Piece, ...], ...]


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """An entry that differs; ``is_there`` tells whether the current edition has its page."""

    change: EntryChange
    place: str
    is_there: bool
    fields: tuple[FieldRow, ...]


@dataclass(frozen=True, slots=True)
class Tab:
    """One kind of difference with its number."""

    name: str
    label: str
    number: int
    is_current: bool


def tabs(found: Comparison, shown: str) -> tuple[Tab, ...]:
    """Return the tabs: rules added, removed, changed, and everything that is no rule."""
    numbers = {how: sum(one.how == how for one in found.rules) for how in HOWS}
    rules = [Tab(how, str(label), numbers[how], how == shown) for how, label in HOWS.items()]
    return (*rules, Tab("words", str(_("词汇与其他")), len(found.words), shown == "words"))


def first_tab(found: Comparison) -> str:
    """Return the tab to open: what changed, else the first that holds something."""
    filled = [one.name for one in tabs(found, "") if one.number]
    return "changed" if "changed" in filled else next(iter(filled), "changed")


def entries(found: Comparison, shown: str) -> tuple[EntryChange, ...]:
    """Return what stands under a tab."""
    return found.words if shown == "words" else tuple(one for one in found.rules if one.how == shown)


def has_sentences(changes: Iterable[EntryChange]) -> bool:
    """Tell whether something in the entries is told in sentences, for which both editions have to be built."""
    return any(field.name in _SPOKEN for one in changes if one.section == "rules" for field in one.fields)


def rows(
    changes: Iterable[EntryChange], current: Edition, *, old: Edition | None, new: Edition | None
) -> tuple[ChangeRow, ...]:
    """Return entries as the page shows them.

    Args:
        changes: what to show.
        current: the edition whose pages can be opened.
        old: the older edition, to say its conditions in sentences; None where it can no longer be built.
        new: the newer one.
    """
    return tuple(
        ChangeRow(
            change=one,
            place=_place(one, current),
            is_there=one.section == "rules" and one.id in current.families,
            fields=tuple(_field(one, field, old, new) for field in one.fields),
        )
        for one in changes
    )


def _place(one: EntryChange, edition: Edition) -> str:
    if one.section != "rules":
        return f"{SECTIONS.get(one.section, one.section)} · {HOWS[one.how]}"
    book = edition.books.get(one.book)
    return f"{book.name if book else one.book} · {edition.vocabulary.topics.get(one.topic, one.topic)}"


def _field(one: EntryChange, field: FieldChange, old: Edition | None, new: Edition | None) -> FieldRow:
    before, after = field.old, field.new
    if one.section == "rules" and field.name in _SPOKEN and old and new:
        said, says = (_say(field.name, one, edition) for edition in (old, new))
        if said != says:
            before, after = said, says
    return FieldRow(str(FIELDS.get(field.name, field.name)), tuple(_lines(before, after)))


def _say(name: str, one: EntryChange, edition: Edition) -> tuple[str, ...]:
    """Return a field of a rule in sentences instead of the language that rules are written in."""
    rule = next(rule for rule in edition.families[one.id] if rule.version == one.version)
    match name:
        case "when":
            return say_conditions(rule, edition.vocabulary)
        case "then":
            return say_conclusions(rule, edition.vocabulary)
        case "source":
            return (str(rule.source), rule.source.as_published)
    return (dates_text(rule), governed_by_text(rule, edition))


def _lines(before: Sequence[str], after: Sequence[str]) -> Iterable[tuple[Piece, ...]]:
    """Yield the lines that differ; what was replaced by something like it is told letter by letter."""
    for tag, low, high, new_low, new_high in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        old, new = before[low:high], after[new_low:new_high]
        if tag == "equal":
            continue
        paired = min(len(old), len(new))
        for was, is_now in zip(old, new, strict=False):
            yield from pieces(was, is_now)
        yield from ((Piece(line, "del"),) for line in old[paired:])
        yield from ((Piece(line, "ins"),) for line in new[paired:])


def pieces(old: str, new: str) -> Sequence[tuple[Piece, ...]]:
    """Return two lines as one with its differences, or as two where they have little in common."""
    apart = ((Piece(old, "del"),), (Piece(new, "ins"),))
    if len(old) + len(new) > _LONGEST_PAIR:
        return apart
    before, after = _WORD.findall(old), _WORD.findall(new)
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    if matcher.ratio() < _ALIKE:
        return apart
    found = []
    for tag, low, high, new_low, new_high in matcher.get_opcodes():
        gone, come = "".join(before[low:high]), "".join(after[new_low:new_high])
        if tag == "equal":
            found.append(Piece(gone))
            continue
        found += [Piece(text, css) for text, css in ((gone, "del"), (come, "ins")) if text]
    return (tuple(found),)
