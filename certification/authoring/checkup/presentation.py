"""What the page 体检 shows: the findings of a check-up, ready to print."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cases.api import Edition, Finding
from certification.authoring.checkup.wording import KINDS
from certification.core.case_links import try_url
from certification.publishing.checkup.result import CheckupResult

OVERVIEW: Final = 8
#: What the solver calls the claim that shops never fall below mandatory law, and by what its time-outs name it: the
#: solver writes Chinese whoever reads, so this is looked for and not translated.
SHOP_FLOOR: Final = "shop-floor"
SHOP_FLOOR_MARK: Final = "强制性法律"
PAGE: Final = 50


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a sentence; `code` where it is a rule, `is_known` if the edition in force has that rule."""

    text: str
    code: str = ""
    is_known: bool = False


@dataclass(frozen=True, slots=True)
class FindingView:
    """One finding. `lines` tell the case that shows it, `url` opens that case in 试一案."""

    parts: tuple[Part, ...]
    lines: tuple[str, ...] = ()
    reason: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """Findings of one issue under the same rulebooks."""

    title: str
    findings: tuple[FindingView, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """Everything of one kind, or the first of it: `number` counts all, `meant` those that have a reason."""

    id: str
    title: str | Promise
    says: str | Promise
    tone: str
    number: int
    meant: int
    groups: tuple[Group, ...]
    shown: int

    @property
    def is_cut(self) -> bool:
        return self.shown < self.number


@dataclass(frozen=True, slots=True)
class ResultView:
    """A result: what it says in one line, its sections, what was found in order, and which invariants hold."""

    headline: str
    tone: str
    sections: tuple[Section, ...]
    clean: tuple[str, ...]
    proved: tuple[str, ...]


class Findings:
    """The findings of one result, as the pages name and order them."""

    def __init__(self, result: CheckupResult, edition: Edition, current: Edition) -> None:
        self.result, self.edition, self.current = result, edition, current
        report = result.report
        untested = (Finding("untested", "", "", (code,), f"{code} {self._title(code)}") for code in result.untested)
        self.by_kind: dict[str, tuple[Finding, ...]] = {
            kind: tuple(untested) if kind == "untested" else getattr(report, kind) for kind in KINDS
        }
        self.by_kind["gaps"] = tuple(sorted(report.gaps, key=lambda gap: bool(gap.reason)))

    def overview(self) -> ResultView:
        """Return all kinds, the first few findings of each."""
        sections = tuple(self.section(kind, 0, OVERVIEW) for kind in KINDS)
        return ResultView(self._headline(), self._tone(), sections, tuple(self._clean()), self._proved())

    def section(self, kind: str, start: int, size: int) -> Section:
        """Return some findings of one kind, grouped by issue and rulebooks."""
        findings, words = self.by_kind[kind], KINDS[kind]
        cut = findings[start : start + size]
        meant = sum(bool(one.reason) for one in findings) if kind == "gaps" else 0
        return Section(
            id=kind,
            title=words.title,
            says=words.says if findings else words.none,
            tone=words.tone if len(findings) > meant else "",
            number=len(findings),
            meant=meant,
            groups=tuple(self._groups(cut)),
            shown=len(cut),
        )

    def _groups(self, findings: Sequence[Finding]) -> Iterable[Group]:
        by_title: dict[str, list[FindingView]] = {}
        for one in findings:
            by_title.setdefault(self._place(one), []).append(self._view(one))
        return (Group(title, tuple(views)) for title, views in by_title.items())

    def _place(self, finding: Finding) -> str:
        books = [self.edition.books[name].name for name in finding.stack.split("+") if name in self.edition.books]
        issue = self.edition.vocabulary.issues.get(finding.issue)
        if finding.code == "untested":
            rule = self.edition.families[finding.rules[0]][-1]
            return self.edition.vocabulary.topics.get(rule.topic, rule.topic)
        return " · ".join([*([issue.label] if issue else []), *([" + ".join(books)] if books else [])])

    def _view(self, finding: Finding) -> FindingView:
        return FindingView(
            parts=tuple(self._parts(finding)),
            lines=finding.lines,
            reason="" if finding.code == "invariant" else finding.reason,  # there it is the claim's name
            url=try_url(finding.witness) if finding.witness is not None else "",
        )

    def _parts(self, finding: Finding) -> Iterable[Part]:
        """Yield the sentence with its rules set apart; a rule that it does not name follows it."""
        codes = sorted(finding.rules, key=len, reverse=True)
        pieces = re.split("(" + "|".join(map(re.escape, codes)) + ")", finding.text) if codes else [finding.text]
        unnamed = [code for code in finding.rules if code not in pieces]
        for piece in [*pieces, *(part for code in unnamed for part in (" ", code))]:
            if piece in finding.rules:
                yield Part(piece, piece, piece in self.current.families)
            elif piece:
                yield Part(piece)

    def _title(self, code: str) -> str:
        versions = self.edition.families.get(code)
        return versions[-1].title if versions else ""

    def _headline(self) -> str:
        conflicts, timeouts = len(self.result.report.conflicts), len(self.result.report.timeouts)
        if conflicts:
            return ngettext("有 %(number)s 处冲突", "有 %(number)s 处冲突", conflicts) % {"number": conflicts}
        if timeouts:
            return _("没有发现冲突，但有 %(number)s 处未能判定") % {"number": timeouts}
        return _("没有冲突")

    def _tone(self) -> str:
        if self.result.report.conflicts:
            return "seal"
        return "warn" if self.result.report.timeouts else "good"

    def _clean(self) -> Iterable[str]:
        """Yield what is in order; with time-outs nothing more is claimed than that nothing was found."""
        for kind, words in KINDS.items():
            if self.by_kind[kind]:
                continue
            if self.by_kind["timeouts"] and kind != "untested":
                yield _("没有发现%(what)s，但有未能判定的问题。") % {"what": words.title}
            else:
                yield str(words.none)

    def _proved(self) -> tuple[str, ...]:
        """Return the claims that hold: those that have no counterexample and that no time-out left open."""
        report = self.result.report
        refuted = {one.reason for one in report.invariants}
        left_open = [one.text for one in report.timeouts]
        claims = [(one.id, one.says, one.says) for one in self.edition.invariants]
        claims.append((SHOP_FLOOR, _("没有一家店的店规使买家低于强制性法律"), SHOP_FLOOR_MARK))
        return tuple(
            says for name, says, mark in claims if name not in refuted and not any(mark in text for text in left_open)
        )
