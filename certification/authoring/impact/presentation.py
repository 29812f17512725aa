"""What the page 影响 shows."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from cases.api import Difference, Edition, Rule, RuleChange, say_conclusions, say_conditions
from certification.authoring.impact.wording import EFFECTS, HOWS, STATUSES, UNAFFECTED
from certification.core.case_links import try_url
from certification.core.punctuation import listed
from certification.publishing.impact.report import ImpactReport


@dataclass(frozen=True, slots=True)
class Tab:
    """One kind of effect: a tab of the list and a number of the tally."""

    id: str
    title: str | Promise
    says: str | Promise
    tone: str
    number: int
    is_current: bool


@dataclass(frozen=True, slots=True)
class RuleRow:
    """A rule that differs; `is_known` says that the edition in force has a page for it."""

    code: str
    title: str
    how: str | Promise
    tone: str
    is_known: bool
    old: tuple[str, ...]
    new: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DifferenceRow:
    """A case that comes out otherwise, told, with where to try it."""

    issue: str
    place: str
    before: str
    after: str
    rules: tuple[str, ...]
    lines: tuple[str, ...]
    url: str


_TONES = {"added": "good", "removed": "seal", "changed": "warn", "reworded": ""}


def effect_tabs(counts: Mapping[str, int], shown: str) -> list[Tab]:
    """Return the kinds of effect; the first that has any is shown unless one is asked for."""
    found = [name for name in EFFECTS if counts[name]]
    current = shown if shown in EFFECTS else found[0] if found else "key"
    return [
        Tab(name, words.title, words.says, words.tone if counts[name] else "", counts[name], name == current)
        for name, words in EFFECTS.items()
    ]


def unaffected(report: ImpactReport) -> Tab:
    """Return the number of questions that nothing happens to."""
    return Tab("unaffected", UNAFFECTED, "", "", report.counts["unaffected"], is_current=False)


def rule_rows(report: ImpactReport, current: Edition) -> list[RuleRow]:
    """Return the rules that differ, with what they demand on either side."""
    return [_rule_row(change, report, current) for change in report.rules]


def _rule_row(change: RuleChange, report: ImpactReport, current: Edition) -> RuleRow:
    rule = change.new or change.old
    before, after = _demands(change.old, report.old), _demands(change.new, report.new)
    return RuleRow(
        code=change.rule,
        title=rule.title if rule else "",
        how=HOWS[change.how],
        tone=_TONES[change.how],
        is_known=change.rule in current.families,
        old=tuple(line for line in before if line not in after),
        new=tuple(line for line in after if line not in before),
    )


def _demands(rule: Rule | None, edition: Edition) -> list[str]:
    """Return what a rule says and decides, line by line: text, conditions, conclusions, what it overrides."""
    if rule is None:
        return []
    words = edition.vocabulary
    lines = [rule.text, *(_("条件：%s") % one for one in say_conditions(rule, words)), *say_conclusions(rule, words)]
    return [*lines, *([_("优先于 %s") % listed(sorted(rule.overrides))] if rule.overrides else [])]


def difference_rows(differences: tuple[Difference, ...], edition: Edition) -> Iterator[DifferenceRow]:
    """Yield what the solver found, ready to print."""
    for one in differences:
        books = [edition.books[name].name for name in one.stack.split("+") if name in edition.books]
        yield DifferenceRow(
            issue=edition.vocabulary.issues[one.issue].label,
            place=" + ".join(books),
            before=_outcome(one.issue, one.old_status, one.old_value, edition),
            after=_outcome(one.issue, one.new_status, one.new_value, edition),
            rules=tuple(dict.fromkeys((*one.old_rules, *one.new_rules))),
            lines=one.lines,
            url=try_url(one.witness) if one.witness is not None else "",
        )


def _outcome(issue: str, status: str, value: object, edition: Edition) -> str:
    if status != "decided":
        return str(STATUSES.get(status, status))
    told = edition.vocabulary.issues[issue]
    if isinstance(value, bool):
        return str(told.says.get("yes" if value else "no", _("是") if value else _("否"))).rstrip("。")
    return str(told.values.get(str(value), value))
