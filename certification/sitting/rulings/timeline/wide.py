"""Draw the timeline for a wide page: time runs to the right. Pure."""

from certification.sitting.rulings.timeline.lens import draw_lens
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
from certification.sitting.rulings.timeline.placing import GAP, Row, flag_lanes
from certification.sitting.rulings.timeline.scale import Scale, ticks_between
from certification.sitting.rulings.timeline.shapes import Period, Timeline
from certification.sitting.rulings.timeline.style import TEXT_CLASSES, WIDE_SIZES, WINDOW_CLASSES

WIDTH = 760.0
EDGE = 4.0
AXIS_LEFT, AXIS_RIGHT = 26.0, 734.0
_FLAG_WIDTH = 190.0
_LINE = 17.0
_LANE_GAP = 8.0
_TICK_SPACE = 56.0
_BAR = 24.0
_LENS_REACH = 30.0  # how near, on the axis, a deadline must be to be shown enlarged


def draw_wide(timeline: Timeline) -> Drawing:
    """Return the drawing of a dated timeline with at least one event or window."""
    drawing = Drawing(WIDTH)
    groups = group_events(timeline)
    labels = [_flag_lines(group) for group in groups]
    scale = _scale(extent(timeline), groups, labels)
    axis = _draw_flags(drawing, scale, groups, labels)
    asked = asked_group(groups)
    ask_x = scale.at(asked.start) if asked else None

    _draw_axis(drawing, scale, axis, ask_x)
    y = axis + 32
    for window in timeline.windows:
        y = _draw_window(drawing, window, scale, y, ask_x)
    if asked and ask_x is not None:
        drawing.lines.append(Line(((ask_x, axis), (ask_x, y)), "ask"))
        near = nearest_end(timeline, asked.start, _LENS_REACH / scale.per_minute)
        if near and asked.start == asked.end:
            y = draw_lens(drawing, timeline, asked, near, scale, y)
    drawing.height = y + EDGE
    return drawing


def _flag_lines(group: Group) -> list[Text]:
    """Return the lines of a flag with their base lines counted from its top, at x 0."""
    css = "name t-seal" if group.asked else "name"
    names = wrap(group.label, WIDE_SIZES["name"], _FLAG_WIDTH)
    lines = [(name, css, WIDE_SIZES["name"]) for name in names]
    lines.append((group.when, "sub", WIDE_SIZES["sub"]))
    return [Text(0, 13 + number * _LINE, text, css, size) for number, (text, css, size) in enumerate(lines)]


def _flag_width(lines: list[Text]) -> float:
    return GAP + max(text_width(line.text, line.size) for line in lines)


def _scale(span: tuple[int, int], groups: list[Group], labels: list[list[Text]]) -> Scale:
    """Stretch the span as far as the flags of the last events leave room for."""
    first, last = span
    right = AXIS_RIGHT - 14
    left = AXIS_LEFT + 6
    for group, lines in zip(groups, labels, strict=True):
        share = (group.start - first) / (last - first)
        if share > 0:
            right = min(right, left + (WIDTH - EDGE - _flag_width(lines) - left) / share)
    return Scale(first, last, left, right)


def _draw_flags(drawing: Drawing, scale: Scale, groups: list[Group], labels: list[list[Text]]) -> float:
    """Hang a flag on a pole for each group and return where the axis lies under them."""
    poles = [scale.at(group.start) for group in groups]
    spots = [(x, x + _flag_width(lines) + GAP) for x, lines in zip(poles, labels, strict=True)]
    lanes = flag_lanes(spots)
    lane_height = max((len(lines) * _LINE for lines in labels), default=0.0) + _LANE_GAP
    axis = EDGE + (max(lanes, default=-1) + 1) * lane_height + 12
    for group, x, lines, lane in zip(groups, poles, labels, lanes, strict=True):
        top = axis - 12 - lane * lane_height - len(lines) * _LINE
        drawing.lines.append(Line(((x, top + 2), (x, axis - 7)), "ask" if group.asked else "stem"))
        drawing.texts += [Text(x + GAP, top + line.y, line.text, line.css, line.size) for line in lines]
        css, radius = ("ev-ask", 7) if group.asked else ("ev", 6)
        length = (group.end - group.start) * scale.per_minute
        drawing.dots.append(Dot(x, axis, radius, css, length))
    return axis


def _draw_axis(drawing: Drawing, scale: Scale, axis: float, ask_x: float | None) -> None:
    drawing.lines.append(Line(((AXIS_LEFT, axis), (AXIS_RIGHT, axis)), "axis"))
    first, last = scale.back(AXIS_LEFT) + 1, scale.back(AXIS_RIGHT)
    for tick in ticks_between(first, last, least_minutes=_TICK_SPACE / scale.per_minute):
        x = scale.at(tick.at)
        drawing.lines.append(Line(((x, axis - 4), (x, axis + 4)), "tick"))
        half = text_width(tick.label, WIDE_SIZES["sub"]) / 2
        if ask_x is None or abs(x - ask_x) > half + GAP:
            drawing.texts.append(Text(x - half, axis + 20, tick.label, "sub", WIDE_SIZES["sub"]))


def _draw_window(drawing: Drawing, window: Period, scale: Scale, y: float, ask_x: float | None) -> float:
    """Draw a bar with its texts and return where the next one may begin."""
    left = min(max(scale.at(window.start), AXIS_LEFT), AXIS_RIGHT - 2)
    right = max(min(scale.at(window.end), AXIS_RIGHT), left + 2)
    drawing.bars.append(Bar(left, y, right - left, _BAR, WINDOW_CLASSES[window.tone]))
    inside, beside = Row(left + 8, right - 8), Row(EDGE, WIDTH - EDGE)
    beside.take(left - GAP, right + GAP)
    if ask_x is not None:
        inside.take(ask_x - GAP, ask_x + GAP)
        beside.take(ask_x - GAP, ask_x + GAP)
    below = []
    for text, css in ((window.label, TEXT_CLASSES[window.tone]), (window.text, "sub")):
        size = WIDE_SIZES[css]
        width = text_width(text, size)
        x = inside.place(width, left + 10)
        if x is None:
            x = beside.place(width, right + GAP)
        if x is None:
            below.append((text, css, size))
        elif text:
            drawing.texts.append(Text(x, y + 17, text, css, size))
    return _draw_below(drawing, below, y + _BAR, near=left, ask_x=ask_x) + 8


def _draw_below(
    drawing: Drawing,
    texts: list[tuple[str, str, float]],
    y: float,
    *,
    near: float,
    ask_x: float | None,
) -> float:
    """Write texts under a bar, clear of the line of the event in dispute; return their lower edge."""
    for text, css, size in texts:
        row = Row(EDGE, WIDTH - EDGE)
        if ask_x is not None:
            row.take(ask_x - GAP, ask_x + GAP)
        left, right = row.widest()
        lines = wrap(text, size, right - left)
        width = max(text_width(line, size) for line in lines)
        x = min(max(near, left), right - width)
        for line in lines:
            y += _LINE
            drawing.texts.append(Text(x, y, line, css, size))
        y += 2
    return y
