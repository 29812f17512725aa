import pytest

from certification.drills.recogniser.slots import durations, money, parse_number


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("12", 12),
        ("12.5", 12.5),
        ("十", 10),
        ("二十", 20),
        ("一百二", 120),
        ("两千", 2000),
        ("一百零五", 105),
        ("三万五", 35_000),
        ("好", None),
        ("", None),
    ],
)
def test_numbers(text, number):
    assert parse_number(text) == number


@pytest.mark.parametrize(
    ("text", "fen"),
    [
        ("补你20元", [2000]),
        ("¥12.5", [1250]),
        ("二十块钱", [2000]),
        ("三块五", [350]),
        ("五毛", [50]),
        ("一分钱", [1]),
        ("30块或50块", [3000, 5000]),
        ("五星", []),
        ("0元", []),
    ],
)
def test_money(text, fen):
    assert [slot.value for slot in money(text)] == fen


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("24小时内", [1440]),
        ("半小时", [30]),
        ("两个工作日", [2880]),
        ("一个半小时", [90]),
        ("十分钟", [10]),
        ("周三", []),
        ("3天", [4320]),
        ("五分好评", []),
    ],
)
def test_durations(text, minutes):
    assert [slot.value for slot in durations(text)] == minutes
