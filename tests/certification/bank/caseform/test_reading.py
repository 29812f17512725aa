"""From the form to a case, and from a case to the form."""

import pytest

from certification.bank.caseform.fields import make_form
from certification.bank.caseform.reading import read_form, read_time
from tests.factories.rulebook import LATE_BY_OLD_COUNT, build_rulebook

EDITION = build_rulebook()
IDS = {event.label: event.id for event in EDITION.vocabulary.events.values()}


def posted(form):
    """What a browser would send back of a form."""
    fields = [form.platform, form.shop, form.as_of, form.order, *form.facts, *form.events, *form.more_events]
    fields += [field for group in form.more_facts for field in group.fields]
    sent = {field.name: field.value for field in fields}
    for act in form.acts:
        if act.is_done:
            sent |= {act.name: "yes", **{arg.name: arg.value for arg in act.args}}
    return sent


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("2025-08-16 17:05", "2025-08-16 17:05"),
        (" 2025-08-16 ", "2025-08-16"),
        ("2025-08-16 17：05", "2025-08-16 17:05"),
        ("付款 + 49 小时", "paid + 49h"),
        ("付款后 49 小时", "paid + 49h"),
        ("付款之后3天", "paid + 3d"),
        ("签收前 30 分钟", "signed - 30min"),
        ("paid + 49h", "paid + 49h"),
        ("“付款”+ 49h", "paid + 49h"),
        ("有", "yes"),
        ("没有", "no"),
        ("不清楚", "?"),
        ("", ""),
        ("明天", "明天"),
    ],
)
def test_times_are_read_as_people_write_them(typed, read):
    assert read_time(typed, IDS) == read


def test_form_of_a_case_reads_back_as_the_case():
    case = {**LATE_BY_OLD_COUNT, "acts": [{"act": "offer_compensation", "amount": "30元"}], "order": ["paid", "signed"]}

    assert read_form(posted(make_form(case, edition=EDITION)), edition=EDITION) == case


def test_empty_fields_say_nothing():
    assert read_form({"as_of": "2025-09-01"}, edition=EDITION) == {"as_of": "2025-09-01", "facts": {}, "events": {}}


def test_order_takes_labels_and_names():
    case = read_form({"order": "付款 < ship_click，签收"}, edition=EDITION)

    assert case["order"] == ["paid", "ship_click", "signed"]


@pytest.mark.parametrize(
    ("kept", "acts"),
    [
        pytest.param(
            '[{"act": "ask_photos", "at": "2025-08-16"}]', [{"act": "ask_photos", "at": "2025-08-16"}], id="list"
        ),
        pytest.param('{"act": "ask_photos"}', [{"act": "ask_photos"}], id="one"),
        pytest.param("{broken", ["?"], id="tampered"),
    ],
)
def test_acts_that_boxes_cannot_show_come_back_as_they_were(kept, acts):
    assert read_form({"kept_acts": kept}, edition=EDITION)["acts"] == acts


def test_acts_with_a_time_repeated_or_unknown_are_kept_apart():
    acts = ["ask_photos", {"act": "ask_photos"}, {"act": "offer_compensation", "at": "2025-08-16"}, {"act": "dance"}, 3]

    form = make_form({"acts": acts}, edition=EDITION)

    assert [act.name for act in form.acts if act.is_done] == ["act.ask_photos"]
    assert list(form.kept_acts) == acts[1:]


def test_facts_that_decide_the_chosen_issue_come_first():
    form = make_form({}, edition=EDITION, focus="late_shipment")

    assert {field.name for field in form.facts} == {"fact.ship_proved", "fact.agreed_hours"}
    assert {field.name for field in form.events} == {"event.paid", "event.pickup_scan"}


def test_stated_facts_are_shown_whatever_the_issue():
    form = make_form({"facts": {"custom": True}}, edition=EDITION, focus="late_shipment")

    assert [field.value for field in form.facts if field.name == "fact.custom"] == ["yes"]


def test_every_fact_and_event_is_asked_exactly_once():
    form = make_form(LATE_BY_OLD_COUNT, edition=EDITION, focus="nonsense")
    facts = [field.name for field in form.facts] + [field.name for group in form.more_facts for field in group.fields]
    events = [field.name for field in (*form.events, *form.more_events)]

    assert sorted(facts) == sorted(f"fact.{name}" for name in EDITION.vocabulary.facts)
    assert sorted(events) == sorted(f"event.{name}" for name in EDITION.vocabulary.events)


def test_three_ways_of_not_knowing_are_three_choices():
    form = make_form({}, edition=EDITION, focus="late_shipment")
    proved = next(field for field in form.facts if field.name == "fact.ship_proved")

    assert [(choice.value, choice.label) for choice in proved.choices] == [
        ("", "未提及（按“没能举证”）"),
        ("yes", "是"),
        ("no", "否"),
        ("unproven", "没能举证"),
        ("?", "不清楚"),
    ]


def test_value_that_is_no_choice_stays_to_be_seen():
    form = make_form({"facts": {"custom": "maybe"}, "stack": {"platform": "ebay"}}, edition=EDITION)

    custom = next(field for field in form.facts if field.name == "fact.custom")
    assert custom.choices[-1].label == "maybe（不可用）"
    assert custom.choices[-1].is_chosen
    assert form.platform.choices[-1].label == "ebay（不可用）"


def test_field_named_in_a_problem_is_marked():
    form = make_form(
        {"facts": {"agreed_hours": "x"}}, edition=EDITION, problems=["事实 agreed_hours(约定发货小时):“x”不是整数"]
    )

    assert [field.name for field in form.facts if field.is_wrong] == ["fact.agreed_hours"]


def test_remarks_use_words_and_not_the_names_in_files():
    form = make_form({"facts": {"claim_type": "none"}, "events": {"ship_click": "yes"}}, edition=EDITION)

    assert next(field for field in form.facts if field.name == "fact.claim_type").hint == "不喜欢的填“七天无理由”。"
    assert next(field for field in form.events if field.name == "event.ship_click").hint == "不等于“揽收”。"


@pytest.mark.parametrize("part", ["facts", "events", "stack"])
def test_part_of_the_wrong_shape_opens_an_empty_form(part):
    assert make_form({part: "nonsense", "order": "x", "acts": "y"}, edition=EDITION).order.value == ""
