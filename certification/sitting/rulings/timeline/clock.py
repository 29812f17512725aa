"""Word instants and durations as briefly as a drawing needs, in the language of the reader."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import npgettext, pgettext

from certification.core.punctuation import clauses, labelled
from certification.sitting.rulings.timeline.shapes import Moment, Timeline

# Minutes count Beijing wall-clock time; UTC only keeps Python from shifting them.
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

MINUTES_PER_HOUR = 60
MINUTES_PER_DAY = 1440


def wall(minutes: int) -> datetime:
    """Return the wall-clock time that ``minutes`` since 1970 stands for."""
    return _EPOCH + timedelta(minutes=minutes)


def minutes_of_date(day: date) -> int:
    """Return the first minute of a day."""
    return (day.toordinal() - _EPOCH.toordinal()) * MINUTES_PER_DAY


def spans_years(instants: Iterable[int]) -> bool:
    """Tell whether the instants lie in more than one calendar year."""
    return len({wall(instant).year for instant in instants}) > 1


def day_text(minutes: int, *, with_year: bool = False) -> str:
    """Return ``8/14``, or ``2025/8/14``."""
    return date_format(wall(minutes), "Y/n/j" if with_year else "n/j")


def clock_text(minutes: int) -> str:
    """Return ``9:05``."""
    at = wall(minutes)
    return f"{at.hour}:{at.minute:02}"


def instant_text(minutes: int, *, with_year: bool = False) -> str:
    """Return ``8/14 10:20``."""
    return f"{day_text(minutes, with_year=with_year)} {clock_text(minutes)}"


def moment_text(moment: Moment, *, with_year: bool = False) -> str:
    """Return the time of an event; a day-precision event says that only the date is known."""
    if moment.end > moment.start:
        return _("%(day)s 仅知日期") % {"day": day_text(moment.start, with_year=with_year)}
    return instant_text(moment.start, with_year=with_year)


def duration_text(minutes: int) -> str:
    """Return ``6 小时 54 分``, ``3 天 2 小时`` or ``1 分钟``; days from 72 hours on."""
    days, hours = 0, minutes // MINUTES_PER_HOUR
    if minutes >= 3 * MINUTES_PER_DAY:
        days, hours = divmod(hours, 24)
    if minutes < MINUTES_PER_HOUR:
        return npgettext("duration", "%(n)d 分钟", "%(n)d 分钟", minutes) % {"n": minutes}
    parts = (
        (days, npgettext("duration", "%(n)d 天", "%(n)d 天", days)),
        (hours, npgettext("duration", "%(n)d 小时", "%(n)d 小时", hours)),
        (minutes % MINUTES_PER_HOUR, pgettext("duration", "%(n)d 分")),
    )
    return " ".join(said % {"n": number} for number, said in parts if number)


def slack_text(asked: int, end: int) -> str:
    """Say how far an instant lies before or after the end of a window, which itself is in time."""
    if asked == end:
        return _("恰在届满之时")
    if asked < end:
        return _("还剩 %(time)s") % {"time": duration_text(end - asked)}
    return _("已超 %(time)s") % {"time": duration_text(asked - end)}


def title_of(timeline: Timeline) -> str:
    """Say in one sentence what a drawing shows, for those who do not see it."""
    with_year = spans_years(event.start for event in timeline.events)
    parts = [f"{moment_text(e, with_year=with_year)} {e.label}" for e in timeline.events]
    until = _("%(what)s，到 %(end)s")
    parts += [until % {"what": w.label, "end": instant_text(w.end, with_year=True)} for w in timeline.windows]
    return labelled(_("时间轴"), clauses(parts))


def iso_text(start: int, end: int | None = None) -> str:
    """Return ``2025-08-16 17:05``, or the date alone where an event is known to the day."""
    if end is not None and end > start:
        return _("%(day)s（仅知日期）") % {"day": f"{wall(start):%Y-%m-%d}"}
    return f"{wall(start):%Y-%m-%d %H:%M}"
