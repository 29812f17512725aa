"""The prover seen from another process: explanations, differences, and what happens when it fails."""

import pytest

from cases.prover import client
from cases.prover.report import Difference, SupportCheck
from tests.factories.cases import make_rule
from tests.factories.prover import make_edition

REFUND = {"remedy": "refund"}
EDITION = make_edition(
    make_rule("A", REFUND, ("worn", "tagged or proved == yes")), make_rule("B", {"remedy": "reject"}, ("not worn",))
)
CASE = {"stack": {"platform": "plat"}, "as_of": "2025-06-01", "facts": {"worn": "yes"}, "events": {}}


def test_what_the_child_says_is_a_report_with_progress():
    seen = []

    report = client.verify_edition(EDITION, progress=lambda done, total, what: seen.append((done, total)))

    assert report.edition == EDITION.id
    assert report.gaps
    assert seen[0] == (0, seen[0][1])
    assert seen[-1] == (seen[0][1], seen[0][1])


def test_an_edit_is_checked_against_what_was_verified():
    newer = make_edition(make_rule("A", REFUND, ("worn",)), make_rule("B", {"remedy": "reject"}, ("opened",)))

    live = client.recheck_edition(EDITION, newer)
    whole = client.recheck_edition(EDITION, newer, whole=True)
    again = client.recheck_edition(EDITION, EDITION)

    assert {one.rules for one in live.conflicts} == {one.rules for one in whole.conflicts} == {("A", "B")}
    assert not again.conflicts
    assert {one.rules for one in client.verify_edition(newer).conflicts} == {("A", "B")}
    assert not client.recheck_edition(EDITION, EDITION).conflicts


def test_an_explanation_that_fixes_the_outcome_holds():
    assert client.check_support(EDITION, CASE, "remedy", ["worn", "tagged"]).holds


def test_an_explanation_that_leaves_something_out_is_insufficient():
    found = client.check_support(EDITION, CASE, "remedy", ["worn"])

    assert (found.sufficient, found.superfluous) == (False, ("worn",)) or found.sufficient is False
    assert found.witness["facts"]["tagged"] == "no"


def test_an_explanation_with_too_much_is_not_minimal():
    found = client.check_support(EDITION, CASE, "remedy", ["worn", "tagged", "proved"])

    assert found.sufficient
    assert found.superfluous == ("proved",)


def test_names_that_can_be_spared_are_left_out():
    asked = {"case": CASE, "issue": "remedy"}

    found = client.least_supports(
        EDITION, [{**asked, "names": ["proved", "worn", "tagged"]}, {**asked, "names": ["worn"]}]
    )

    assert found == (("worn", "tagged"), None)


def test_a_flip_that_does_not_flip_is_unfaithful():
    flips = [{**CASE, "facts": {"worn": "no"}}, {**CASE, "facts": {"worn": "yes", "price": "50元"}}]

    found = client.check_support(EDITION, CASE, "remedy", ["worn", "tagged"], flips)

    assert found.unfaithful == (1,)


def test_two_editions_differ_where_a_case_comes_out_otherwise():
    newer = make_edition(
        make_rule("A", REFUND, ("worn", "tagged")), make_rule("B", {"remedy": "reject"}, ("not worn",))
    )

    found = client.semantic_diff(EDITION, newer)

    assert [(item.issue, item.stack) for item in found] == [("remedy", "law+plat")]
    assert (found[0].old_status, found[0].old_value, found[0].new_status) == ("decided", "refund", "gap")
    assert found[0].witness["facts"] == {"worn": "yes", "tagged": "no", "proved": "yes"}
    assert client.semantic_diff(EDITION, EDITION) == ()


def test_a_rule_told_otherwise_that_means_the_same_makes_no_difference():
    same = make_edition(
        make_rule("A", REFUND, ("worn and (proved == yes or tagged)",)),
        make_rule("B", {"remedy": "reject"}, ("not worn",)),
    )

    assert client.semantic_diff(EDITION, same) == ()


def test_a_request_that_fails_says_why_and_the_next_one_works():
    with pytest.raises(client.ProverError, match="CaseError"):
        client.check_support(EDITION, {"as_of": "never"}, "remedy", [])

    assert client.check_support(EDITION, CASE, "remedy", ["worn", "tagged"]).holds


def test_a_child_that_ends_is_replaced():
    client.check_support(EDITION, CASE, "remedy", ["worn", "tagged"])
    client._PROVER._child.kill()
    client._PROVER._child.wait()

    assert client.check_support(EDITION, CASE, "remedy", ["worn", "tagged"]).holds


def test_results_survive_json():
    check = SupportCheck("remedy", sufficient=False, superfluous=("worn",), witness={"facts": {}}, unfaithful=(2,))
    difference = Difference("remedy", "law", {"facts": {}}, ("一行",), "gap", "decided", None, "refund", (), ("A",))

    assert SupportCheck.from_json(check.to_json()) == check
    assert Difference.from_json(difference.to_json()) == difference
