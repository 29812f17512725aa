"""A script that cannot be published is told why."""

import pytest

from cases import api
from certification.drills.checking import check
from certification.drills.hearing import declared
from certification.drills.script.reading import read_script
from tests.factories.drills import example_text


def findings(*changes):
    text = example_text()
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new, 1)
    script, problems = read_script(text, "x.yaml")
    assert script is not None, [str(one) for one in problems]
    checked = check(script, edition=api.shipped_edition(), hear=declared(script))
    return [one.code for one in checked.findings], [one.code for one in checked.notes]


def test_the_example_is_sound():
    assert findings() == ([], [])


@pytest.mark.parametrize(
    ("code", "changes"),
    [
        ("drill.case", [("claim_type: quality,", "claim_type: sadness,")]),
        ("drill.area", [("area: quality", "area: poetry")]),
        ("drill.issue", [("issues: [verdict,", "issues: [verdict, weather,")]),
        ("drill.not_raised", [("issues: [verdict,", "issues: [verdict, refund_late,")]),
        ("drill.unreachable", [("endings:\n", "endings:\n  - {id: lost, kind: bad, say: []}\n")]),
        ("drill.punished-duty", [("criteria:\n", "forbidden: [offer_return]\ncriteria:\n")]),
        ("drill.perfect-fails", [("acts: [offer_return, freight_seller, next_step_time]", "acts: [offer_return]")]),
        ("drill.perfect-ending", [("to: solved, patience: 1}\n      - {when: {any: [refuse, blame_argue]}, to: angry, patience: -1, say: [照片", "to: angry, patience: 1}\n      - {when: {any: [refuse, blame_argue]}, to: angry, patience: -1, say: [照片")]),
        ("drill.bad-reason", [("because: payer.freight_buyer", "because: forbidden.off_platform")]),
        ("drill.bad-passes", [("acts: [offer_return, freight_buyer]", "acts: [offer_return, freight_seller, next_step_time]"), ("\n      - {say: 运费您自理哦。, acts: [freight_buyer]}", "")]),
        ("drill.too-long", [("acts: [apology, review_bribe]}", "acts: [apology, offer_return, freight_seller]}\n      - {say: 还有一句}")]),
    ],
)  # fmt: skip
def test_what_blocks_a_script_is_told(code, changes):
    assert code in findings(*changes)[0]


def test_a_state_without_a_way_out_is_told():
    text = example_text()
    start, end = text.index("  - id: angry\n"), text.index("endings:")
    stuck = "  - id: angry\n    on:\n      - {to: angry, patience: -1, say: [哼]}\n"

    assert "drill.endless" in findings((text[start:end], stuck))[0]


def test_what_the_author_may_look_at_blocks_nothing():
    codes, notes = findings(
        (
            "acts: [apology, ask_evidence(photo)]}\n      - {say: 看到了",
            "acts: [ask_evidence(photo)]}\n      - {say: 看到了",
        )
    )

    assert codes == []
    assert notes == ["drill.perfect-incomplete"]
