"""The time line: events in order and the limits beside them."""

from cases.engine.language import parse_conclusion
from cases.engine.rules import Misreading
from cases.engine.values import parse_instant
from tests.factories.cases import little_words, make_case, make_effective, make_rule
from tests.factories.explanations import explain

WORDS = little_words()


def minute(text: str) -> int:
    return parse_instant(text).lo


def reading(say: str, then: str) -> Misreading:
    return Misreading(say, then={"deadline": parse_conclusion(then, WORDS.issues["deadline"], WORDS)})


NORM = make_rule(
    "NORM",
    {"deadline": "next_midnight(@paid) + 7d"},
    when=("has(paid)",),
    effective=make_effective("2020-01-01"),
    misreadings=(reading("误把当天算第一天", "next_midnight(@paid) + 6d"), reading("误数成三天", "@paid + 72h")),
)
OLD = make_rule(
    "NORM", {"deadline": "@paid + 168h"}, when=("has(paid)",), version="old", effective=make_effective("", "2020-01-01")
)
LATE = make_rule("LATE", {"late": "@sent > deadline"}, when=("has(sent)",))
CASE = make_case(events={"signed": "2025-05-12", "paid": "2025-05-01 10:20", "sent": "2025-05-03 10:20"})


def test_events_stand_in_order_and_the_one_in_question_is_marked():
    line = explain([OLD, NORM, LATE], CASE, ["late"]).timeline

    assert [(event.id, event.text, event.asked) for event in line.events] == [
        ("paid", "5 月 1 日 10:20", False),
        ("sent", "5 月 3 日 10:20", True),
        ("signed", "5 月 12 日", False),
    ]
    assert (line.events[2].start, line.events[2].end) == (minute("2025-05-12"), minute("2025-05-12 23:59"))
    assert line.dated


def test_a_deadline_is_a_window_from_where_counting_starts():
    window = explain([OLD, NORM, LATE], CASE, ["late"]).timeline.windows[0]

    assert (window.label, window.text, window.tone, window.rule_id) == (
        "期限：付款次日零时起 7 天",
        "截止 5 月 9 日 0:00",
        "act",
        "NORM",
    )
    assert (window.start, window.end) == (minute("2025-05-02 00:00"), minute("2025-05-09 00:00"))


def test_wrong_counts_are_drawn_as_old_and_no_more_than_two():
    windows = explain([OLD, NORM, LATE], CASE, ["late"]).timeline.windows

    assert [(window.label, window.tone) for window in windows[1:]] == [
        ("旧口径：付款起 168 小时（已排除）", "old"),
        ("误把当天算第一天（不对）", "old"),
    ]


def test_a_limit_beside_the_question_is_good():
    other = make_rule("ASKED", {"remedy": "refund"})

    windows = explain([NORM, other], CASE, ["remedy"]).timeline.windows

    assert [window.tone for window in windows] == ["good"]


def test_a_limit_on_elapsed_time_is_a_window_too():
    rule = make_rule("LATE", {"late": "elapsed(paid, sent) > 48h"}, when=("has(paid) and has(sent)",))

    (window,) = explain([rule], CASE, ["late"]).timeline.windows

    assert (window.label, window.text, window.end - window.start) == ("付款起 48 小时", "截止 5 月 3 日 10:20", 48 * 60)


def test_months_are_a_window():
    rule = make_rule("HALF", {"deadline": "months_after(@paid, 6)"}, when=("has(paid)",))

    (window,) = explain([rule], CASE, ["deadline"]).timeline.windows

    assert (window.start, window.end) == (minute("2025-05-01 10:20"), minute("2025-11-01 10:20"))


def test_the_later_of_two_limits_starts_where_its_count_starts():
    rule = make_rule("MAX", {"deadline": "max(@paid + 48h, @paid + 24h)"}, when=("has(paid)",))

    (window,) = explain([rule], CASE, ["deadline"]).timeline.windows

    assert window.end == minute("2025-05-03 10:20")


def test_a_case_without_dates_counts_from_its_anchor():
    rule = make_rule("LATE", {"late": "elapsed(paid, sent) > 48h"}, when=("has(paid) and has(sent)",))
    case = make_case(events={"paid": "yes", "sent": "paid + 49h"})

    line = explain([rule], case, ["late"]).timeline

    assert (line.dated, line.anchor) == (False, "paid")
    assert [(event.text, event.start) for event in line.events] == [("起点", 0), ("付款后 49 小时", 49 * 60)]
    assert [window.text for window in line.windows] == ["截止付款后 48 小时"]


def test_an_order_alone_gives_positions():
    line = explain([LATE], make_case(order=["paid", "sent", "signed"]), ["late"]).timeline

    assert [(event.id, event.start, event.text) for event in line.events] == [
        ("paid", 0, "第 1 步"),
        ("sent", 1, "第 2 步"),
        ("signed", 2, "第 3 步"),
    ]
    assert not line.dated


def test_a_case_without_events_has_no_line():
    assert explain([], make_case()).timeline.events == ()


def test_an_event_too_coarse_to_decide_is_marked():
    case = make_case(events={"paid": "2025-05-01 10:20", "sent": "2025-05-09"})

    line = explain(
        [NORM, make_rule("LATE", {"late": "@sent > deadline"}, when=("has(sent)",))], case, ["late"]
    ).timeline

    assert [(event.id, event.asked) for event in line.events] == [("paid", False), ("sent", True)]


def test_a_count_not_yet_in_force_is_called_later():
    case = make_case(events={"paid": "2019-05-01 10:20", "sent": "2019-05-03"}, as_of="2019-06-01")

    windows = explain([OLD, NORM, LATE], case, ["late"]).timeline.windows

    assert [window.label for window in windows] == ["期限：付款起 168 小时", "后来口径：付款次日零时起 7 天（已排除）"]


def test_days_that_the_case_fixes_are_counted_with_their_figure():
    promised = make_rule("P", {"deadline": "next_midnight(@paid) + pieces * 1d"}, when=("has(paid)",))
    case = make_case({"pieces": "3"}, {"paid": "2025-05-01 10:20"})

    assert explain([promised], case, ["deadline"]).timeline.windows[0].label == "期限：付款次日零时起 3 天"
