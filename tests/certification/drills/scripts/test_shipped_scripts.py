"""Every shipped script holds: its model answer passes, each bad talk fails for its reason, pairs differ in one fact."""

from datetime import datetime, timedelta
from functools import cache

import pytest

from cases import api
from certification.drills.checking import Checked, check, check_pairs
from certification.drills.hearing import hear
from certification.drills.script.model import WHOLE, Check, Mood, Script
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
#: What is ours besides: lost parcels, blackmail, cash on delivery, addresses, both sides of the seven days, fakes, traps.
OWN_SITUATIONS = frozenset(
    [
        "途中丢件",
        "差评敲诈",
        "到付退货",
        "改地址没改成",
        "七天内最后一小时",
        "七天外一小时",
        "假货与品牌鉴定",
        "站外转账的陷阱",
        "好评返现的陷阱",
        "包裹里放现金的陷阱",
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
    assert {one.provenance.get("own") for one in scripts} >= OWN_SITUATIONS


def test_the_buyer_inside_the_seven_days_is_angry_and_the_other_an_hour_too_late() -> None:
    inside, outside = the_script("DR-0028"), the_script("DR-0029")
    assert inside.buyer.mood is Mood.ANGRY
    end = datetime.fromisoformat("2025-10-20 00:00")
    asked = [datetime.fromisoformat(one.case["events"]["return_requested"]) for one in (inside, outside)]
    assert [one - end for one in asked] == [timedelta(hours=-1), timedelta(hours=1)]


def test_every_part_of_the_grade_is_asked_for_by_some_script(scripts: tuple[Script, ...]) -> None:
    """Owed and given, order, the ladder, escalation, the note for the handover, tone, time."""
    criteria = [one for script in scripts for one in script.criteria]
    assert {one.check for one in criteria} == set(Check)
    assert any(one.before for one in criteria)
    assert any(pattern.name == "note_case" for one in criteria for pattern in one.said)
    assert all(sum(one.weight for one in script.criteria) == WHOLE for script in scripts)


def test_each_red_line_is_crossed_by_some_bad_talk(scripts: tuple[Script, ...]) -> None:
    reasons = {one.because for script in scripts for one in script.transcripts}
    assert {f"forbidden.{name}" for name in TRAPS} <= reasons


def test_pairs_differ_in_one_fact_and_want_different_answers(scripts: tuple[Script, ...]) -> None:
    found = {one.id: checked(one.id) for one in scripts}
    assert list(check_pairs(found)) == []
    assert sum(1 for one in scripts if one.pair) // 2 >= FEWEST_PAIRS
