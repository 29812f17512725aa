"""The room in words: counts, and a row for each person."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from certification.core.punctuation import commas
from certification.oversight.live.domain import (
    Need,
    Order,
    Person,
    Show,
    Silence,
    Sitting,
    Standing,
    arranged,
    counts,
    needs,
    silence,
)
from certification.oversight.live.wording import (
    CLOSED_NAMES,
    NEED_NAMES,
    ORDER_NAMES,
    SHOW_NAMES,
    STANDING_NAMES,
    STANDING_TONES,
)
from certification.rounds.domain import WHOLE_PERCENT
from certification.rounds.models import Round

MINUTE, HOUR = 60, 3600
SILENCE_TONES = {Silence.FRESH: "", Silence.QUIET: "warn", Silence.SILENT: "seal"}


@dataclass(frozen=True, slots=True)
class Choice:
    """A link that shows other people or another order; `count` where it counts them."""

    key: str
    label: str
    url: str
    is_current: bool
    count: int = 0


@dataclass(frozen=True, slots=True)
class Said:
    """A short text with its tone; the text alone says everything."""

    text: str
    tone: str = ""


@dataclass(frozen=True, slots=True)
class LiveRow:
    """One person of the table."""

    key: str
    url: str
    name: str
    whose: str
    standing: Said
    how: str
    seen: Said
    place: str
    answered: str
    left: str
    extra: str
    absences: str
    late: int
    needs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LiveRoom:
    """Everything that the poll replaces."""

    url: str
    is_running: bool
    now: datetime
    shows: tuple[Choice, ...]
    orders: tuple[Choice, ...]
    rows: tuple[LiveRow, ...]
    late: int


def is_running(held: Round, people: Sequence[Person], now: datetime) -> bool:
    """Say whether anything may still change by itself: check-in has begun, and somebody may sit."""
    return held.is_published and (now < held.closes_at or any(one.running for one in people))


def live_room(held: Round, people: Sequence[Person], *, show: Show, order: Order, now: datetime) -> LiveRoom:
    """Return the room as the page shows it at `now`."""
    is_open = held.is_open(now)
    numbers = {Show(one.value): n for one, n in counts(people).items()}
    numbers[Show.ALL] = len(people)
    numbers[Show.NEED] = sum(bool(needs(one, is_open=is_open, now=now)) for one in people)
    shows = (Show.ALL, Show.ABSENT, Show.CHECKED_IN, Show.SITTING, Show.HANDED_IN, Show.NEED)
    shown = arranged(people, show=show, order=order, is_open=is_open, now=now)
    return LiveRoom(
        url=_url(held, show, order),
        is_running=is_running(held, people, now),
        now=now,
        shows=tuple(
            Choice(one, str(SHOW_NAMES[one]), _url(held, one, order), one is show, numbers[one]) for one in shows
        ),
        orders=tuple(Choice(one, str(ORDER_NAMES[one]), _url(held, show, one), one is order) for one in Order),
        rows=tuple(live_row(held, one, is_open=is_open, now=now) for one in shown),
        late=sum(one.late_waiting for one in people),
    )


def _url(held: Round, show: Show, order: Order) -> str:
    query = {name: str(one) for name, one in (("show", show), ("sort", order)) if one not in {Show.ALL, Order.NEED}}
    url = reverse("oversight:live", args=[held.pk])
    return f"{url}?{urlencode(query)}" if query else url


def live_row(held: Round, one: Person, *, is_open: bool, now: datetime) -> LiveRow:
    """Return one person as the table shows them."""
    current = one.current
    return LiveRow(
        key=str(one.seat),
        url=reverse("oversight:live-person", args=[held.pk, one.seat]),
        name=one.name,
        whose="　".join(part for part in (one.staff_number, one.cohort) if part),
        standing=Said(str(STANDING_NAMES[one.standing]), STANDING_TONES.get(one.standing, "")),
        how=_how(one),
        seen=_seen(one, now),
        place=_("第 %(n)d 题") % {"n": one.running.position} if one.running and one.running.position else "",
        answered=f"{current.answered} / {current.size}" if current else "",
        left=time_left(one.running, now) if one.running else "",
        extra=granted(one),
        absences=_("%(n)d 次，共 %(time)s") % {"n": one.absences, "time": lasting(one.absent_seconds)}
        if one.absences
        else "",
        late=one.late_waiting,
        needs=tuple(
            str(NEED_NAMES[need])
            for need in needs(one, is_open=is_open, now=now)
            if need not in {Need.SILENT, Need.QUIET}
        ),
    )


def _how(one: Person) -> str:
    current = one.current
    if current is None or one.standing is not Standing.HANDED_IN:
        return f"{timezone.localtime(one.checked_in_at):%H:%M}" if one.checked_in_at and not current else ""
    assert current.handed_in_at is not None
    return f"{timezone.localtime(current.handed_in_at):%H:%M} {CLOSED_NAMES[current.closed_by]}"


def _seen(one: Person, now: datetime) -> Said:
    if one.running is None:
        return Said("")
    at = one.running.seen_at
    how = silence(at, now)
    seconds = max(0, int((now - at).total_seconds()))
    if how is Silence.FRESH:
        return Said(_("%(time)s前") % {"time": lasting(seconds)})
    return Said(_("%(time)s没有动静") % {"time": lasting(seconds)}, SILENCE_TONES[how])


def time_left(sitting: Sitting, now: datetime) -> str:
    """Return what is left by the server's clock."""
    seconds = int((sitting.deadline - now).total_seconds())
    if seconds <= 0:
        return _("时间到")
    return f"{seconds // MINUTE:02d}:{seconds % MINUTE:02d}"


def granted(one: Person) -> str:
    """Say what somebody has beyond what everybody has, the server's downtime included."""
    parts = []
    if one.factor_percent > WHOLE_PERCENT:
        parts.append(f"×{one.factor_percent}%")
    if one.extra_minutes:
        parts.append(_("+%(n)d 分钟") % {"n": one.extra_minutes})
    if one.current and one.current.credit_seconds:
        parts.append(_("中断补 %(time)s") % {"time": lasting(one.current.credit_seconds)})
    return commas(parts)


def lasting(seconds: int) -> str:
    """Return a time span in words: 12 秒, 3 分 20 秒, 2 小时 5 分."""
    if seconds < MINUTE:
        return _("%(s)d 秒") % {"s": seconds}
    if seconds < HOUR:
        minutes, rest = divmod(seconds, MINUTE)
        return _("%(m)d 分 %(s)d 秒") % {"m": minutes, "s": rest} if rest else _("%(m)d 分钟") % {"m": minutes}
    hours, rest = divmod(seconds // MINUTE, MINUTE)
    return _("%(h)d 小时 %(m)d 分") % {"h": hours, "m": rest} if rest else _("%(h)d 小时") % {"h": hours}


@dataclass(frozen=True, slots=True)
class PersonView:
    """One person in full: their row, and when their time ends."""

    url: str
    row: LiveRow
    is_running: bool
    now: datetime
    started_at: datetime | None
    deadline: datetime | None
    handed_in_at: datetime | None
    attempts: int


def person_view(held: Round, one: Person, *, now: datetime) -> PersonView:
    """Return one person as their own page shows them."""
    current = one.current
    return PersonView(
        url=reverse("oversight:live-person", args=[held.pk, one.seat]),
        row=live_row(held, one, is_open=held.is_open(now), now=now),
        is_running=is_running(held, [one], now),
        now=now,
        started_at=current.started_at if current else None,
        deadline=current.deadline if current else None,
        handed_in_at=current.handed_in_at if current else None,
        attempts=len(one.sittings),
    )
