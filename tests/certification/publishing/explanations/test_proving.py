"""As few facts as will do, found by the solver where the search names too many."""

import pytest

from cases import api
from certification.bank.files import read_bank
from certification.bank.items import DISPUTED_FILE, ITEMS_FOLDER
from certification.publishing.explanations import proving
from certification.publishing.explanations.checking import Explained, cases_shown, explained
from certification.publishing.explanations.proving import prove_explanations
from certification.publishing.questions import asked_in_files


@pytest.fixture
def edition():
    return api.shipped_edition()


@pytest.fixture
def first(edition):
    asked = asked_in_files(read_bank(ITEMS_FOLDER, DISPUTED_FILE))[:1]
    return next(one for one in explained(asked, edition) if one.names)


def prove(one, edition, monkeypatch, known=None):
    monkeypatch.setattr(proving, "named", lambda *_: iter([one]))
    return prove_explanations([], edition=edition, known=known or {})


def proof(one, names, edition):
    case = api.parse_case(one.case, edition=edition)
    return {case.hash: {one.issue: api.proof_of(case, one.issue, names, edition=edition)}}


def test_a_fact_too_many_is_left_out(first, edition, monkeypatch):
    assert "brand_report" not in first.names
    padded = Explained(first.code, first.case, first.issue, ("brand_report", *first.names), ())

    assert prove(padded, edition, monkeypatch) == proof(first, first.names, edition)


def test_what_needs_no_proof_gets_none(first, edition, monkeypatch):
    assert prove(first, edition, monkeypatch) == {}


def test_a_proof_that_is_used_is_kept(first, edition, monkeypatch):
    known = proof(first, first.names, edition)

    assert prove(first, edition, monkeypatch, known) == known


def test_names_that_do_not_fix_the_outcome_prove_nothing(first, edition, monkeypatch):
    monkeypatch.setattr(api, "least_supports", lambda *_: (None,))

    assert prove(first, edition, monkeypatch) == {}


def test_what_was_found_is_kept_after_every_batch(first, edition, monkeypatch):
    before = {"sha256:other": {"verdict": api.Proof("f", ())}}
    padded = Explained(first.code, first.case, first.issue, ("brand_report", *first.names), ())
    monkeypatch.setattr(proving, "named", lambda *_: iter([padded]))
    monkeypatch.setattr(api, "least_supports", lambda *_: ((),))
    kept = []

    found = prove_explanations([], edition=edition, known=before, keep=kept.append)

    assert kept == [{**before, **found}]
    assert found == proof(first, (), edition)


def test_every_proof_that_is_shipped_still_holds_of_its_rules(edition):
    """One that is out of date is passed over, and a fact too many may be named: `check_explanations --prove`."""
    asked = asked_in_files(read_bank(ITEMS_FOLDER, DISPUTED_FILE))
    used = {case.hash: case for _, _, case in cases_shown(asked, edition)}
    stale = [
        (name, issue)
        for name, issues in api.shipped_proofs().items()
        for issue, kept in issues.items()
        if name not in used or api.proof_of(used[name], issue, kept.names, edition=edition) != kept
    ]

    assert stale == []
