"""What the page of the draft shows beside its rules: the check, the gate, the impact."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases import api
from certification.authoring.drafts.links import rule_edit_url
from certification.core.case_links import try_url
from certification.core.refusals import Refusal
from certification.core.wording import refusal_text
from certification.publishing.drafts.domain import RunState, Waived
from certification.publishing.drafts.findings import Standing
from certification.publishing.drafts.reading import CheckState, RuleProblem
from certification.publishing.drafts.wording import REFUSALS, WAIVED_NAMES

_TONES: Final = {
    None: "seal",
    Waived.GAP: "warn",
    Waived.DEAD: "warn",
    Waived.INVARIANT: "seal",
    Waived.TIMEOUT: "warn",
}
#: What a check that came to nothing, or that was never asked for, is called.
_UNDONE: Final = {
    RunState.SUPERSEDED: (gettext_lazy("还没有核对"), ""),
    RunState.FAILED: (gettext_lazy("没有核对完：出了错"), "warn"),
    RunState.INTERRUPTED: (gettext_lazy("没有核对完：后台任务停了"), "warn"),
}
#: Where on the page one can do something about a reason.
_PLACES: Final = {
    "drafts.problems": "#draft-rules",
    "drafts.conflicts": "#draft-findings",
    "drafts.gaps": "#draft-findings",
    "drafts.dead": "#draft-findings",
    "drafts.invariants": "#draft-findings",
    "drafts.timeouts": "#draft-findings",
    "drafts.unchecked": "#draft-check",
    "drafts.still-checking": "#draft-check",
    "drafts.bank-moved": "#draft-check",
    "drafts.base-moved": "#draft-base",
}


@dataclass(frozen=True, slots=True)
class Reason:
    """Why the draft may not be published, and where to do something about it."""

    text: str
    url: str


@dataclass(frozen=True, slots=True)
class FindingRow:
    """A finding that the draft brings, with what was said of it."""

    key: str
    kind: str | Promise
    tone: str
    place: str
    text: str
    rules: tuple[str, ...]
    lines: tuple[str, ...]
    url: str
    may_be_waived: bool
    is_gap: bool
    waiver: int | None
    reason: str
    by: str
    at: datetime | None
    scope: str


@dataclass(frozen=True, slots=True)
class Part:
    """One number of the check; None as long as it cannot be told."""

    title: str | Promise
    number: int | None
    tone: str


@dataclass(frozen=True, slots=True)
class CheckView:
    """How the check stands, in one line and in numbers; `hints` is what was found before all is known."""

    state: CheckState
    headline: str
    tone: str
    parts: tuple[Part, ...]
    findings: tuple[FindingRow, ...]
    hints: tuple[FindingRow, ...]
    seconds: float | None
    other_problems: tuple[tuple[RuleProblem, str], ...]


def reasons_view(reasons: tuple[Refusal, ...]) -> tuple[Reason, ...]:
    return tuple(Reason(refusal_text(one, REFUSALS), _PLACES.get(one.code, "")) for one in reasons)


def check_view(state: CheckState, edition: api.Edition, rules: frozenset[tuple[str, str]]) -> CheckView:
    """Return the check as the page shows it.

    Args:
        state: how it stands.
        edition: the base, for names.
        rules: the rules that the draft changes: problems of others are told apart.
    """
    standing = state.standing or ()
    hints = () if state.whole or state.live is None else tuple(Standing(None, "", one) for one in state.live.conflicts)
    spent = state.check.spent if state.check is not None else {}
    headline, tone = _headline(state)
    return CheckView(
        state=state,
        headline=headline,
        tone=tone,
        parts=tuple(_parts(state)),
        findings=tuple(_finding(one, edition) for one in standing),
        hints=tuple(_finding(one, edition) for one in hints),
        seconds=round(max(spent.values()), 1) if spent else None,
        other_problems=tuple(
            (one, rule_edit_url(one.code, one.version))
            for one in state.problems or ()
            if (one.code, one.version) not in rules
        ),
    )


def _headline(state: CheckState) -> tuple[str, str]:
    kept = RunState(state.check.state) if state.check is not None else RunState.SUPERSEDED
    if kept in _UNDONE:
        text, tone = _UNDONE[kept]
        return str(text), tone
    if state.problems:
        return _("有规则写错了，或例子不符"), "seal"
    return _verdict(state) if state.is_done else (_("未能判定：正在核对"), "")


def _verdict(state: CheckState) -> tuple[str, str]:
    found = [one for one in state.standing or () if one.is_open]
    if any(one.kind is None for one in found):
        return _("有冲突"), "seal"
    return (_("没有冲突，有要写明理由的地方"), "warn") if found else (_("没有冲突"), "good")


def _parts(state: CheckState) -> Iterator[Part]:
    broken = None if state.problems is None else len(state.problems)
    yield Part(_("写错、例子不符"), broken, "seal" if broken else "")
    for kind, title in ((None, _("冲突")), *((one, WAIVED_NAMES[one]) for one in Waived)):
        found = None if state.standing is None else [one for one in state.standing if one.kind is kind]
        is_open = any(one.is_open for one in found or ())
        if found or kind is not Waived.TIMEOUT:
            yield Part(title, None if found is None else len(found), _TONES[kind] if is_open else "")


def _finding(one: Standing, edition: api.Edition) -> FindingRow:
    found, waiver = one.finding, one.waiver
    books = [edition.books[name].name for name in found.stack.split("+") if name in edition.books]
    issue = edition.vocabulary.issues.get(found.issue)
    return FindingRow(
        key=one.key,
        kind=WAIVED_NAMES[one.kind] if one.kind else _("冲突"),
        tone=_TONES[one.kind] if one.is_open else "good",
        place=" · ".join([*([issue.label] if issue else []), *([" + ".join(books)] if books else [])]),
        text=found.text,
        rules=tuple(code for code in found.rules if code not in found.text),
        lines=found.lines,
        url=try_url(found.witness) if found.witness is not None else "",
        may_be_waived=one.kind is not None,
        is_gap=one.kind is Waived.GAP,
        waiver=waiver.pk if waiver else None,
        reason=waiver.reason if waiver else "",
        by=waiver.by.display_name if waiver else "",
        at=waiver.at if waiver else None,
        scope=_scope(one),
    )


def _scope(one: Standing) -> str:
    if one.kind is not Waived.GAP or one.waiver is None:
        return ""
    return _("只限这样的案情") if one.waiver.when else _("这个争点在这个平台上一律如此")
