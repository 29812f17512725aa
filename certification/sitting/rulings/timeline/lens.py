"""Enlarge the hours around a deadline under the wide drawing."""

from django.utils.translation import gettext as _

from certification.sitting.rulings.timeline.clock import clock_text, day_text, slack_text
from certification.sitting.rulings.timeline.marks import (
    Bar,
    Dot,
    Drawing,
    Line,
    Text,
    text_width,
    wrap,
)
from certification.sitting.rulings.timeline.moments import Group
from certification.sitting.rulings.timeline.placing import GAP, Row
from certification.sitting.rulings.timeline.scale import Scale, ticks_between
from certification.sitting.rulings.timeline.shapes import Period, Timeline
from certification.sitting.rulings.timeline.style import WIDE_SIZES, WINDOW_CLASSES

_LEFT, _RIGHT = 26.0, 734.0
_INSET = 10.0
_NEAREST_MINUTES = 6
_LINE = 17.0
_BAR = 18.0
_TICK_SPACE = 70.0


def draw_lens(drawing: Drawing, timeline: Timeline, asked: Group, near: Period, scale: Scale, y: float) -> float:
    """Draw the strip below ``y`` and return its lower edge."""
    lens = _lens_scale(asked.start, near.end)
    first, last = lens.back(_LEFT), lens.back(_RIGHT)
    top = y + 30
    x = lens.at(asked.start)
    at = _draw_words(drawing, asked, (first, last), x, top)
    mark_top = at - 4
    at = _draw_slack(drawing, asked, near, lens, at)
    for window in timeline.windows:
        if window.start < last and window.end > first:
            at = _draw_bar(drawing, window, asked, lens, at)
    _draw_ticks(drawing, lens, (first, last), x, at)
    drawing.lines.append(Line(((x, mark_top), (x, at)), "ask"))
    drawing.dots.append(Dot(x, at, 6, "ev-ask"))
    bottom = at + 28
    drawing.frames.append(Bar(_LEFT, top, _RIGHT - _LEFT, bottom - top, "lens"))
    for minute, corner in ((first, _LEFT), (last, _RIGHT)):
        edge = min(max(scale.at(minute), _LEFT), _RIGHT)
        drawing.lines.append(Line(((edge, y), (corner, top)), "lens"))
    return bottom


def _lens_scale(asked: int, end: int) -> Scale:
    """Let the two instants stand at a fifth and at four fifths of the strip, the earlier first."""
    first, last = sorted((asked, end))
    width = _RIGHT - _LEFT
    missing = max(_NEAREST_MINUTES - (last - first), 0)
    return Scale(first - missing // 2, last + missing - missing // 2, _LEFT + 0.2 * width, _LEFT + 0.8 * width)


def _draw_words(drawing: Drawing, asked: Group, span: tuple[int, int], x: float, top: float) -> float:
    first, last = span
    days = [day_text(minute) for minute in span]
    until = clock_text(last) if days[0] == days[1] else f"{days[1]} {clock_text(last)}"
    title = _("放大：%(first)s 至 %(last)s") % {"first": f"{days[0]} {clock_text(first)}", "last": until}
    size = WIDE_SIZES["sub"]
    right = _RIGHT - _INSET - text_width(title, size)
    drawing.texts.append(Text(right, top + 19, title, "sub", size))
    size = WIDE_SIZES["name"]
    at = top + 22 + _LINE
    for line in wrap(f"{clock_text(asked.start)} {asked.label}", size, _RIGHT - _LEFT - 2 * _INSET):
        width = text_width(line, size)
        spot = min(max(x - width / 2, _LEFT + _INSET), _RIGHT - _INSET - width)
        drawing.texts.append(Text(spot, at, line, "name t-seal", size))
        at += _LINE
    return at - _LINE + 8


def _draw_slack(drawing: Drawing, asked: Group, near: Period, lens: Scale, at: float) -> float:
    """Draw the stroke from the event to the end of the window, and how long it is."""
    x, end = lens.at(asked.start), lens.at(near.end)
    at += 10
    css = "slack" if asked.start < near.end else "ask"
    drawing.lines.append(Line(((x, at), (end, at)), css))
    drawing.lines.append(Line(((end, at - 5), (end, at + 5)), css))
    text = slack_text(asked.start, near.end)
    css = "t-good" if asked.start < near.end else "t-seal"
    size = WIDE_SIZES[css]
    row = Row(_LEFT + _INSET, _RIGHT - _INSET)
    row.take(x - GAP, x + GAP)
    width = text_width(text, size)
    spot = row.place(width, (x + end) / 2 - width / 2)
    assert spot is not None  # one side of the event always has room for a duration
    drawing.texts.append(Text(spot, at + 18, text, css, size))
    return at + 28


def _draw_bar(drawing: Drawing, window: Period, asked: Group, lens: Scale, at: float) -> float:
    left, right = max(lens.at(window.start), _LEFT), min(lens.at(window.end), _RIGHT)
    drawing.bars.append(Bar(left, at, max(right - left, 1), _BAR, WINDOW_CLASSES[window.tone]))
    if right < _RIGHT:
        slack = slack_text(asked.start, window.end)
        css = "t-old" if window.tone == "old" else "t-act"
        size = WIDE_SIZES[css]
        over = _("%(at)s 届满") % {"at": clock_text(window.end)}
        text = _("按旧规则%(slack)s") % {"slack": slack} if window.tone == "old" else over
        row = Row(_LEFT + _INSET, _RIGHT - _INSET)
        row.take(left, right + GAP)
        ask_x = lens.at(asked.start)
        row.take(ask_x - GAP, ask_x + GAP)
        spot = row.place(text_width(text, size), right + GAP)
        if spot is not None:
            drawing.texts.append(Text(spot, at + 14, text, css, size))
    return at + _BAR + 6


def _draw_ticks(drawing: Drawing, lens: Scale, span: tuple[int, int], ask_x: float, at: float) -> None:
    drawing.lines.append(Line(((_LEFT, at), (_RIGHT, at)), "tick"))
    for tick in ticks_between(*span, least_minutes=_TICK_SPACE / lens.per_minute):
        x = lens.at(tick.at)
        drawing.lines.append(Line(((x, at - 4), (x, at + 4)), "tick"))
        half = text_width(tick.label, WIDE_SIZES["sub"]) / 2
        if _LEFT + half < x < _RIGHT - half and abs(x - ask_x) > GAP + 2:
            drawing.texts.append(Text(x - half, at + 20, tick.label, "sub", WIDE_SIZES["sub"]))
