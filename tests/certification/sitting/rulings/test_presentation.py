"""What a 裁决书 shows of a decided case."""

from dataclasses import replace

from django.template.loader import render_to_string

from cases import api
from certification.core.case_links import unpack_case
from certification.sitting.rulings.presentation import (
    Answer,
    NumberedIssue,
    OptionRow,
    Ruling,
    present,
    table_rows,
)
from tests.factories.rulebook import LATE_BY_OLD_COUNT, build_rulebook

BODY = "certification/sitting/rulings/_ruling_body.html"


def ruling(case=LATE_BY_OLD_COUNT, issues=("in_time", "verdict"), **more):
    edition = build_rulebook()
    explanation = api.explain(api.parse_case(case, edition=edition), edition=edition, issues=issues)
    return present(explanation, case, edition=edition, reference="第 1 题", **more)


def html(document) -> str:
    return render_to_string(BODY, {"ruling": document})


def test_verdict_stands_before_everything_else():
    page = html(ruling())

    assert page.index('class="verdict"') < page.index("查明的时间") < page.index("争点一") < page.index("变")


def test_both_drawings_point_at_the_same_table():
    page = html(ruling())

    assert page.count('aria-describedby="ruling-times"') == 2
    assert page.count('id="ruling-times"') == 1


def test_deciding_rule_is_linked_with_source_and_date():
    page = html(ruling())

    assert "/corpus/7D-TIME-01/" in page
    assert "第10条" in page
    assert "2017-03-15" in page


def test_arithmetic_is_shown():
    assert 'class="calc"' in html(ruling())


def test_old_wording_stands_apart_from_what_was_defeated():
    page = html(ruling())

    assert "当时不适用的版本" in page
    assert "自签收时刻起满 168 小时为七日" in page


def test_defeated_rule_is_shown_with_what_it_would_have_decided():
    custom = {**LATE_BY_OLD_COUNT, "facts": {"claim_type": "no_reason", "custom": "yes"}}

    page = html(ruling(custom))

    assert "排除适用" in page
    assert "7D-RIGHT-01" in page


def test_every_flip_leads_to_its_supposition():
    document = ruling()

    assert document.flips
    for flip in document.flips:
        query = dict(part.split("=", 1) for part in flip.url.partition("?")[2].split("&"))
        assert unpack_case(query["case"]) == LATE_BY_OLD_COUNT
        assert unpack_case(query["set"]) == dict(flip.view.overlay)


def test_case_without_dates_shows_an_order_and_no_scale():
    floating = {"as_of": "2025-09-01", "facts": {}, "events": {"pickup_scan": "paid + 49h", "paid": "yes"}}

    page = html(ruling({**floating, "stack": {"platform": "taobao"}}, issues=None))

    assert "<svg id=" not in page
    assert "查明的先后" in page


def test_case_without_events_shows_no_times():
    assert "查明" not in html(ruling({"as_of": "2025-09-01", "facts": {"claim_type": "no_reason"}}, issues=None))


def test_gap_is_said_to_be_one():
    page = html(ruling({"as_of": "2025-09-01", "facts": {"claim_type": "no_reason"}}, issues=None))

    assert "空白" in page
    assert "规则没有规定" in page


def test_conflict_names_the_rules_that_collide():
    document = ruling()
    issue = replace(document.issues[0].view, status="conflict", ground="两条规则结论相反。")

    page = html(replace(document, issues=(NumberedIssue("一", issue),)))

    assert "没有规定谁优先" in page
    assert "相互冲突：" in page


def test_recall_question_shows_the_clause_it_cites():
    rule = build_rulebook().families["DEF-COD-01"][-1]

    page = html(Ruling("第 1 题", "2025.1", cited=rule))

    assert "本题考规则原文：到付是什么。" in page
    assert '<p class="clause">到付是收件人向承运人支付运费。</p>' in page


def test_mistake_is_discussed_first_and_then_the_key():
    rows = [("A", False, False), ("B", True, False), ("C", False, True), ("D", False, False)]
    answer = Answer("", tuple(OptionRow(letter, letter, key, picked) for letter, key, picked in rows))

    assert [option.letter for option in answer.reviewed] == ["C", "B", "A", "D"]


def test_open_fact_leaves_the_issue_undetermined():
    case = {**LATE_BY_OLD_COUNT, "facts": {"claim_type": "no_reason", "custom": "?"}}

    assert "未决" in html(ruling(case, issues=("verdict",)))


def test_table_says_when_only_the_day_is_known():
    edition = build_rulebook()
    case = {**LATE_BY_OLD_COUNT, "events": {"signed": "2025-08-16", "return_requested": "2025-08-20 10:00"}}
    explanation = api.explain(api.parse_case(case, edition=edition), edition=edition)

    assert "2025-08-16（仅知日期）" in [row.when for row in table_rows(explanation.timeline)]


def test_options_name_key_choice_reason_and_misreading():
    options = (
        OptionRow("A", "退货退款", is_key=True, is_picked=False, reason="在七天内。"),
        OptionRow("B", "不支持", is_key=False, is_picked=True, reason="没有超期。", misreading="从签收那一刻起数七天"),
    )

    page = html(ruling(answer=Answer("哪些正确？", options, is_many=True)))

    assert "应选" in page
    assert "你选的" in page
    assert "你漏选了" in page
    assert "从签收那一刻起数七天" in page


def test_misreading_at_the_key_of_a_negative_question_is_no_reason_to_choose_it():
    options = (OptionRow("A", "点了发货就不算延迟", is_key=True, is_picked=True, misreading="误以为点击就是发货"),)

    page = html(ruling(answer=Answer("哪项不正确？", options)))

    assert "它错在：" in page
    assert "就会选它" not in page


def test_judgement_is_spoken_in_its_words():
    options = (
        OptionRow("A", "正确", is_key=True, is_picked=True),
        OptionRow("B", "错误", is_key=False, is_picked=False),
    )

    answer = Answer("构成迟延。", options, is_judgement=True)

    assert answer.key == answer.picked == "正确"
    assert answer.is_right


def test_seal_carries_the_checksum():
    document = ruling()

    assert document.checksum == f"{document.explanation.checksum[:4]}·{document.explanation.checksum[4:8]}"
    assert document.checksum in html(document)
