"""Two editions side by side, as a page shows them: rules by what happened to them, texts with their differences."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cases.api import Comparison, Edition, EntryChange, FieldChange, say_conclusions, say_conditions
from certification.core.differences import lines
from certification.publishing.rule_fields import FIELDS, FieldRow
from certification.sitting.corpus.wording import dates_text, governed_by_text

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
HOWS: Final[dict[str, Promise]] = {
    "added": pgettext_lazy("badge", "新增"),
    "removed": pgettext_lazy("badge", "删去"),
    "changed": pgettext_lazy("badge", "改动"),
}
#: Fields of a rule that are told in sentences.
_SPOKEN: Final = frozenset({"when", "then", "source", "effective"})


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
    return FieldRow(str(FIELDS.get(field.name, field.name)), tuple(lines(before, after)))


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
