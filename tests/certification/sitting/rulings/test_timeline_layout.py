"""The drawn timeline: no label meets another or leaves the drawing, whatever the case."""

from dataclasses import dataclass, replace
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from certification.sitting.rulings.timeline import Drawing, draw_tall, draw_wide, title_of
from certification.sitting.rulings.timeline.clock import duration_text, slack_text
from certification.sitting.rulings.timeline.marks import Box, wrap

DAY = 1440
START = 20_314 * DAY + 620  # 2025-08-14 10:20


@dataclass(frozen=True)
class Event:
    label: str
    start: int
    end: int
    asked: bool = False


@dataclass(frozen=True)
class Window:
    label: str
    start: int
    end: int
    text: str = ""
    tone: str = "act"


@dataclass(frozen=True)
class View:
    events: tuple[Event, ...]
    windows: tuple[Window, ...] = ()


DRAWN = View(
    events=(
        Event("付款", START, START),
        Event("揽收", START + 2120, START + 2120),
        Event("本人签收", START + 3285, START + 3285),
        Event("申请退货", START + 13366, START + 13366, asked=True),
    ),
    windows=(
        Window("48 小时内揽收", START, START + 2880, "截止 8/16 10:20，揽收用时 35 小时 20 分", "good"),
        Window("七天无理由：次日零时起 168 小时", START + 3700, START + 13780, "截止 8/24 0:00"),
        Window("旧教材口径：签收时刻起 168 小时（已排除）", START + 3285, START + 13365, "", "old"),
    ),
)

LABELS = st.sampled_from(
    ["付款", "揽收", "本人签收", "申请退货", "商家确认收到退回的商品", "VIP 换货 7D-TIME-01", "平台介入并要求举证"]
)
GAPS = st.one_of(
    st.just(0), st.integers(1, 3), st.integers(4, 600), st.integers(600, 12_000), st.integers(12_000, 90_000)
)
TEXTS = st.sampled_from(
    ["", "截止 8/24 0:00", "截止 8/16 10:20，揽收用时 35 小时 20 分", "自签收次日零时起算满 168 小时，" * 5]
)


@st.composite
def views(draw):
    events, at = [], START
    for index in range(draw(st.integers(1, 9))):
        at += draw(GAPS) if index else 0
        by_day = draw(st.booleans()) and draw(st.booleans())
        start = at - at % DAY if by_day else at
        events.append(Event(draw(LABELS), start, start + (DAY - 1 if by_day else 0)))
    if draw(st.booleans()):
        chosen = draw(st.integers(0, len(events) - 1))
        events[chosen] = replace(events[chosen], asked=True)
    windows = []
    for _ in range(draw(st.integers(0, 4))):
        start = draw(st.sampled_from(events)).start + draw(st.sampled_from([0, 0, 1, 460]))
        length = draw(st.sampled_from([30, 2880, 10_080, 260_000]))
        end = draw(st.sampled_from([start + length, max(start + 1, draw(st.sampled_from(events)).start + 1)]))
        tone = draw(st.sampled_from(["act", "good", "old"]))
        windows.append(Window(draw(LABELS) + draw(TEXTS), start, end, draw(TEXTS), tone))
    return View(tuple(events), tuple(windows))


def boxes(drawing: Drawing):
    return [(text.text, text.box) for text in drawing.texts]


def assert_legible(drawing: Drawing):
    for text, box in boxes(drawing):
        assert box.left >= 0, text
        assert box.right <= drawing.width, text
        assert box.top >= 0, text
        assert box.bottom <= drawing.height, text
    for (one, a), (other, b) in combinations(boxes(drawing), 2):
        assert not a.meets(b), (one, other)


def uprights(drawing: Drawing):
    """Poles and the line of the event in dispute, as slim boxes."""
    for line in drawing.lines:
        (x, top), (to, bottom) = line.points[0], line.points[-1]
        if line.css in {"stem", "ask"} and x == to and len(line.points) == 2:
            yield Box(x - 0.5, min(top, bottom), x + 0.5, max(top, bottom))


@pytest.mark.parametrize("draw", [draw_wide, draw_tall])
@given(view=views())
@settings(max_examples=150, deadline=None)
def test_labels_never_meet_and_never_leave_the_drawing(draw, view):
    assert_legible(draw(view))


@given(view=views())
@settings(max_examples=150, deadline=None)
def test_no_upright_line_crosses_a_label(view):
    drawing = draw_wide(view)

    for upright in uprights(drawing):
        for text, box in boxes(drawing):
            assert not upright.meets(box), text


