"""A round in words: what is fixed, who sits where, what its papers came to."""

import uuid
from dataclasses import dataclass
from datetime import datetime

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from cases import api
from certification.core.punctuation import commas, labelled
from certification.oversight.rounds.reading import RoundRow, SeatRow
from certification.oversight.rounds.wording import (
    FORM_NAMES,
    NAVIGATION_NAMES,
    PHASE_NAMES,
    PHASE_TONES,
    REVIEW_NAMES,
    Phase,
)
from certification.rounds.domain import WHOLE_PERCENT, Allowance, Forms, Navigation, Review
from certification.rounds.models import Round
from certification.rounds.overlaps import overlapping_seats

MINUTE = 60


@dataclass(frozen=True, slots=True)
class Line:
    """A fact of a round."""

    label: str
    text: str


@dataclass(frozen=True, slots=True)
class SeatLine:
    """A seat as the page shows it; `remove` where it may still be taken away."""

    row: SeatRow
    name: str
    number: str
    cohort: str
    state: str
    tone: str
    time: str
    is_longer: bool
    forms: str
    may_remove: bool


def window_text(held: Round) -> str:
    """Return the window as people read it, the day said once where it is one."""
    opens, closes = localtime(held.opens_at), localtime(held.closes_at)
    until = date_format(closes, "H:i" if opens.date() == closes.date() else "n月j日 H:i")
    return f"{date_format(opens, 'Y年n月j日 H:i')}–{until}"


@dataclass(frozen=True, slots=True)
class Overlap:
    """Somebody who has a seat in another round at the same time."""

    name: str
    number: str
    title: str
    window: str
    round_id: uuid.UUID


def overlaps_of(held: Round) -> list[Overlap]:
    """Return who has a seat in another published round while this one is open: one query."""
    return [
        Overlap(
            one.trainee.display_name, one.trainee.staff_number, one.round.title, window_text(one.round), one.round_id
        )
        for one in overlapping_seats(held)
    ]


def phase_badge(row: RoundRow) -> tuple[str, str]:
    """Return the name and the tone of where a round stands."""
    return str(PHASE_NAMES[row.phase]), PHASE_TONES.get(row.phase, "")


def fixed_lines(held: Round) -> list[Line]:
    """Return what a round is, as its maker decided it."""
    forms = str(FORM_NAMES[Forms(held.forms)])
    if held.forms == Forms.PARALLEL:
        forms = _("%(n)d 套平行卷，轮流发") % {"n": held.form_count}
    lines = [
        (
            pgettext("singular", "组卷蓝图"),
            _("%(title)s 第 %(n)d 版") % {"title": held.blueprint.title, "n": held.blueprint.number},
        ),
        (_("规则库"), api.load_edition(held.edition).label if held.edition else _("发布时定为最新一版")),
        (_("窗口"), window_text(held)),
        (_("时长"), _time_text(held)),
        (_("签到"), _("开考前 %(n)d 分钟起") % {"n": held.check_in_minutes}),
        (_("可考次数"), _times_text(held)),
        (pgettext("singular", "试卷"), forms),
        (_("答题次序"), str(NAVIGATION_NAMES[Navigation(held.navigation)])),
        (_("成绩和答案"), _review_text(held)),
        (_("考试中查规则"), _("不能，试一案、练习也关闭") if held.closes_corpus else _("可以")),
        (_("断网补传宽限"), _("%(n)d 分钟") % {"n": held.grace_seconds // MINUTE}),
        (_("服务器中断"), _("时间补回") if held.credits_downtime else _("不补回")),
    ]
    return [Line(label, text) for label, text in lines]


def _time_text(held: Round) -> str:
    named = {"n": held.minutes}
    if held.cut_at_close:
        return _("%(n)d 分钟，到截止时间一律收卷（有加时的顺延）") % named
    return _("%(n)d 分钟，截止前开始的都考满") % named


def _times_text(held: Round) -> str:
    if held.attempts_allowed == 1:
        return _("1 次")
    return _("%(n)d 次，最好的一次算数") % {"n": held.attempts_allowed}


def _review_text(held: Round) -> str:
    name = str(REVIEW_NAMES[Review(held.review)])
    if held.review != Review.ON_RELEASE:
        return name
    if held.review_at is None:
        return _("%(review)s，还没有定时间") % {"review": name}
    return labelled(name, date_format(localtime(held.review_at), "Y年n月j日 H:i"))


def seat_line(row: SeatRow, held: Round, phase: Phase) -> SeatLine:
    """Return a seat as the page shows it."""
    state, tone = _seat_state(row, phase)
    return SeatLine(
        row=row,
        name=row.person.display_name,
        number=row.person.staff_number,
        cohort=str(row.person.cohort or ""),
        state=state,
        tone=tone,
        time=_("%(n)d 分钟") % {"n": row.minutes},
        is_longer=row.minutes > held.minutes,
        forms=" → ".join(row.forms) if held.forms == Forms.PARALLEL else "",
        may_remove=not row.has_begun and phase in {Phase.DRAFT, Phase.COMING, Phase.RUNNING},
    )


def _seat_state(row: SeatRow, phase: Phase) -> tuple[str, str]:
    if row.running is not None:
        return _("作答中"), "act"
    if row.handed_in:
        times = len(row.handed_in)
        return (_("已交卷") if times == 1 else _("已交 %(n)d 次") % {"n": times}), "good"
    if phase is Phase.OVER:
        return _("缺考"), "seal"
    if row.seat.checked_in_at is not None:
        return _("%(at)s 签到") % {"at": date_format(localtime(row.seat.checked_in_at), "H:i")}, "good"
    return (_("未签到"), "") if phase in {Phase.COMING, Phase.RUNNING} else ("—", "")


def allowance_text(one: Allowance) -> str:
    """Return more time in words."""
    parts = []
    if one.factor_percent > WHOLE_PERCENT:
        parts.append(_("%(factor)s 倍") % {"factor": f"{one.factor_percent / WHOLE_PERCENT:g}"})
    if one.minutes:
        parts.append(_("加 %(n)d 分钟") % {"n": one.minutes})
    return commas(parts)


def days_until(held: Round, now: datetime) -> int:
    """Return how many days are left until a round opens, none once it has."""
    return max(0, (localtime(held.opens_at).date() - localtime(now).date()).days)
