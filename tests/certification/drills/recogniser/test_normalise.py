from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from certification.drills.recogniser.normalise import dense, normalise


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("您好", "你好"),
        ("運費我們出", "运费我们出"),
        ("晕费", "运费"),
        ("抱谦", "抱歉"),
        ("優惠卷", "优惠券"),
        ("绿泡泡", "微信"),
        ("Ｖ信", "微信"),
        ("5颗小星星", "五星"),
        ("１２元", "12元"),
        ("微\u200b信", "微信"),
        ("不发货", "不发货"),
        ("这里解决", "这里解决"),
    ],
)
def test_folds(raw, expected):
    assert normalise(raw).text == expected


def test_a_span_leads_back_to_the_raw_words():
    raw = "🙏🙏 加我绿泡泡吧"
    view = normalise(raw)
    start = view.text.index("微信")

    begin, end = view.to_raw(start, start + 2)

    assert raw[begin:end] == "绿泡泡"


def test_the_dense_view_joins_what_separators_part():
    assert dense(normalise("微 信·号 - abc")).text == "微信号abc"


@given(st.text(max_size=60))
@settings(max_examples=60, deadline=None)
def test_places_never_go_backwards_and_lie_in_the_text(raw):
    view = normalise(raw)

    assert len(view.starts) == len(view.ends) == len(view.text)
    assert all(0 <= start < end <= len(raw) for start, end in zip(view.starts, view.ends, strict=True))
    assert all(a <= b for a, b in pairwise(view.starts))


@given(st.text(alphabet="您亲微信v+绿泡泡运晕费邮抱歉谦的不，。5五颗星 评好", max_size=30))
@settings(max_examples=60, deadline=None)
def test_normalising_twice_changes_nothing(raw):
    once = normalise(raw).text

    assert normalise(once).text == once