@given(view=views())
@settings(max_examples=100, deadline=None)
def test_label_lies_inside_a_bar_or_outside_but_not_across_its_ends(view):
    drawing = draw_wide(view)

    for bar in drawing.bars:
        for text, box in boxes(drawing):
            if box.bottom > bar.y and box.top < bar.y + bar.height:
                inside = bar.x <= box.left and box.right <= bar.x + bar.width
                assert inside or box.right <= bar.x or box.left >= bar.x + bar.width, text


@pytest.mark.parametrize("draw", [draw_wide, draw_tall])
@given(view=views())
@settings(max_examples=100, deadline=None)
def test_marks_stay_inside_and_every_event_is_named(draw, view):
    drawing = draw(view)

    for bar in drawing.bars:
        assert 0 <= bar.x <= bar.x + bar.width <= drawing.width
        assert 0 <= bar.y <= bar.y + bar.height <= drawing.height
    words = "".join(text.text for text in drawing.texts).replace(" ", "")
    for event in view.events:
        assert event.label.replace(" ", "") in words


@given(view=views())
def test_same_timeline_gives_the_same_drawing(view):
    assert draw_wide(view) == draw_wide(view)


@pytest.mark.parametrize(
    ("minutes", "text"),
    [(1, "1 分钟"), (414, "6 小时 54 分"), (48 * 60, "48 小时"), (4320, "3 天"), (10_141, "7 天 1 小时 1 分")],
)
def test_durations_are_worded(minutes, text):
    assert duration_text(minutes) == text


def test_event_at_the_very_end_is_just_in_time():
    assert slack_text(600, 600) == "恰在届满之时"


def test_lines_break_between_words_and_never_before_a_full_stop():
    assert wrap("按 7D-TIME-01 数。", 10, 70) == ["按", "7D-TIME-01", "数。"]
    assert wrap("ABCDEFGHIJ", 10, 30) == ["ABCDE", "FGHIJ"]
    assert wrap("甲乙丙丁。", 10, 40) == ["甲乙丙", "丁。"]
    assert wrap("甲乙（丙丁）", 10, 30) == ["甲乙", "（丙", "丁）"]


def test_near_deadline_is_enlarged_with_what_is_left():
    drawing = draw_wide(DRAWN)

    words = [text.text for text in drawing.texts]
    assert "还剩 6 小时 54 分" in words
    assert "按旧规则已超 1 分钟" in words
    assert [frame.css for frame in drawing.frames] == ["lens"]


@pytest.mark.parametrize(
    "asked_at",
    [pytest.param(START + 8000, id="far away"), pytest.param(START + 13780, id="at the very end")],
)
def test_deadline_that_needs_no_lens_has_none(asked_at):
    events = (*DRAWN.events[:3], Event("申请退货", asked_at, asked_at, asked=True))

    assert draw_wide(View(events, DRAWN.windows[1:2])).frames == []


def test_late_event_is_said_to_be_late():
    late = Event("申请退货", START + 13790, START + 13790, asked=True)

    drawing = draw_tall(View((*DRAWN.events[:3], late), DRAWN.windows[1:2]))

    assert "已超 10 分钟" in [text.text for text in drawing.texts]


def test_events_at_one_instant_share_a_flag():
    drawing = draw_wide(View((Event("签收", START, START), Event("申请退款", START, START))))

    assert "签收、申请退款" in [text.text for text in drawing.texts]
    assert len(drawing.dots) == 1


def test_window_that_runs_far_past_the_events_is_cut_off():
    drawing = draw_wide(View(DRAWN.events, (Window("六个月", START, START + 184 * DAY),)))

    assert max(text.x for text in drawing.texts if text.text == "申请退货") > 130


def test_window_without_events_is_drawn_alone():
    assert_legible(draw_wide(View((), DRAWN.windows)))
    assert_legible(draw_tall(View((), DRAWN.windows)))


def test_years_are_named_where_they_differ():
    view = View((Event("付款", START, START), Event("复议", START + 200 * DAY, START + 200 * DAY)))

    assert "2026/3/2 10:20" in [text.text for text in draw_wide(view).texts]


def test_title_says_events_and_ends():
    assert title_of(DRAWN).startswith("时间轴：8/14 10:20 付款；8/15 21:40 揽收；")
    assert "48 小时内揽收，到 2025/8/16 10:20" in title_of(DRAWN)


def test_event_whose_day_alone_is_known_says_so():
    day = START - START % DAY
    drawing = draw_wide(View((Event("签收", day, day + DAY - 1),)))

    assert "8/14 仅知日期" in [text.text for text in drawing.texts]
    assert drawing.dots[0].width > 12
    assert draw_tall(View((Event("签收", day, day + DAY - 1),))).dots[0].height > 12
