"""The gate's own findings."""

import pytest

from certification.bank.domain import (
    Ask,
    Content,
    Disputed,
    Option,
    QuestionType,
    expected_findings,
)


def content(kind: QuestionType, options: int = 4) -> Content:
    return Content(kind, "题", Ask.CORRECT, {}, tuple(Option(str(n)) for n in range(options)))


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
