"""A marked reply is the reply, whatever the marks."""

from hypothesis import given, settings
from hypothesis import strategies as st

from certification.sitting.drills.spans import Mark, Segment, segments

MARKS = st.lists(
    st.builds(
        Mark,
        st.integers(-3, 40),
        st.integers(-3, 40),
        st.sampled_from(["good", "seal", "warn", ""]),
        st.integers(1, 9),
    ),
    max_size=6,
)


def test_marked_words_stand_between_plain_ones():
    found = segments("亲，非常抱歉，您自己去找", [Mark(2, 6, "good", 1), Mark(7, 12, "seal", 2)])

    assert found == (
        Segment("亲，"),
        Segment("非常抱歉", "good", (1,)),
        Segment("，"),
        Segment("您自己去找", "seal", (2,)),
    )


def test_the_graver_of_two_marks_colours_what_both_cover_and_each_number_stands_once():
    found = segments("给您好评返现", [Mark(0, 6, "good", 1), Mark(2, 6, "seal", 2)])

    assert found == (Segment("给您", "good"), Segment("好评返现", "seal", (1, 2)))


@settings(max_examples=60)
@given(text=st.text(max_size=30), marks=MARKS)
def test_the_pieces_are_the_text_and_no_number_gets_lost(text, marks):
    found = segments(text, marks)
    shown = [one for one in marks if min(one.end, len(text)) > max(one.start, 0)]

    assert "".join(one.text for one in found) == text
    assert sorted(number for one in found for number in one.numbers) == sorted(one.number for one in shown)
