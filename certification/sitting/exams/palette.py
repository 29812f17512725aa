"""The answer sheet beside a question: a cell for each, with its state for the style and the same in words."""

from datetime import datetime, tzinfo
from functools import lru_cache
from html import escape
from typing import Final, NamedTuple

from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from certification.attempts.domain import Cell, Sheet
from certification.attempts.models import Attempt
from certification.core.punctuation import commas
from certification.rounds.domain import Navigation
from certification.sitting.exams.addresses import addresses_of

#: How many labels a process keeps: eight for each number of the longest paper that anybody sits.
REMEMBERED: Final = 2_048


class PaletteCell(NamedTuple):
    """A cell of the answer sheet: `state` is for the style, `label` says the same in words."""

    number: int
    url: str
    state: str
    label: str
    is_current: bool
    saved: str = ""


def is_forward(attempt: Attempt) -> bool:
    """Say whether one may not go back to an earlier question."""
    return attempt.round is not None and attempt.round.navigation == Navigation.FORWARD


def palette(attempt: Attempt, sheet: Sheet, *, current: int = 0) -> tuple[PaletteCell, ...]:
    """Return the cells of the answer sheet; where one only goes forward, none leads anywhere."""
    url = "" if is_forward(attempt) else addresses_of(attempt.pk).questions
    words = Words()
    return tuple(
        PaletteCell(
            n,
            f"{url}{n}/" if url else "",
            cell_state(cell),
            words.label(n, cell, is_current=n == current),
            n == current,
            words.saved(cell),
        )
        for n, cell in enumerate(sheet.cells, start=1)
    )


def cells_html(cells: tuple[PaletteCell, ...]) -> SafeString:
    """Return the cells as links. Not by a template: it would take longer over them than over the rest of the page."""
    return mark_safe("".join(map(_cell_html, cells)))  # noqa: S308 - every part is escaped


def _cell_html(cell: PaletteCell) -> str:
    place = f' href="{escape(cell.url)}"' if cell.url else ' role="img"'
    current = ' aria-current="true"' if cell.is_current else ""
    state = f' data-s="{cell.state}"' if cell.state else ""
    saved = f' title="{escape(cell.saved)}"' if cell.saved else ""
    label = escape(cell.label)
    return f'<a{place} data-cell="{cell.number}"{current}{state} aria-label="{label}"{saved}>{cell.number}</a>'


class Words:
    """The words of all cells in the language of a page."""

    def __init__(self) -> None:
        self.language, self.at = get_language(), _("已保存 %(at)s")
        self.zone = timezone.get_current_timezone()

    def label(self, number: int, cell: Cell, *, is_current: bool = False) -> str:
        return _label(
            self.language, number, is_current=is_current, is_done=cell.is_answered, is_flagged=cell.is_flagged
        )

    def saved(self, cell: Cell) -> str:
        """Say when the answer that is held arrived; "" where there is none."""
        return self.at % {"at": clock_of(cell.saved_at, self.zone)} if cell.saved_at else ""


def clock_of(at: datetime, zone: tzinfo | None = None) -> str:
    """Return the time of day to the second."""
    return at.astimezone(zone or timezone.get_current_timezone()).time().isoformat("seconds")


@lru_cache(REMEMBERED)
def _label(_language: str | None, number: int, *, is_current: bool, is_done: bool, is_flagged: bool) -> str:
    parts = [_("第 %(n)d 题") % {"n": number}]
    if is_current:
        parts.append(_("当前"))
    parts.append(_("已答") if is_done else _("未答"))
    if is_flagged:
        parts.append(_("已标记"))
    return commas(parts)


def cell_state(cell: Cell) -> str:
    return " ".join(name for name, is_so in (("done", cell.is_answered), ("flag", cell.is_flagged)) if is_so)


def cell_label(number: int, cell: Cell) -> str:
    return Words().label(number, cell)
