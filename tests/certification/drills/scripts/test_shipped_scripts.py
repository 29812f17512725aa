"""Every shipped script holds: its model answer passes, each bad talk fails for its reason, pairs differ in one fact."""

from functools import cache

import pytest

from cases import api
from certification.drills.checking import Checked, check, check_pairs
from certification.drills.hearing import hear
from certification.drills.script.model import Script
from certification.drills.script.reading import SCRIPTS_FOLDER, read_folder
from tests.factories.drills import the_script

NAMES = sorted(path.stem for path in SCRIPTS_FOLDER.glob("*.yaml"))
#: What trainers begin with, what the textbook adds, and what agents must never fall for.
SITUATIONS = frozenset(
    [
        "色差",
        "少件",
        "破洞",
        "最大码仍小",
        "发错货",
        "线头",
        "态度",
        "没有赠品",
        "袜子少一只",
        "掉色染包",
        "超区",
        "返修",
        "中差评",
        "维权",
    ]
)
TRAPS = ("review_bribe", "off_platform", "cash_in_parcel", "private_data")
FEWEST = 24
FEWEST_PAIRS = 4


@cache
def checked(name: str) -> Checked:
    """Return a shipped script as `manage.py check_drills` sees it."""
    return check(the_script(name), edition=api.shipped_edition(), hear=hear)


@pytest.fixture(scope="module")
def scripts() -> tuple[Script, ...]:
    """Every shipped script."""
    found, problems = read_folder()
    assert not problems
    return found


@pytest.mark.parametrize("name", NAMES)
def test_a_shipped_script_may_be_published(name: str) -> None:
    """Its shape is sound, its case decided, the model answer passes, the bad talks fail for what they are."""
    assert [str(one) for one in checked(name).findings] == []


@pytest.mark.parametrize("name", NAMES)
def test_every_bad_talk_fails_for_a_reason_of_its_own(name: str) -> None:
    """A script warns of several mistakes, not of one mistake several times."""
    reasons = [one.because for one in the_script(name).transcripts if not one.is_perfect]
    assert len(set(reasons)) >= min(2, len(reasons))


@pytest.mark.parametrize("name", NAMES)
def test_the_buyer_never_says_the_same_line_whatever_the_agent_did(name: str) -> None:
    """What a buyer says follows from what was said: no two ways out of a state share a line and lead apart."""
    for state in the_script(name).states.values():
        led: dict[str, str] = {}
        for move in state.on:
            for line in move.say:
                assert led.setdefault(line, move.to) == move.to


def test_the_situations_that_agents_meet_are_there(scripts: tuple[Script, ...]) -> None:
    assert len(scripts) >= FEWEST
    assert {one.provenance.get("seed") for one in scripts} >= SITUATIONS


def test_each_red_line_is_crossed_by_some_bad_talk(scripts: tuple[Script, ...]) -> None:
    reasons = {one.because for script in scripts for one in script.transcripts}
    assert {f"forbidden.{name}" for name in TRAPS} <= reasons


def test_pairs_differ_in_one_fact_and_want_different_answers(scripts: tuple[Script, ...]) -> None:
    found = {one.id: checked(one.id) for one in scripts}
    assert list(check_pairs(found)) == []
    assert sum(1 for one in scripts if one.pair) // 2 >= FEWEST_PAIRS
