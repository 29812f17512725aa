"""Rows and text of a claim are two views of one thing."""

import pytest
from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st

from cases import api
from certification.bank.caseform.claim_rows import read_claim, row_fields, say_claim
from certification.bank.caseform.claim_values import read_value, say_value
from certification.bank.caseform.claims import OPERATORS, Claim, Row, rows_of, text_of, with_row, without_row
from certification.bank.files import read_bank
from certification.bank.items import DISPUTED_FILE, ITEMS_FOLDER

EDITION = api.shipped_edition()
WORDS = EDITION.vocabulary
CLAIMS = sorted(
    {option.claim for item in read_bank(ITEMS_FOLDER, DISPUTED_FILE).items for option in item.content.options} - {""}
)
#: Of a hundred claims of the bank, so many can be shown as rows.
SHARE_IN_ROWS = 100


def posted(claim: Claim) -> QueryDict:
    """The fields of rows, as a browser sends them."""
    fields = QueryDict(mutable=True)
    fields["o.join"] = claim.joiner
    for row in row_fields(claim, WORDS, prefix="o.row"):
        fields[f"{row.name}.issue"] = fields[f"{row.name}.was"] = row.issue
        chosen = next(one.value for one in row.operators if one.is_chosen)
        fields[f"{row.name}.operator"] = fields[f"{row.name}.compared"] = chosen
        if row.kind == "text":
            fields[f"{row.name}.value"] = row.text
        elif row.kind in ("select", "several"):
            fields.setlist(f"{row.name}.value", [one.value for one in row.values if one.is_chosen])
    return fields


def test_every_claim_of_the_bank_comes_back_from_rows_byte_for_byte(record_property):
    shown = [text for text in CLAIMS if rows_of(text) is not None]

    assert [text for text in shown if text_of(rows_of(text)) != text] == []
    assert [text for text in shown if read_claim(posted(rows_of(text)), WORDS, prefix="o") != text] == []
    record_property("counted", f"{len(shown)} of {len(CLAIMS)} different claims can be shown as rows")
    assert len(shown) * 100 >= SHARE_IN_ROWS * len(CLAIMS)


ROWS = st.builds(
    Row, st.sampled_from(["verdict", "accepted", "refund_price", ""]), st.sampled_from(OPERATORS), st.just("x")
)


@given(st.builds(Claim, st.lists(ROWS, min_size=2, max_size=4).map(tuple), st.sampled_from(["and", "or"])))
def test_what_rows_write_reads_back_as_the_same_text(claim: Claim):
    text = text_of(claim)

    again = rows_of(text)

    assert again is not None
    assert text_of(again) == text


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("verdict == refund and (accepted or prominent)", id="nested"),
        pytest.param("verdict == refund and accepted or prominent", id="both joiners"),
        pytest.param("not (verdict == refund)", id="非 before more than a name"),
        pytest.param("verdict==refund", id="other spaces"),
        pytest.param("verdict in (refund,reject)", id="other commas"),
    ],
)
def test_what_rows_cannot_say_byte_for_byte_stays_text(text: str):
    assert rows_of(text) is None


def test_unfinished_rows_stay_on_the_page():
    claim = Claim((Row("verdict", "==", "refund"), Row()))

    assert rows_of(text_of(claim)) == claim
    assert [row.is_finished for row in claim.rows] == [True, False]
    assert text_of(with_row(claim, Row("accepted", "holds"), 1)) == "verdict == refund and accepted"
    assert text_of(without_row(claim, 1)) == "verdict == refund"


def test_another_issue_forgets_a_value_that_it_cannot_have():
    fields = posted(Claim((Row("verdict", "==", "refund"),)))
    fields["o.row.0.issue"] = "freight_return_bearer"

    assert read_claim(fields, WORDS, prefix="o") == "freight_return_bearer == "

    fields["o.row.0.issue"] = "accepted"

    assert read_claim(fields, WORDS, prefix="o") == "accepted"


def test_the_text_form_is_kept_as_it_was_typed():
    fields = QueryDict(mutable=True)
    fields["o.claim"] = " verdict ==\r\n refund "

    assert read_claim(fields, WORDS, prefix="o") == " verdict ==\n refund "


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("11yuan", "11元"),
        ("86.50yuan", "86.50元"),
        ("48h", "48小时"),
        ("@signed + 7d", "签收 + 7天"),
        ("next_midnight(@signed) + 7d", "签收次日零点 + 7天"),
        ("workdays_after(@return_signed, 7)", "卖家签收退货后 7 个工作日"),
        ("next_midnight(@nothing_known)", "next_midnight(@nothing_known)"),
        ("200", "200"),
    ],
)
def test_values_are_said_in_words_and_read_back(text: str, said: str):
    assert say_value(text, WORDS) == said
    assert read_value(said, WORDS) == text


def test_a_claim_is_said_in_words():
    said = say_claim("verdict in (reject, pay_seller) and not accepted and refund_price == 11yuan", WORDS)

    issues = WORDS.issues
    values = issues["verdict"].values
    assert said == (
        f"{issues['verdict'].label} 属于 {values['reject']}、{values['pay_seller']}"
        f" 且 {issues['accepted'].label} 不成立 且 {issues['refund_price'].label} = 11元"
    )
    assert say_claim("not (accepted)", WORDS) == "not (accepted)"
