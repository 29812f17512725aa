"""Explanations hold: on a little corpus made to fail, and on every issue of every item that is shipped."""

import pytest

from cases import api
from cases.api import SupportCheck
from certification.bank.deriving import case_of_key
from certification.bank.files import read_bank
from certification.bank.items import DISPUTED_FILE, ITEMS_FOLDER
from certification.publishing.explanations import checking
from certification.publishing.explanations.checking import check_explanations, explained
from certification.publishing.questions import asked_in_files

PARTS = 4


def shipped_items():
    return asked_in_files(read_bank(ITEMS_FOLDER, DISPUTED_FILE))


@pytest.fixture
def one_item():
    return shipped_items()[:1]


@pytest.mark.parametrize("part", range(PARTS))
def test_the_explanations_of_the_bank_hold(part, record_property):
    checked = check_explanations(shipped_items()[part::PARTS], edition=api.shipped_edition())

    record_property(
        "counted",
        f"explanations, part {part + 1} of {PARTS}: {checked.questions} items, {checked.explanations} outcomes,"
        f" {checked.names} facts named, {checked.flips} flips, {len(checked.idle)} facts too many",
    )
    assert checked.explanations > checked.questions
    assert checked.flips > 0
    assert (checked.insufficient, checked.unfaithful, checked.undecided) == ([], [], [])
    assert checked.idle == []


def test_a_case_asked_about_twice_is_explained_once(one_item):
    edition = api.shipped_edition()

    assert list(explained([*one_item, *one_item], edition)) == list(explained(one_item, edition))


def test_what_the_solver_refutes_is_listed(one_item, monkeypatch):
    def refute(_edition, requests):
        return tuple(SupportCheck(one["issue"], sufficient=False, witness={}, unfaithful=(0,)) for one in requests)

    first = next(one for one in explained(one_item, api.shipped_edition()) if one.flips)
    monkeypatch.setattr(api, "check_supports", refute)
    monkeypatch.setattr(checking, "explained", lambda *_: iter([first]))

    checked = check_explanations(one_item, edition=api.shipped_edition())

    assert not checked.holds
    assert checked.insufficient == [f"{first.code} {first.issue}：{{}}"]
    assert checked.unfaithful == [f"{first.code} {first.issue}：{first.flips[0]}"]


def test_a_question_that_the_solver_leaves_open_is_no_proof(one_item, monkeypatch):
    monkeypatch.setattr(
        api, "check_supports", lambda _edition, requests: tuple(SupportCheck(one["issue"], None) for one in requests)
    )

    checked = check_explanations(one_item, edition=api.shipped_edition())

    assert not checked.holds
    assert len(checked.undecided) == checked.explanations


def test_a_fact_too_many_is_found(one_item, monkeypatch):
    edition = api.shipped_edition()
    first = next(explained(one_item, edition))
    padded = checking.Explained(first.code, first.case, first.issue, (*first.names, "brand_report"), ())
    assert "brand_report" not in first.names
    monkeypatch.setattr(checking, "explained", lambda *_: iter([padded]))

    checked = check_explanations(one_item, edition=edition)

    assert checked.idle == [f"{first.code} {first.issue}：brand_report"]
    assert not checked.insufficient


def test_a_fact_too_many_keeps_the_explanations_from_holding():
    assert checking.Checked(names=100).holds
    assert not checking.Checked(names=100, idle=["…"]).holds


def test_the_case_in_which_the_keyed_option_is_true_is_explained_too():
    edition = api.shipped_edition()
    overlaid = next(one for one in shipped_items() if len({_hash(raw, edition) for raw in _cases(one, edition)}) > 1)

    told = {_hash(one.case, edition) for one in explained([overlaid], edition)}

    assert told == {_hash(raw, edition) for raw in _cases(overlaid, edition)}


def _cases(one, edition):
    return one.question.case, case_of_key(one.content, api.derive_key(one.question, edition=edition).key)


def _hash(raw, edition):
    return api.parse_case(raw, edition=edition).hash


def test_a_fact_too_few_is_found(one_item, monkeypatch):
    edition = api.shipped_edition()
    first = next(one for one in explained(one_item, edition) if one.names)
    cut = checking.Explained(first.code, first.case, first.issue, first.names[1:], ())
    monkeypatch.setattr(checking, "explained", lambda *_: iter([cut]))

    assert check_explanations(one_item, edition=edition).insufficient
