"""What both drawings work out of a timeline before they place anything. Pure."""

from dataclasses import dataclass

from certification.core.punctuation import listed
from certification.sitting.rulings.timeline.clock import MINUTES_PER_DAY, moment_text, spans_years
from certification.sitting.rulings.timeline.shapes import Period, Timeline

# A window that runs far past the events would squeeze them together: it is cut off, its end stands in its text.
_FAR_FACTOR = 3
_FAR_MINUTES = 15 * MINUTES_PER_DAY
_SHORTEST_MINUTES = 60


@dataclass(frozen=True, slots=True)
class Group:
    """Events at the same time, which share one mark and one label."""

    start: int
    end: int
    label: str
    when: str
    asked: bool


def group_events(timeline: Timeline) -> list[Group]:
    """Return the events in order of time, those at the same time as one group."""
    events = sorted(timeline.events, key=lambda event: (event.start, event.end))
    with_year = spans_years(event.start for event in events)
    spans = dict.fromkeys((event.start, event.end) for event in events)
    groups = []
    for start, end in spans:
        same = [event for event in events if (event.start, event.end) == (start, end)]
        groups.append(
            Group(
                start=start,
                end=end,
                label=listed(event.label for event in same),
                when=moment_text(same[0], with_year=with_year),
                asked=any(event.asked for event in same),
            )
        )
    return groups


def asked_group(groups: list[Group]) -> Group | None:
    """Return the event in dispute; the last, should there be several."""
    return next((group for group in reversed(groups) if group.asked), None)


def extent(timeline: Timeline) -> tuple[int, int]:
    """Return the first and the last minute to draw; never the same."""
    starts = [event.start for event in timeline.events]
    ends = [event.end for event in timeline.events]
    if not starts:
        starts = [window.start for window in timeline.windows]
        ends = starts
    first, last = min(starts), max(ends)
    far = max(_FAR_FACTOR * (last - first), _FAR_MINUTES)
    first = min([first, *(max(w.start, first - far) for w in timeline.windows)])
    last = max([last, *(min(w.end, last + far) for w in timeline.windows)])
    return first, max(last, first + _SHORTEST_MINUTES)


def nearest_end(timeline: Timeline, asked: int, within: float) -> Period | None:
    """Return the window whose end lies nearest to an instant, at most ``within`` minutes away and not at it.

    Windows in force come before old wordings.
    """
    near = [w for w in timeline.windows if 0 < abs(w.end - asked) <= within]
    return min(near, key=lambda w: (w.tone == "old", abs(w.end - asked)), default=None)
