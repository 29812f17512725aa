"""What people with a seat read in their inbox."""

import uuid
from collections.abc import Iterable
from datetime import datetime, timedelta
from functools import partial
from math import ceil

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from certification.people.notices import NewNotice, Text, send_notices
from certification.rounds.allowances import allowances_of
from certification.rounds.domain import allowed_time
from certification.rounds.models import Round

KIND = "round"
MINUTE = timedelta(minutes=1)


def moment(at: datetime) -> str:
    """Return an instant as people read it."""
    return date_format(timezone.localtime(at), "Y年n月j日 H:i")


def page_of(held: Round) -> str:
    """Return the path of the waiting page of a round."""
    return reverse("sitting:round", args=[held.pk])


def tell_of_seat(held: Round, people: Iterable[uuid.UUID], *, now: datetime) -> None:
    """Tell people that they have a seat: when, how long, from when on they may check in."""
    granted, link = allowances_of(held), page_of(held)

    def text(person: uuid.UUID) -> str:
        allowed = allowed_time(held.minutes, granted.get(person, ()))
        named = {"title": held.title, "opens": moment(held.opens_at), "early": held.check_in_minutes}
        said = _("你有一场考试：%(title)s，%(opens)s 开始，你有 %(minutes)d 分钟，开考前 %(early)d 分钟起签到。")
        return said % {**named, "minutes": ceil(allowed / MINUTE)}

    new = [NewNotice(person, partial(text, person), link) for person in people]
    send_notices(new, kind=KIND, now=now)


def tell_of_cancelling(held: Round, people: Iterable[uuid.UUID], *, now: datetime) -> None:
    """Tell people that they need not come."""

    def said() -> str:
        named = {"title": held.title, "opens": moment(held.opens_at)}
        return _("考试取消：%(title)s（原定 %(opens)s 开始）。") % named

    _tell(held, people, said, now, link="")


def tell_of_unseating(held: Round, people: Iterable[uuid.UUID], *, now: datetime) -> None:
    """Tell somebody that the seat is gone."""
    _tell(held, people, lambda: _("你已不在这场考试的名单里：%(title)s。") % {"title": held.title}, now, link="")


def tell_of_release(held: Round, people: Iterable[uuid.UUID], *, now: datetime) -> None:
    """Tell those who sat the round when they can see what was right."""
    review_at = held.review_at
    assert review_at is not None

    def said() -> str:
        if review_at <= now:
            return _("%(title)s 的成绩和答案已经公布。") % {"title": held.title}
        return _("%(title)s 的成绩和答案将在 %(at)s 公布。") % {"title": held.title, "at": moment(review_at)}

    _tell(held, people, said, now)


def _tell(held: Round, people: Iterable[uuid.UUID], text: Text, now: datetime, *, link: str | None = None) -> None:
    shown = page_of(held) if link is None else link
    send_notices([NewNotice(person, text, shown) for person in people], kind=KIND, now=now)
