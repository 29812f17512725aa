"""The life of a draft as a table, and what may be said where."""

import pytest

from certification.bank.workflow.domain import (
    TRANSITIONS,
    DraftState,
    Standing,
    standing_of,
    why_not,
    why_not_code,
    why_not_comment,
    why_not_save,
)

ALLOWED = {
    ("draft", "in_review"), ("draft", "discarded"),
    ("in_review", "draft"), ("in_review", "published"), ("in_review", "discarded"),
}  # fmt: skip


@pytest.mark.parametrize("old", DraftState)
@pytest.mark.parametrize("new", DraftState)
def test_a_draft_goes_only_where_the_table_says(old, new):
    refusal = why_not(old, new)

    assert (refusal is None) is ((old, new) in ALLOWED)
    assert refusal is None or refusal.code == "workflow.wrong-state"


def test_every_state_has_its_row():
    assert set(TRANSITIONS) == set(DraftState)


@pytest.mark.parametrize(
    ("state", "code"),
    [
        ("draft", None),
        ("in_review", "workflow.in-review"),
        ("published", "workflow.closed"),
        ("discarded", "workflow.closed"),
    ],
)
def test_only_a_draft_with_its_author_is_written(state, code):
    refusal = why_not_save(state)

    assert (refusal and refusal.code) == code


@pytest.mark.parametrize("code", ["MD-9001", "X1", "a.b_c-d", "A" * 40])
def test_codes_that_will_do(code):
    assert why_not_code(code) is None


@pytest.mark.parametrize("code", ["", "-A", "题一", "A B", "A" * 41, "A/B"])
def test_codes_that_will_not(code):
    assert why_not_code(code).code == "workflow.bad-code"


@pytest.mark.parametrize("place", ["whole", "stem", "case", "option:0", "option:5"])
def test_places_of_comments(place):
    assert why_not_comment(place, "说") is None


@pytest.mark.parametrize(
    ("place", "text", "code"),
    [
        ("option:6", "说", "workflow.unknown-place"),
        ("facts", "说", "workflow.unknown-place"),
        ("stem", "  ", "workflow.comment-empty"),
        ("stem", "说" * 501, "workflow.comment-long"),
    ],
)
def test_comments_that_are_refused(place, text, code):
    assert why_not_comment(place, text).code == code


@pytest.mark.parametrize(
    ("retired", "current", "versions", "expected"),
    [
        (True, False, True, Standing.RETIRED),
        (False, True, True, Standing.PUBLISHED),
        (False, False, True, Standing.BLOCKED),
        (False, False, False, Standing.NEW),
    ],
)
def test_where_a_question_stands(retired, current, versions, expected):
    assert standing_of(is_retired=retired, is_current=current, has_versions=versions) is expected
