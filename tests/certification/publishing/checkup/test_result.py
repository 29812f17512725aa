"""What a check-up came to."""

from cases.api import Finding, Report
from certification.publishing.checkup.result import CheckupResult, untested_rules
from tests.factories.rulebook import build_rulebook


def test_a_result_reads_back_as_it_was_written():
    gap = Finding("gap", "law", "verdict", (), "没有规则管", reason="留给协商")
    result = CheckupResult(Report("sha256:e", gaps=(gap,)), ("7D-TIME-01",), 3)

    assert CheckupResult.from_json(result.to_json()) == result
    assert "留给协商" in result.to_json()


def test_without_questions_every_rule_that_decides_is_untested():
    edition = build_rulebook()

    assert untested_rules({}, edition) == ("7D-TIME-01", "7D-RIGHT-01", "7D-EXCL-01", "SHIP-48H-01", "SHIP-AGREED-01")
