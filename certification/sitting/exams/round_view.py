"""What the page of a round says: where it stands for one person, and its rules in plain words."""

import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from math import ceil

from django.utils import timezone
from django.utils.translation import gettext as _

from certification.attempts.domain import AttemptState
from certification.attempts.models import Attempt
from certification.rounds.domain import Navigation, Review, RoundState
from certification.rounds.models import Round, Seat
from certification.sitting.exams.announcements import milliseconds


class Stage(StrEnum):
    """Where a round stands for one person."""

    CANCELLED = "cancelled"
    RUNNING = "running"
    USED_UP = "used-up"
    OVER = "over"
    OPEN = "open"
    WAITING = "waiting"
    CHECK_IN = "check-in"
    EARLY = "early"


@dataclass(frozen=True, slots=True)
class SatView:
    """One attempt of the round that was handed in."""

    id: uuid.UUID
    number: int
    handed_in_at: datetime | None


@dataclass(frozen=True, slots=True)
class RoundView:
    """One person's view of a round; `next_at` is when the page has something new to say."""

    id: uuid.UUID
    title: str
    stage: Stage
    opens_at: datetime
    closes_at: datetime
    check_in_at: datetime
    checked_in_at: datetime | None
    minutes: int
    extra_minutes: int
    now: int
    opens: int
    seconds_left: int
    refresh: int
    running: uuid.UUID | None
    sat: tuple[SatView, ...]
    left: int
    rules: tuple[str, ...]


MOST_WAIT = 30


def round_view(seat: Seat, attempts: Sequence[Attempt], *, allowed: timedelta, now: datetime) -> RoundView:
    """Return the view.

    Args:
        seat: with its round.
        attempts: the person's attempts in it.
        allowed: how long the person has.
        now: decides the stage.
    """
    held = seat.round
    running = next((one.pk for one in attempts if one.is_open), None)
    sat = [one for one in attempts if one.state == AttemptState.HANDED_IN]
    left = max(0, held.attempts_allowed - len(sat))
    stage = _stage(seat, now, running=running is not None, left=left)
    check_in_at = held.opens_at - timedelta(minutes=held.check_in_minutes)
    next_at = check_in_at if stage is Stage.EARLY else held.opens_at
    seconds = max(0, ceil((next_at - now).total_seconds()))
    minutes = ceil(allowed / timedelta(minutes=1))
    return RoundView(
        id=held.pk,
        title=held.title,
        stage=stage,
        opens_at=held.opens_at,
        closes_at=held.closes_at,
        check_in_at=check_in_at,
        checked_in_at=seat.checked_in_at,
        minutes=minutes,
        extra_minutes=minutes - held.minutes,
        now=milliseconds(now),
        opens=milliseconds(next_at),
        seconds_left=seconds,
        refresh=min(MOST_WAIT, seconds + 1) if stage in {Stage.EARLY, Stage.CHECK_IN, Stage.WAITING} else 0,
        running=running,
        sat=tuple(SatView(one.pk, one.number, one.handed_in_at) for one in sat),
        left=left,
        rules=tuple(_rules(held)),
    )


def _stage(seat: Seat, now: datetime, *, running: bool, left: int) -> Stage:
    held = seat.round
    if running:
        return Stage.RUNNING
    if held.state == RoundState.CANCELLED:
        return Stage.CANCELLED
    if not left:
        return Stage.USED_UP
    if now >= held.closes_at:
        return Stage.OVER
    return Stage.OPEN if now >= held.opens_at else _before(seat, now)


def _before(seat: Seat, now: datetime) -> Stage:
    held = seat.round
    if seat.checked_in_at is not None:
        return Stage.WAITING
    return Stage.CHECK_IN if now >= held.opens_at - timedelta(minutes=held.check_in_minutes) else Stage.EARLY


def _rules(held: Round) -> Iterator[str]:
    """Yield what this round asks and grants, a sentence each."""
    yield (
        _("可考 %(n)d 次，取最好的一次。") % {"n": held.attempts_allowed}
        if held.attempts_allowed > 1
        else _("只能考一次。")
    )
    if held.navigation == Navigation.FORWARD:
        yield _("只能往前答：点了“下一题”，前面的题就不能再看、再改。")
    else:
        yield _("题目可以来回看、来回改，交卷以前都算数。")
    if held.cut_at_close:
        yield _("到截止时间一律收卷，晚开始就少做；加时的人按加时顺延。")
    else:
        yield _("截止时间以前开始，就有完整的时长。")
    yield _(
        "每次点选马上存到服务器。断网时眼前这题照样能答，答案存在这台设备里，连上才能换题；"
        "到点以前答的，%(n)d 分钟内送到都计入。"
    ) % {"n": held.grace_seconds // 60}
    if held.credits_downtime:
        yield _("服务器自己中断的时间会补回给你。")
    if held.closes_corpus:
        yield _("考试中规则库、试一案、练习和模考都关上，交卷以后再开。")
    yield _("离开考试页面会记下时间和时长，你自己也看得到；机器不据此判断任何事。")
    yield _review_rule(held)


def _review_rule(held: Round) -> str:
    if held.review == Review.AFTER_HAND_IN:
        return _("交卷后马上能看成绩、答案和裁决书。")
    if held.review == Review.AFTER_CLOSE:
        return _("成绩和答案在全场结束后公布。")
    if held.review == Review.ON_RELEASE:
        if held.review_at is None:
            return _("成绩和答案由监考人另行公布。")
        at = timezone.localtime(held.review_at)
        return _("成绩和答案在 %(at)s 公布。") % {"at": f"{at:%m-%d %H:%M}"}
    return _("全场结束后公布成绩，不公布答案。")
