"""The coverage of a bank: by topic, with what tests nothing and what is not told."""

from cases.api import shipped_edition
from certification.bank.domain import Ask, Content, Option, QuestionType
from certification.publishing.coverage.report import cover
from certification.publishing.questions import Asked, asked_in_bank
from tests.factories.bank import RULE_MARK, make_bank

CASE = {"stack": {"platform": "taobao"}, "as_of": "2025-09-01", "facts": {"claim_type": "no_reason"}}


def content(*claims, facts=None, ask=Ask.CORRECT):
    options = tuple(Option(claim, claim) for claim in claims)
    return Content(QuestionType.SINGLE, "怎么办？", ask, {**CASE, "facts": {**CASE["facts"], **(facts or {})}}, options)


def test_the_bank_of_an_edition_is_covered_by_topic(db):
    edition, _report = make_bank()

    report = cover(asked_in_bank(), edition=edition)

    assert report.questions == 42
    assert report.total == report.count("tested") == 21
    assert [row.id for row in report.topics][:2] == ["ship", "addr"]
    assert report.to_json()["rules"][f"{RULE_MARK}SHIP-1"]["state"] == "tested"
    assert report.idle == report.unkeyed == ()


def test_a_rule_without_a_question_is_named_under_its_topic(db):
    edition, _report = make_bank()
    asked = [one for one in asked_in_bank() if f"late_ship_{1}" not in str(one.content.to_json())]

    report = cover(asked, edition=edition)

    assert report.to_json()["untested"] == {"ship": [f"{RULE_MARK}SHIP-1"]}


def test_only_the_rules_of_the_books_asked_for_are_reported():
    edition = shipped_edition()

    report = cover([], edition=edition, books=["law"])

    assert {one.rule.book for row in report.topics for one in (*row.untested, *row.repeats)} == {"law"}
    assert {one.rule.book for one in report.cited} == {"law"}
    assert report.count("tested") == 0


def test_an_incomplete_stem_is_told_with_the_fact_and_the_key_it_would_have():
    edition = shipped_edition()
    asked = [
        Asked("X-1", content("no_reason_ok", "not no_reason_ok", "verdict == reject")),
        Asked("X-2", content("not no_reason_ok", "no_reason_ok", "verdict == reject", ask=Ask.INCORRECT)),
    ]

    found = cover(asked, edition=edition).ambiguous

    missing = {fact.fact: fact for fact in found[0].missing}
    assert [one.code for one in found] == ["X-1", "X-2"]
    assert (missing["supports_7d"].value, missing["supports_7d"].label) == ("no", "支持七天无理由")
    assert "B" in missing["supports_7d"].key
    assert "A" not in missing["supports_7d"].key


def test_a_question_that_nothing_decides_is_told_apart():
    asked = [Asked("X-3", content("claim_type == no_reason", "goods_used", "seal_broken"))]

    report = cover(asked, edition=shipped_edition())

    assert [one.code for one in report.idle] == ["X-3"]
    assert report.unkeyed == ()
