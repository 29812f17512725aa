"""The times that agents name, against the moment of the talk: Monday 2025-10-20 10:10."""

from datetime import datetime

import pytest

from certification.drills.domain.times import DAY, named_minute


def minute(text: str) -> int:
    gone = datetime.fromisoformat(text) - datetime(1970, 1, 1)  # noqa: DTZ001 - the engine's clock is on no zone
    return gone.days * DAY + gone.seconds // 60


AT = minute("2025-10-20 10:10")


@pytest.mark.parametrize(
    ("named", "at"),
    [
        pytest.param({"minutes": 48 * 60, "text": "48小时内"}, "2025-10-22 10:10", id="a length of time"),
        pytest.param({"minutes": 43200, "text": "一个月内"}, "2025-11-19 10:10", id="a length in months"),
        pytest.param({"clock": "18:00", "day": 0}, "2025-10-20 18:00", id="an hour today"),
        pytest.param({"clock": "18:00"}, "2025-10-20 18:00", id="an hour without a day"),
        pytest.param({"clock": "09:30", "day": 2}, "2025-10-22 09:30", id="an hour of a later day"),
        pytest.param({"clock": "24:00", "day": 1}, "2025-10-22 00:00", id="the end of tomorrow"),
        pytest.param({"day": 1, "text": "明天"}, "2025-10-21 00:01", id="tomorrow, sometime"),
        pytest.param({"day": 0, "text": "今晚"}, "2025-10-20 10:10", id="today, sometime"),
        pytest.param({"minutes": 432000, "text": "10月25日前"}, "2025-10-25 00:01", id="a date is not ten months"),
        pytest.param({"minutes": 432000, "text": "10月25日 18:00 前"}, "2025-10-25 18:00", id="an hour of a date"),
        pytest.param({"text": "27号之前"}, "2025-10-27 00:01", id="a day of this month"),
        pytest.param({"text": "3号"}, "2025-11-03 00:01", id="a day of the next month"),
        pytest.param({"text": "1月5日"}, "2026-01-05 00:01", id="a date of the next year"),
        pytest.param({"text": "2025年11月1日"}, "2025-11-01 00:01", id="a date with its year"),
        pytest.param({"text": "周三", "clock": "15:00"}, "2025-10-22 15:00", id="a day of this week"),
        pytest.param({"text": "下周一"}, "2025-10-27 00:01", id="a day of next week"),
        pytest.param({"text": "星期天"}, "2025-10-26 00:01", id="sunday ends the week"),
        pytest.param({"text": "月底前"}, "2025-10-31 00:01", id="the end of the month"),
        pytest.param({"text": "下个月底"}, "2025-11-30 00:01", id="the end of next month, said longer"),
        pytest.param({"text": "下月底"}, "2025-11-30 00:01", id="the end of next month"),
    ],
)
def test_a_named_time_is_a_minute_of_the_engines_clock(named, at):
    assert named_minute(named, AT) == minute(at)


@pytest.mark.parametrize(
    "named",
    [
        pytest.param(None, id="nothing"),
        pytest.param("18:00", id="no argument of ours"),
        pytest.param({"text": "尽快", "minutes": None}, id="soon"),
        pytest.param({"clock": "09:00"}, id="nine o'clock, at ten: tonight or tomorrow"),
        pytest.param({"clock": "09:00", "day": 0}, id="an hour that has passed"),
        pytest.param({"text": "18号签收的"}, id="a day that has passed"),
        pytest.param({"text": "2月30日"}, id="no such date"),
        pytest.param({"text": "13月1日", "minutes": None}, id="no such month"),
        pytest.param({"text": "周一到周五"}, id="a stretch of days"),
        pytest.param({"text": "十月二十五日", "minutes": 432000}, id="a date in words is not ten months"),
    ],
)
def test_what_cannot_be_read_names_no_time(named):
    assert named_minute(named, AT) is None
