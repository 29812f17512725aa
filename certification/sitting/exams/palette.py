"""The answer sheet beside a question: a cell for each, with its state for the style and the same in words."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils import timezone
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from certification.attempts.domain import Cell, Sheet
from certification.attempts.models import Attempt
from certification.rounds.domain import Navigation


@dataclass(frozen=True, slots=True)
class PaletteCell:
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


def questions_url(attempt: Attempt) -> str:
    """Return the address of an attempt's questions, to be followed by a number and a slash."""
    return reverse("sitting:question", args=(attempt.pk, 1)).removesuffix("1/")


def palette(attempt: Attempt, sheet: Sheet, *, current: int = 0) -> tuple[PaletteCell, ...]:
    """Return the cells of the answer sheet; where one only goes forward, none leads anywhere."""
    url = "" if is_forward(attempt) else questions_url(attempt)
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
    """The words of all cells, looked up once for a page."""

    def __init__(self) -> None:
        self.number, self.current, self.at = _("第 %(n)d 题"), _("当前"), _("已保存 %(at)s")
        self.answered, self.open, self.flagged = _("已答"), _("未答"), _("已标记")
        self.zone = timezone.get_current_timezone()

    def label(self, number: int, cell: Cell, *, is_current: bool = False) -> str:
        parts = [self.number % {"n": number}]
        if is_current:
            parts.append(self.current)
        parts.append(self.answered if cell.is_answered else self.open)
        if cell.is_flagged:
            parts.append(self.flagged)
        return "，".join(parts)

    def saved(self, cell: Cell) -> str:
        """Say when the answer that is held arrived; "" where there is none."""
        return self.at % {"at": f"{cell.saved_at.astimezone(self.zone):%H:%M:%S}"} if cell.saved_at else ""


def cell_state(cell: Cell) -> str:
    return " ".join(name for name, is_so in (("done", cell.is_answered), ("flag", cell.is_flagged)) if is_so)


def cell_label(number: int, cell: Cell) -> str:
    return Words().label(number, cell)
