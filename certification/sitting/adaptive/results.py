"""What the page of adaptive practice says of a run: how able, how sure, and why it ended."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from certification.competency.adaptive.domain import LIMITS, Ending, Place, Rank, rank_of
from certification.competency.adaptive.models import AdaptiveRun
from certification.competency.adaptive.services import progress_of
from certification.competency.areas.services import areas
from certification.competency.measuring.ability import Ability

#: So many runs are listed.
SHOWN: Final = 10
ENDINGS: Final = {
    Ending.KNOWN: gettext_lazy("够准了，自动结束"),
    Ending.LONGEST: gettext_lazy("做满了题数"),
    Ending.EXHAUSTED: gettext_lazy("合适的题做完了"),
    Ending.STOPPED: gettext_lazy("自己结束"),
}
PLACES: Final = {
    Place.ABOVE: ("good", gettext_lazy("高于一般水平")),
    Place.LIKE_OTHERS: ("", gettext_lazy("和一般水平分不出高低")),
    Place.BELOW: ("warn", gettext_lazy("低于一般水平")),
}


@dataclass(frozen=True, slots=True)
class RunView:
    """A run in words; `rank` is None while nothing was answered.

    `left`, `width` and `at` place the interval and the guess on a scale of 0 to 100.
    """

    area: str
    at: datetime
    count: int
    rank: Rank | None
    tone: str
    place: str
    ending: str

    @property
    def width(self) -> int:
        return self.rank.high - self.rank.low if self.rank else 0


@dataclass(frozen=True, slots=True)
class Running:
    """The run that goes on, and how many of the items answered were calibrated."""

    view: RunView
    calibrated: int
    most: int = LIMITS.longest


def running_view(run: AdaptiveRun) -> Running:
    """Return the open run as it stands."""
    progress = progress_of(run)
    view = _view(run, progress.count, progress.ability if progress.count else None, _names())
    return Running(view, progress.calibrated)


def ended_views(person: uuid.UUID) -> list[RunView]:
    """Return somebody's last runs, the newest first. Two queries."""
    done = AdaptiveRun.objects.filter(person=person, ended_at__isnull=False, count__gte=1)[:SHOWN]
    names = _names()
    return [_view(one, one.count, Ability(one.ability or 0.0, one.error or 1.0), names) for one in done]


def _names() -> Mapping[str, str]:
    return {one.code: one.name for one in areas()}


def _view(run: AdaptiveRun, count: int, ability: Ability | None, names: Mapping[str, str]) -> RunView:
    rank = rank_of(ability) if ability else None
    tone, place = PLACES[rank.place] if rank else ("", "")
    return RunView(
        area=names.get(run.area, run.area) if run.area else _("各领域"),
        at=run.ended_at or run.started_at,
        count=count,
        rank=rank,
        tone=tone,
        place=str(place),
        ending=str(ENDINGS[Ending(run.ending)]) if run.ending else "",
    )
