"""The gate's own findings."""

import pytest

from certification.bank.domain import (
    Ask,
    Content,
    Disputed,
    Option,
    QuestionType,
    expected_findings,
    key_findings,
)


def content(kind: QuestionType, options: int = 4) -> Content:
    return Content(kind, "题", Ask.CORRECT, {}, tuple(Option(str(n)) for n in range(options)))


@pytest.mark.parametrize(
    ("kind", "key", "code"),
    [
        pytest.param(QuestionType.SINGLE, (0,), None, id="one of a single choice"),
        pytest.param(QuestionType.SINGLE, (), "bank.no-key", id="none"),
        pytest.param(QuestionType.SINGLE, (0, 2), "bank.two-true", id="two of a single choice"),
        pytest.param(QuestionType.MULTIPLE, (0, 1), None, id="two of a multiple choice"),
        pytest.param(QuestionType.MULTIPLE, (0,), "bank.key-size", id="one of a multiple choice"),
        pytest.param(QuestionType.MULTIPLE, (0, 1, 2, 3), "bank.key-size", id="all of a multiple choice"),
        pytest.param(QuestionType.TRUEFALSE, (1,), None, id="a judgement"),
    ],
)
def test_a_key_has_as_many_options_as_its_type_asks_for(kind, key, code):
    size = 2 if kind is QuestionType.TRUEFALSE else 4
    found = key_findings(content(kind, size), key, [n in key for n in range(size)])

    assert [one.code for one in found] == ([code] if code else [])


def test_an_option_of_unknown_truth_is_named():
    found = key_findings(content(QuestionType.SINGLE), (0,), [True, None, False, False])

    assert [one.message for one in found] == ["选项 B 的真假定不下来"]


@pytest.mark.parametrize(
    ("expected", "disputed", "code"),
    [
        pytest.param(["A"], None, None, id="agreed"),
        pytest.param(["B"], None, "bank.unexpected-key", id="not agreed"),
        pytest.param([], None, "bank.unexpected-key", id="nothing expected"),
        pytest.param(["B"], Disputed(("B",), ("A",), "因为"), None, id="on record"),
        pytest.param(["B"], Disputed(("B",), ("A",), ""), "bank.stale-dispute", id="without a reason"),
        pytest.param(["B"], Disputed(("B",), ("C",), "因为"), "bank.stale-dispute", id="another key on record"),
        pytest.param(["A"], Disputed(("B",), ("A",), "因为"), "bank.stale-dispute", id="agreed by now"),
    ],
)
def test_a_typed_key_that_differs_must_be_on_record(expected, disputed, code):
    found = expected_findings(content(QuestionType.SINGLE), (0,), expected, disputed)

    assert [one.code for one in found] == ([code] if code else [])
