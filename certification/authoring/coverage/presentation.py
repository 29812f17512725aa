"""What the page 覆盖 shows."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cases.api import Edition
from certification.core.choices import Choice
from certification.publishing.coverage.report import CoverageReport


@dataclass(frozen=True, slots=True)
class Number:
    """One number of the tally, the part of the page it leads to, and its colour."""

    title: str | Promise
    anchor: str
    number: int
    tone: str


def totals(report: CoverageReport) -> list[Number]:
    """Return the numbers at the head of the page, the open ones coloured."""
    found = [
        Number(_("没有题检验的规则"), "coverage-untested", report.count("untested"), "seal"),
        Number(_("有题检验的规则"), "coverage-tested", report.count("tested"), ""),
        Number(_("只重复别的规则"), "coverage-repeats", report.count("repeats"), ""),
        Number(_("没有答案的题"), "coverage-idle", len(report.unkeyed), "warn"),
        Number(_("什么也不检验的题"), "coverage-idle", len(report.idle), "warn"),
        Number(_("题干没有交代清楚的题"), "coverage-ambiguous", len(report.ambiguous), "seal"),
    ]
    return [Number(one.title, one.anchor, one.number, one.tone if one.number else "") for one in found]


def book_choices(edition: Edition, chosen: str) -> list[Choice]:
    """Return the rulebooks that may be looked at."""
    books = [Choice(book.id, book.name, book.id == chosen) for book in edition.books.values()]
    return [Choice("", str(_("全部规则")), not any(one.is_chosen for one in books)), *books]
