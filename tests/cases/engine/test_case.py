"""Reading a case: what is understood, and every problem in one clear line."""

import pytest

from cases.engine.case import CaseError, Stack, parse_case
from cases.engine.values import ABSENT, UNPROVEN, parse_instant
from tests.factories.cases import AS_OF, little_words, make_case


def problems_of(**data) -> tuple[str, ...]:
    with pytest.raises(CaseError) as caught:
        parse_case({"as_of": AS_OF, **data}, little_words())
    return caught.value.problems


@pytest.mark.parametrize(
    ("name", "raw", "value"),
    [
        ("worn", "yes", True),
        ("worn", True, True),
        ("worn", "否", False),
        ("worn", "?", None),
        ("worn", None, None),
        ("proved", "unproven", UNPROVEN),
        ("reason", "late", "late"),
        ("pieces", 3, 3),
        ("pieces", "0", 0),
        ("price", "12.5元", 1250),
        ("price", "7fen", 7),
    ],
)
def test_a_fact_is_read_by_its_type(name, raw, value):
    assert make_case({name: raw}).facts[name] == value


def test_what_a_case_does_not_say_is_not_in_it():
    case = make_case()

    assert (case.facts, case.events, case.order, case.stack) == ({}, {}, frozenset(), Stack())


@pytest.mark.parametrize(
    ("data", "said"),
    [
        pytest.param(
            {"fact": {}}, "没有“fact”这一项,可用:stack、as_of、facts、events、order、acts", id="unknown entry"
        ),
        pytest.param({"facts": {"wron": "yes"}}, "没有叫“wron”的事实,是不是 worn", id="unknown fact"),
        pytest.param(
            {"facts": {"worn": "maybe"}}, "事实 worn(穿过):“maybe”不是可用的值,可用:yes、no、?", id="no boolean"
        ),
        pytest.param({"facts": {"proved": "maybe"}}, "可用:yes、no、unproven、?", id="no value of a burden fact"),
        pytest.param({"facts": {"worn": "unproven"}}, "可用:yes、no、?", id="unproven without a burden"),
        pytest.param({"facts": {"reason": "bad"}}, "可用:none、quality、late、?", id="no literal"),
        pytest.param({"facts": {"pieces": "two"}}, "“two”不是整数(件)", id="no number"),
        pytest.param({"facts": {"pieces": 4}}, "“4”超出范围 0 到 3", id="out of range"),
        pytest.param({"facts": {"price": "30"}}, "不是金额,如 30元", id="money without a unit"),
        pytest.param({"facts": ["worn"]}, "facts 应为“名称: 值”", id="facts as a list"),
        pytest.param({"events": {"payd": "yes"}}, "没有叫“payd”的事件,是不是 paid", id="unknown event"),
        pytest.param({"events": {"paid": "soon"}}, "看不懂", id="no instant"),
        pytest.param({"order": ["paid", "payd"]}, "没有叫“payd”的事件", id="unknown event in order"),
        pytest.param({"order": "paid"}, "order 应为列表", id="order as a text"),
        pytest.param({"acts": ["offre"]}, "没有叫“offre”的行为,是不是 offer", id="unknown act"),
        pytest.param({"acts": [3]}, "acts 的每一项", id="act as a number"),
        pytest.param({"acts": [{"act": "offer", "sum": "3元"}]}, "没有参数“sum”,可用:amount", id="unknown argument"),
        pytest.param({"acts": [{"act": "offer", "amount": "three"}]}, "offer 的 amount", id="bad argument"),
        pytest.param({"stack": {"site": "x"}}, "stack 里没有“site”,可用:platform、shop", id="unknown level"),
        pytest.param({"as_of": "soon"}, "as_of 应为日期或时刻", id="no date"),
        pytest.param({"as_of": "2025-02-30"}, "as_of “2025-02-30”", id="no such date"),
    ],
)
def test_a_problem_is_one_clear_line(data, said):
    problems = problems_of(**data)

    assert len(problems) == 1
    assert said in problems[0]
    assert "\n" not in problems[0]


def test_all_problems_are_told_at_once():
    assert len(problems_of(facts={"wron": "yes", "reason": "bad"}, events={"payd": "yes"}, as_of="soon")) == 4


def test_acts_repeat_and_project_to_facts():
    acts = [{"act": "offer", "amount": "30元"}, {"act": "offer", "amount": "20元"}, "count", "count"]

    assert make_case(acts=acts).projected == {"price": 3000, "opened": True, "pieces": 2}


def test_the_last_act_that_was_not_retracted_counts():
    acts = [{"act": "quote", "amount": "10元"}, {"act": "quote", "amount": "20元", "retracted": "yes"}]

    assert make_case(acts=acts).projected == {"price": 1000}


@pytest.mark.parametrize("act", ["offer", "quote"])
def test_an_act_with_an_open_amount_leaves_the_amount_open(act):
    acts = [{"act": act, "amount": "10元"}, {"act": act, "amount": "?"}]

    assert make_case(acts=acts).projected["price"] is None


def test_an_act_dates_an_event():
    case = make_case(acts=[{"act": "ship", "at": "2025-05-03 10:00"}, {"act": "ship", "at": "2025-05-04"}])

    assert case.events["sent"] == parse_instant("2025-05-03 10:00")


def test_a_stated_fact_beats_what_acts_project():
    case = make_case({"price": "5元"}, acts=[{"act": "offer", "amount": "30元"}])

    assert (case.facts["price"], "price" in case.projected) == (500, False)


def test_an_event_that_did_not_happen_is_absent():
    assert make_case(events={"paid": "no"}).events["paid"] is ABSENT


def test_the_hash_is_of_the_case_and_not_of_how_it_is_written():
    one = make_case({"worn": "yes", "price": "3元"}, {"paid": "2025-05-01"})
    same = make_case({"price": "300分", "worn": True}, {"paid": "2025-5-1"})
    other = make_case({"worn": "yes", "price": "3.01元"}, {"paid": "2025-05-01"})

    assert one.hash == same.hash
    assert one.hash != other.hash


def test_a_distance_from_a_day_is_another_case_than_the_same_two_intervals():
    counted = make_case(events={"paid": "2025-05-01", "sent": "paid + 25h"})
    apart = make_case(events={"paid": "2025-05-01", "sent": "2025-05-02 01:00/2025-05-03 00:59"})

    assert counted.events["sent"].plain() == apart.events["sent"]
    assert counted.hash != apart.hash
