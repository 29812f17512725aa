"""Draw the timeline for a phone: time runs downward. Pure."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from certification.sitting.rulings.timeline.clock import instant_text, slack_text, spans_years
from certification.sitting.rulings.timeline.marks import (
    Bar,
    Dot,
    Drawing,
    Line,
    Text,
    text_width,
    wrap,
)
from certification.sitting.rulings.timeline.moments import (
    Group,
    asked_group,
    extent,
    group_events,
    nearest_end,
)
from certification.sitting.rulings.timeline.placing import push_apart
from certification.sitting.rulings.timeline.scale import Scale, ticks_between
from certification.sitting.rulings.timeline.shapes import Period, Timeline
from certification.sitting.rulings.timeline.style import TALL_SIZES, TEXT_CLASSES, WINDOW_CLASSES

WIDTH = 340.0
EDGE = 4.0
AXIS = 56.0
_COLUMNS = 68.0
_TOP = 28.0
_LINE = 16.0
_TICK_SPACE = 26.0
_LENS_REACH = 24.0
_LEAST_HEIGHT = 240.0
_MOST_WINDOWS = 6
_NUMBERS = "①②③④⑤⑥"


@dataclass(frozen=True, slots=True)
class _Label:
    """Lines of text that belong to one instant."""

    at: int
    lines: tuple[tuple[str, str], ...]
    asked: bool = False

    @property
    def height(self) -> float:
        return len(self.lines) * _LINE + 4


def draw_tall(timeline: Timeline) -> Drawing:
    """Return the drawing of a dated timeline; windows are numbered and explained under the figure."""
    drawing = Drawing(WIDTH)
    groups = group_events(timeline)
    windows = sorted(timeline.windows, key=lambda window: window.tone == "old")[:_MOST_WINDOWS]
    pitch = min(28.0, 100.0 / max(len(windows), 1))
    text_x = _COLUMNS + pitch * len(windows) + 22
    labels = _labels(timeline, groups, windows, WIDTH - EDGE - text_x)

    height = max(_LEAST_HEIGHT, 1.15 * sum(label.height for label in labels))
    first, last = extent(timeline)
    scale = Scale(first, last, _TOP + 10, _TOP + height - 10)
    bottom = _TOP + height
    _draw_axis(drawing, scale, bottom)
    for number, window in enumerate(windows):
        _draw_window(drawing, window, scale, number, pitch)
    lowest = _draw_labels(drawing, labels, scale, text_x)
    for group in groups:
        length = (group.end - group.start) * scale.per_minute
        css, radius = ("ev-ask", 7.0) if group.asked else ("ev", 5.5)
        drawing.dots.append(Dot(AXIS, scale.at(group.start), radius, css, length, upright=True))
    drawing.height = _draw_key(drawing, windows, max(bottom, lowest) + 12) + EDGE
    return drawing


def _labels(timeline: Timeline, groups: list[Group], windows: list[Period], width: float) -> list[_Label]:
    """Return a label for each event and for each end of a window that is drawn, in order of time."""
    labels = []
    asked = asked_group(groups)
    first, last = extent(timeline)
    with_year = spans_years([*(g.start for g in groups), *(w.end for w in windows)])
    for group in groups:
        css = "name t-seal" if group.asked else "name"
        lines = _lines(group.label, css, group.when, width)
        if group is asked and group.start == group.end:
            within = _LENS_REACH / (_LEAST_HEIGHT / (last - first))
            near = nearest_end(timeline, group.start, within)
            if near:
                tone = "t-good" if group.start <= near.end else "t-seal"
                lines += [(line, tone) for line in _wrap(slack_text(group.start, near.end), tone, width)]
        labels.append(_Label(group.start, tuple(lines), asked=group.asked))
    for number, window in enumerate(windows):
        if window.end <= last:
            when = instant_text(window.end, with_year=with_year)
            css = TEXT_CLASSES[window.tone]
            labels.append(
                _Label(window.end, tuple(_lines(_("%(at)s 届满") % {"at": _NUMBERS[number]}, css, when, width)))
            )
    return sorted(labels, key=lambda label: label.at)


def _wrap(text: str, css: str, width: float) -> list[str]:
    return wrap(text, TALL_SIZES[css.split(" ", maxsplit=1)[0]], width)


def _lines(name: str, css: str, when: str, width: float) -> list[tuple[str, str]]:
    return [(line, css) for line in _wrap(name, css, width)] + [(line, "sub") for line in _wrap(when, "sub", width)]


def _draw_axis(drawing: Drawing, scale: Scale, bottom: float) -> None:
    drawing.lines.append(Line(((AXIS, _TOP), (AXIS, bottom)), "axis"))
    size = TALL_SIZES["sub"]
    first, last = scale.back(_TOP) + 1, scale.back(bottom)
    for tick in ticks_between(first, last, least_minutes=_TICK_SPACE / scale.per_minute):
        y = scale.at(tick.at)
        drawing.lines.append(Line(((AXIS - 4, y), (AXIS + 4, y)), "tick"))
        x = AXIS - 10 - text_width(tick.label, size)
        drawing.texts.append(Text(x, y + 4, tick.label, "sub", size))


def _draw_window(drawing: Drawing, window: Period, scale: Scale, number: int, pitch: float) -> None:
    x = _COLUMNS + number * pitch + 2
    top = max(scale.at(window.start), _TOP)
    bottom = max(min(scale.at(window.end), scale.stop + 10), top + 2)
    width = pitch - 4
    drawing.bars.append(Bar(x, top, width, bottom - top, WINDOW_CLASSES[window.tone]))
    size = TALL_SIZES["sub"]
    middle = x + width / 2 - text_width(_NUMBERS[number], size) / 2
    drawing.texts.append(Text(middle, 16, _NUMBERS[number], "sub", size))


def _draw_labels(drawing: Drawing, labels: list[_Label], scale: Scale, x: float) -> float:
    """Write the labels beside their instants, pushed apart; return their lower edge."""
    tops = push_apart([(scale.at(label.at), label.height) for label in labels], _TOP)
    lowest = _TOP
    for label, top in zip(labels, tops, strict=True):
        y = scale.at(label.at)
        middle = top + label.height / 2
        css = "ask" if label.asked else "stem"
        drawing.lines.append(Line(((AXIS, y), (x - 18, y), (x - 4, middle)), css))
        for number, (text, text_css) in enumerate(label.lines):
            size = TALL_SIZES[text_css.split(" ", maxsplit=1)[0]]
            drawing.texts.append(Text(x, top + 14 + number * _LINE, text, text_css, size))
        lowest = top + label.height
    return lowest


def _draw_key(drawing: Drawing, windows: list[Period], y: float) -> float:
    """Explain the numbered windows under the figure and return the lower edge."""
    indent = EDGE + 18
    for number, window in enumerate(windows):
        css = TEXT_CLASSES[window.tone]
        drawing.texts.append(Text(EDGE, y + _LINE, _NUMBERS[number], css, TALL_SIZES[css]))
        for text, line_css in ((window.label, css), (window.text, "sub")):
            for line in _wrap(text, line_css, WIDTH - EDGE - indent):
                y += _LINE
                drawing.texts.append(Text(indent, y, line, line_css, TALL_SIZES[line_css]))
        y += 6
    return y
