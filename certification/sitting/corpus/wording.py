"""What kinds, levels and dates of rules are called on the screen."""

from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from cases.api import Edition, Rule
from certification.core.punctuation import sentences
from certification.sitting.rulings.timeline.clock import wall

KINDS: Final = {
    "rule": pgettext_lazy("singular", "规则"),
    "presumption": gettext_lazy("推定"),
    "fallback": gettext_lazy("兜底"),
    "parameter": gettext_lazy("参数"),
    "cited": gettext_lazy("引用"),
}
LEVELS: Final = {
    "law": gettext_lazy("法律法规"),
    "platform": gettext_lazy("平台规则"),
    "shop": gettext_lazy("店铺规则"),
}


def in_force(rule: Rule, minute: int) -> bool:
    """Tell whether a version is in force at a minute."""
    effective = rule.effective
    after = effective.start is None or effective.start <= minute
    return after and (effective.end is None or minute < effective.end)


def governing(versions: tuple[Rule, ...], minute: int) -> Rule | None:
    """Return the version in force at a minute, None where there is none."""
    return next((version for version in versions if in_force(version, minute)), None)


def force_word(versions: tuple[Rule, ...], minute: int) -> str:
    """Return ``now``, ``later`` or ``past`` for a rule with all its versions."""
    if any(in_force(version, minute) for version in versions):
        return "now"
    if any(version.effective.start is not None and version.effective.start > minute for version in versions):
        return "later"
    return "past"


def dates_text(rule: Rule) -> str:
    """Return when a version is in force, in words."""
    effective = rule.effective
    about = _("约 ") if effective.approximate else ""
    start = f"{wall(effective.start):%Y-%m-%d}" if effective.start is not None else ""
    end = f"{wall(effective.end):%Y-%m-%d}" if effective.end is not None else ""
    if start and end:
        return _("%(about)s%(start)s 起，至 %(end)s 前") % {"about": about, "start": start, "end": end}
    if start:
        return _("%(about)s%(start)s 起") % {"about": about, "start": start}
    if end:
        return _("%(about)s%(end)s 以前") % {"about": about, "end": end}
    return _("没有注明起止")


def why_governing(versions: tuple[Rule, ...], minute: int, edition: Edition) -> str:
    """Say which version a date picks and by what, or why it picks none."""
    day = f"{wall(minute):%Y-%m-%d}"
    rule = governing(versions, minute)
    if rule is None:
        return _none_governs(versions, minute, day)
    event = edition.vocabulary.events.get(rule.effective.by)
    picked = (
        _("%(day)s 裁判的案子适用这一版（%(dates)s）：这条规则按裁判日期选用版本。")
        if event is None
        else _("%(event)s在 %(day)s 的案子适用这一版（%(dates)s）：这条规则按“%(event)s”之日选用版本，不看裁判日期。")
    )
    said = picked % {"event": event.label if event else "", "day": day, "dates": dates_text(rule)}
    approximate = _("起止日期是约数，临近分界的案子要另行核实。")
    return sentences((said, approximate)) if rule.effective.approximate else said


def _none_governs(versions: tuple[Rule, ...], minute: int, day: str) -> str:
    starts = [one.effective.start for one in versions if one.effective.start is not None]
    is_early = bool(starts) and minute < min(starts)
    said = _("%(day)s 还没有这条规则。") if is_early else _("%(day)s 没有有效的版本。")
    shown = (
        _("本页显示的是最后一版（%(dates)s），其余见下方“版本”。")
        if len(versions) > 1
        else _("本页显示的一版是 %(dates)s。")
    )
    return sentences((said % {"day": day}, shown % {"dates": dates_text(versions[-1])}))


def governed_by_text(rule: Rule, edition: Edition) -> str:
    """Say which date picks the version."""
    event = edition.vocabulary.events.get(rule.effective.by)
    if event is None:
        return _("按裁判日期选用版本。")
    return _("按“%(event)s”之日选用版本。") % {"event": event.label}
