"""Drafts: sound by the gate, readable back as items, varied, and no twins."""

from itertools import islice

import pytest

from cases.api import draft_cases, shipped_edition
from certification.bank.checking import check_bank
from certification.bank.domain import CHOICE_TYPES
from certification.bank.files import BankFiles
from certification.bank.generate.drafting import LONGEST_STEM, MOST_UNUSUAL, drafts, known_twins, unusual_facts
from certification.bank.generate.writing import items_text
from certification.bank.items import read_items

RULES = ["7D-TIME-01", "TEST-FEE-02", "SHOP-COMP-5-30"]


def some(rule, count=8, **rest):
    return list(islice(drafts(rule, edition=shipped_edition(), **rest), count))


@pytest.mark.parametrize("rule", RULES)
def test_drafts_are_items_without_a_problem(rule):
    edition = shipped_edition()
    found = some(rule)
    items, problems = read_items(items_text(found, edition=edition.id, seed=0, rule=rule), "drafts.yaml")
    lines = check_bank(BankFiles(tuple(items), {}, ()), edition=edition)

    assert found
    assert problems == []
    assert [line.problems for line in lines] == [()] * len(found)
    assert [item.content.hash for item in items] == [draft.content.hash for draft in found]


@pytest.mark.parametrize("rule", RULES)
def test_stems_end_with_a_question_and_are_short_enough_to_read(rule):
    for draft in some(rule):
        assert draft.content.stem.endswith("？")
        assert len(draft.content.stem) <= LONGEST_STEM
        assert "{" not in draft.content.stem
        texts = [option.text for option in draft.content.options]
        assert len(set(texts)) == len(texts)


def test_kinds_of_question_take_turns():
    assert {draft.content.type for draft in some("7D-TIME-01", 10)} == set(CHOICE_TYPES)


def test_the_same_seed_gives_the_same_drafts_and_another_seed_others():
    assert [one.content for one in some("SHIP-48H-01", 3)] == [one.content for one in some("SHIP-48H-01", 3)]
    assert [one.content for one in some("SHIP-48H-01", 3)] != [one.content for one in some("SHIP-48H-01", 3, seed=5)]


def test_a_twin_of_a_question_that_exists_is_no_draft():
    edition = shipped_edition()
    first = some("TEST-FEE-02", 1)[0]
    taken = known_twins([first.content], edition)

    assert first.content.case not in [
        one.content.case for one in some("TEST-FEE-02", 20, taken=taken) if one.content.type is first.content.type
    ]


def test_no_two_drafts_are_twins():
    edition = shipped_edition()
    found = some("7D-TIME-01", 12)

    assert len(known_twins([one.content for one in found], edition)) == len(found)


def test_a_draft_says_where_it_comes_from():
    origins = {one.origin.partition("；")[0].partition("：")[0] for one in some("7D-TIME-01", 15)}

    assert {"典型案情", "边界"} <= origins


def test_a_case_with_many_odd_facts_is_told_apart():
    edition = shipped_edition()
    (case, *_rest) = draft_cases("TEST-FEE-02", edition=edition)
    odd = {
        "banned_item": "yes",
        "invoice_lost": "yes",
        "order_amount": "0元",
        "goods_used": "yes",
        "widespread_bad": "yes",
    }
    fields = {name: getattr(case, name) for name in case.__dataclass_fields__}
    strange = type(case)(**{**fields, "raw": {**case.raw, "facts": {**case.raw["facts"], **odd}}})

    assert unusual_facts(strange, edition) == ["banned_item", "invoice_lost", "widespread_bad"]
    assert len(unusual_facts(case, edition)) <= MOST_UNUSUAL


def test_an_unknown_rule_is_refused():
    with pytest.raises(KeyError):
        some("NOBODY")
