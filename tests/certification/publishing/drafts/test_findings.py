"""Which findings of a check keep a draft back."""

from dataclasses import replace

import pytest

from cases import api
from certification.publishing.drafts.domain import Waived
from certification.publishing.drafts.findings import finding_key, gap_condition, platform_of, standing
from certification.publishing.drafts.models import FindingWaiver
from tests.factories.drafts import CONFLICT, DEAD, GAP

pytestmark = pytest.mark.django_db
TIMEOUT = api.Finding("timeout", "law", "late_ship_1", (), "未能判定：是否还有冲突。")
CLAIM = api.Finding("invariant", "law", "", (), "断言不成立。", reason="claim-a")


def found(edition, *waivers, before=(), **lists):
    report = api.Report("sha256:draft", **lists)
    return standing(report, api.Report("sha256:base", gaps=before, dead=before, timeouts=before), waivers, edition)


def with_facts(**facts):
    return replace(GAP, witness={**GAP.witness, "facts": facts})


def test_everything_that_counts_is_told_conflicts_first(edition):
    rows = found(edition, gaps=(GAP,), dead=(DEAD,), invariants=(CLAIM,), timeouts=(TIMEOUT,), conflicts=(CONFLICT,))

    assert [one.kind for one in rows] == [None, Waived.GAP, Waived.DEAD, Waived.INVARIANT, Waived.TIMEOUT]
    assert all(one.is_open for one in rows)


def test_a_gap_with_a_reason_and_what_the_base_had_do_not_count(edition):
    meant = replace(GAP, reason="留给双方协商")

    assert found(edition, gaps=(meant,)) == ()
    assert found(edition, gaps=(GAP,), before=(GAP,)) == ()
    assert found(edition, conflicts=(CONFLICT,), before=(CONFLICT,)) != ()  # a conflict always counts


def test_findings_are_told_apart_by_what_they_are_about():
    others = [
        with_facts(worn="yes"),
        replace(GAP, stack="law"),
        replace(GAP, issue="late_ship_2"),
        replace(GAP, witness={**GAP.witness, "events": {}}),
        DEAD,
        replace(DEAD, rules=("B",)),
        CLAIM,
        replace(CLAIM, reason="claim-b"),
        TIMEOUT,
        replace(TIMEOUT, text="未能判定：别的。"),
    ]

    assert len({finding_key(one) for one in (GAP, *others)}) == 1 + len(others)
    at_another_hour = {**GAP.witness, "as_of": "2026-01-01", "events": {"paid": "2026-01-01 09:00"}}
    assert finding_key(replace(GAP, witness=at_another_hour, text="换一种说法")) == finding_key(GAP)


@pytest.mark.parametrize(
    ("facts", "condition"),
    [
        pytest.param({"worn": "yes"}, "has(paid) and worn == yes", id="yes or no"),
        pytest.param({"proved": "no"}, "has(paid) and proved == no", id="a burden of proof"),
        pytest.param({"proved": "unproven"}, "has(paid) and proved == unproven", id="not proved"),
        pytest.param({"goods": "fridge"}, "goods == fridge and has(paid)", id="one of several"),
        pytest.param({"pieces": "3"}, "has(paid) and pieces != 1", id="a number"),
        pytest.param({"amount": "12元"}, "amount != 0yuan and has(paid)", id="a sum"),
        pytest.param({"worn": "?"}, "has(paid)", id="nobody knows"),
    ],
)
def test_what_is_out_of_the_ordinary_in_a_gap_is_a_condition_of_the_language(edition, facts, condition):
    said = gap_condition(with_facts(**facts), edition)

    assert said == condition
    waiver = {"issue": "late_ship_1", "when": said, "reason": "有意不管"}
    content = {**api.edition_content(edition.id), "gaps": {"gaps": [waiver]}}
    assert api.build_released(content, label="x").waivers[0].when_text == said


def test_a_gap_is_of_a_platform_or_of_the_law_alone():
    assert platform_of(GAP) == "taobao"
    assert platform_of(replace(GAP, stack="law")) == "law"
    assert platform_of(replace(GAP, stack="law+taobao+shop")) == "taobao"


@pytest.mark.parametrize(
    ("when", "platform", "is_open"),
    [
        pytest.param("", "taobao", False, id="the issue as a whole"),
        pytest.param("worn == yes", "taobao", False, id="a wider case"),
        pytest.param("has(paid) and worn == no", "taobao", True, id="another case"),
        pytest.param("", "law", True, id="another platform"),
    ],
)
def test_a_waiver_covers_the_gaps_that_fulfil_its_condition(edition, when, platform, is_open):
    waiver = FindingWaiver(kind="gap", finding="another", issue="late_ship_1", platform=platform, when=when, reason="r")

    (row,) = found(edition, waiver, gaps=(GAP,))

    assert row.is_open is is_open
