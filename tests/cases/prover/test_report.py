"""A report goes through JSON and comes back the same."""

import json

from cases.prover.report import KINDS, Finding, Report

GAP = Finding(
    "gap",
    "law+taobao",
    "verdict",
    ("7D-RIGHT-01",),
    "没有规则管",
    {"as_of": "2025-09-01", "facts": {"custom": "yes"}},
    ("商品是定作的",),
    "留给协商",
)
BARE = Finding("dead", "law", "", ("OLD-01",), "永远用不上")


def test_a_report_reads_back_as_it_was_written():
    report = Report("sha256:e", gaps=(GAP,), dead=(BARE,), checked=12, seconds=3.5)

    assert Report.from_json(json.loads(json.dumps(report.to_json()))) == report


def test_its_json_names_every_list():
    data = Report("sha256:e", gaps=(GAP,)).to_json()

    assert all(isinstance(data[kind], list) for kind in KINDS)
    assert data["gaps"][0]["reason"] == "留给协商"


def test_a_gap_with_a_reason_leaves_the_report_sound():
    assert Report("sha256:e", gaps=(GAP,)).is_sound
    assert not Report("sha256:e", dead=(BARE,)).is_sound
