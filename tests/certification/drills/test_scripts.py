"""Every shipped script: its shape, what the rules owe in it, its perfect and its bad transcripts, its minimal pair."""

import pytest

from cases import api
from certification.drills.catalogue import known_acts
from certification.drills.checking import check, check_pairs
from certification.drills.domain.acts import Kind
from certification.drills.hearing import hear
from certification.drills.promises import promises
from certification.drills.recogniser import ACT_NAMES
from certification.drills.script.reading import SCRIPTS_FOLDER, read_folder

SCRIPTS, PROBLEMS = read_folder()


def test_every_file_is_a_script_named_after_its_id():
    assert [str(one) for one in PROBLEMS] == []
    assert {path.stem for path in SCRIPTS_FOLDER.glob("*.yaml")} == {one.id for one in SCRIPTS}
    assert len(SCRIPTS) >= 24


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda one: one.id)
def test_the_perfect_talk_passes_and_the_bad_ones_fail_for_their_reasons(script):
    checked = check(script, edition=api.shipped_edition(), hear=hear)

    assert [one.message for one in checked.findings] == []


def test_minimal_pairs_differ_in_one_thing_and_in_what_is_owed():
    edition = api.shipped_edition()
    checked = {one.id: check(one, edition=edition, hear=lambda *_said: hear("好")) for one in SCRIPTS if one.pair}

    assert [(script, finding.message) for script, finding in check_pairs(checked)] == []


def test_the_judge_knows_every_act_that_the_recogniser_reports_and_every_corpus_act():
    assert set(ACT_NAMES) <= set(known_acts())
    named = {one.act for act in known_acts().values() for one in act.corpus}
    assert named <= set(api.shipped_edition().vocabulary.acts)
    assert {name for name, one in known_acts().items() if one.kind is Kind.FORBIDDEN} >= {
        "review_bribe",
        "off_platform",
        "cash_in_parcel",
        "private_data",
    }


def test_promises_speak_of_issues_and_outcomes_that_there_are():
    issues = api.shipped_edition().vocabulary.issues
    for one in promises():
        assert one.issue in issues
        known = {"yes", "no"} | {str(value) for value in getattr(issues[one.issue], "values", {})}
        assert set(one.outcomes) <= known, one
