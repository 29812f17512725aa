"""After an edit: what the quick check and its completion find is what a run over the whole edited edition finds."""

from dataclasses import replace
from random import Random

import pytest

from cases.engine.precedence import OverrideCycleError
from cases.engine.program import StackError
from cases.engine.rules import Force, Kind
from cases.prover.edited import WholeRunNeededError
from cases.prover.recheck import Recheck
from cases.prover.report import Report
from cases.prover.verify import Memory, verify
from tests.cases.engine.random_rules import random_rules
from tests.factories.cases import FULL_STACK, make_effective, make_rule
from tests.factories.prover import make_edition, make_invariant, make_waiver

REFUND, EXCHANGE = {"remedy": "refund"}, {"remedy": "exchange"}
ALWAYS = make_rule("ALWAYS", kind=Kind.FALLBACK, book="law")
EXCHANGED = make_rule("ALWAYS", EXCHANGE, kind=Kind.FALLBACK, book="law")


def recheck(before, after, **rest):
    """The check of ``after`` once ``before`` was verified whole."""
    memory = Memory()
    verify(make_edition(*before, **rest), memory=memory)
    return Recheck(make_edition(*after, **rest), memory.baseline)


def told(report: Report) -> dict[str, set]:
    """What a report says, but for the witnesses, of which there may be several."""
    return {
        "conflicts": {(one.issue, one.rules) for one in report.conflicts},
        "gaps": {(one.stack, one.issue) for one in report.unmeant_gaps},
        "dead": {(one.issue, one.rules) for one in report.dead},
        "redundant": {(one.issue, one.rules) for one in report.redundant},
        "invariants": {(one.issue, one.reason) for one in report.invariants},
        "timeouts": {(one.issue, one.rules) for one in report.timeouts},
    }


def assert_same(before, after, **rest) -> Report:
    """The completed check finds what a whole run finds."""
    found = recheck(before, after, **rest).whole()
    assert told(found) == told(verify(make_edition(*after, **rest)))
    return found


# -- one fault each ---------------------------------------------------------------------------------


def test_a_conflict_that_an_edit_makes_is_found_at_once():
    before = [make_rule("A", REFUND, ("worn", "tagged")), make_rule("B", EXCHANGE, ("not worn",)), ALWAYS]
    after = [replace(before[0], when=before[0].when[1:]), *before[1:]]

    (found,) = recheck(before, after).live().conflicts

    assert (found.rules, found.stack) == (("A", "B"), "law+plat")
    assert set(found.lines) == {"没有任何特别的事实"}
    assert_same(before, after)


@pytest.mark.parametrize("meant", [("law", "yes"), ("law", "yes", "plat", "not worn")], ids=["law", "law and platform"])
def test_a_gap_that_is_meant_elsewhere_alone_is_found_where_the_rules_are_the_same(meant):
    waivers = tuple(
        make_waiver("remedy", platform=platform, when=when)
        for platform, when in zip(meant[::2], meant[1::2], strict=True)
    )

    found = assert_same([make_rule("R", REFUND, ("worn",), book="plat")], [], waivers=waivers)

    assert "law+plat" in {one.stack for one in found.unmeant_gaps if one.issue == "remedy"}


def test_a_conflict_of_two_others_shows_when_the_rule_above_them_goes():
    before = [
        make_rule("A", REFUND, ("worn",)),
        make_rule("B", EXCHANGE, ("tagged",)),
        make_rule("TOP", {"remedy": "reject"}, ("worn", "tagged"), overrides=("A", "B")),
        ALWAYS,
    ]

    assert [one.rules for one in assert_same(before, [*before[:2], ALWAYS]).conflicts] == [("A", "B")]


def test_a_conflict_shows_when_precedence_between_others_goes():
    before = [
        make_rule("A", REFUND, ("worn",), overrides=("M",)),
        make_rule("M", REFUND, ("worn", "tagged"), overrides=("B",)),
        make_rule("B", EXCHANGE, ("worn",)),
        ALWAYS,
    ]
    after = [before[0], replace(before[1], overrides=()), *before[2:]]

    assert ("A", "B") in [one.rules for one in assert_same(before, after).conflicts]


def test_a_gap_that_an_edit_opens_is_found_at_once():
    before = [make_rule("A", REFUND)]
    after = [make_rule("A", REFUND, ("not worn",))]
    rest = {"waivers": (make_waiver("remedy", platform="law"),)}

    gaps = recheck(before, after, **rest).live().unmeant_gaps

    (found,) = (one for one in gaps if one.issue == "remedy")
    assert found.witness["facts"] == {"worn": "yes"}
    assert_same(before, after, **rest)


def test_gaps_are_not_old_any_more_when_the_latest_rule_goes():
    before = [
        make_rule("A", REFUND, book="law", effective=make_effective(start="2025-03-15")),
        make_rule("B", REFUND, ("worn",), book="law", effective=make_effective(start="2025-05-01")),
    ]

    assert_same(before, before[:1])


def test_rules_that_die_of_an_edit_are_found_at_once():
    before = [make_rule("A", REFUND, ("worn",)), make_rule("B", EXCHANGE, ("not worn",)), ALWAYS]
    shadow = replace(make_rule("B", EXCHANGE, ("worn or tagged",)), overrides=("A",))
    after = [before[0], shadow, ALWAYS]

    (found,) = recheck(before, after).live().dead

    assert (found.rules, found.reason) == (("A",), "总被这些规则压过：B")
    assert_same(before, after)


def test_an_edited_rule_that_cannot_apply_is_found_at_once():
    before = [make_rule("A", REFUND, ("pieces > 2",)), ALWAYS]
    after = [make_rule("A", REFUND, ("pieces > 2", "pieces < 2")), ALWAYS]

    assert [one.rules for one in recheck(before, after).live().dead] == [("A",)]
    assert_same(before, after)


def test_a_rule_that_could_be_spared_is_needed_when_its_like_goes():
    before = [make_rule("A", REFUND), make_rule("B", REFUND, ("worn",)), EXCHANGED]

    assert ("B",) in [one.rules for one in verify(make_edition(*before)).redundant]
    assert ("B",) not in [one.rules for one in assert_same(before, [before[1], EXCHANGED]).redundant]


def test_a_floor_is_held_at_once():
    mandatory = make_rule("L", REFUND, ("not late",), book="law", force=Force.MANDATORY)
    before = [
        mandatory,
        make_rule("M", {"late": "no"}, book="law", force=Force.DEFAULT),
        make_rule("S", {"late": "no"}, book="shop", overrides=("M",)),
        make_rule("T", {"remedy": "reject"}, book="shop"),
    ]
    after = [*before[:2], make_rule("S", {"late": "yes"}, book="shop", overrides=("M",)), before[3]]

    assert "shop-floor" in [one.reason for one in recheck(before, after).live().invariants]
    assert_same(before, after)


# -- what is read further on --------------------------------------------------------------------------


def test_what_an_edit_does_to_later_issues_is_not_settled_until_the_check_is_completed():
    before = [
        make_rule("LATE", {"late": "yes"}, ("worn", "tagged")),
        make_rule("NOT", {"late": "no"}, kind=Kind.FALLBACK, book="law"),
        make_rule("A", REFUND, ("late",)),
        make_rule("B", EXCHANGE, ("worn", "opened", "not tagged")),
        ALWAYS,
    ]
    after = [make_rule("LATE", {"late": "yes"}, ("worn",)), *before[1:]]

    check = recheck(before, after)
    live, whole = check.live(), check.whole()

    assert live.conflicts == ()
    assert live.timeouts[0].text.startswith("未能判定：还有 ")
    assert not live.is_sound
    assert [one.rules for one in whole.conflicts] == [("A", "B")]
    assert whole.timeouts == ()
    assert_same(before, after)


def test_an_invariant_that_an_edit_breaks_is_found():
    before = [make_rule("A", REFUND, ("worn",)), ALWAYS]
    after = [make_rule("A", REFUND, ("worn or tagged",)), ALWAYS]

    found = assert_same(before, after, invariants=(make_invariant("remedy == refund", "worn"),))

    assert [one.reason for one in found.invariants] == ["claim"]


def test_findings_of_before_stay_or_go_with_what_shows_them():
    before = [
        make_rule("A", REFUND, ("worn",)),
        make_rule("B", EXCHANGE, ("tagged",)),
        make_rule("C", {"late": "worn"}),
    ]

    assert assert_same(before, [*before[:2], make_rule("C", {"late": "tagged"})]).conflicts
    assert assert_same(before, [make_rule("A", REFUND, ("worn", "opened")), *before[1:]]).conflicts
    assert not assert_same(before, [make_rule("A", REFUND, ("not tagged",)), *before[1:]]).conflicts


def test_an_edit_of_words_alone_is_no_question():
    before = [make_rule("A", REFUND, ("worn",)), ALWAYS]

    check = recheck(before, [replace(before[0], text="改了说法"), ALWAYS])

    assert check.whole().checked == 0


def test_a_change_of_more_than_rules_needs_a_whole_run():
    memory = Memory()
    verify(make_edition(ALWAYS), memory=memory)

    with pytest.raises(WholeRunNeededError):
        Recheck(make_edition(ALWAYS, waivers=(make_waiver("remedy"),)), memory.baseline)


# -- many edits -----------------------------------------------------------------------------------------


def one_book_each(rules):
    """The rules with all versions of each in one book, as shipped ones are."""
    first: dict = {}
    for rule in rules:
        first.setdefault(rule.id, rule)
    return [
        replace(rule, book=one.book, level=one.level, force=one.force) for rule in rules for one in (first[rule.id],)
    ]


@pytest.mark.parametrize("seed", range(24))
def test_random_edits_of_random_rules(seed):
    rnd = Random(seed)
    before = one_book_each(random_rules(rnd, statuses=True))
    others = random_rules(rnd, statuses=True)
    memory, after = Memory(), list(before)
    verify(make_edition(*before), memory=memory)
    if memory.baseline is None:
        pytest.skip("these rules do not fit together in all stacks at once")
    for _ in range(rnd.randint(1, 2)):
        at, other = rnd.randrange(len(after)), rnd.choice(others)
        edits = (
            [],
            [replace(after[at], when=after[at].when[1:], when_text=after[at].when_text[1:])],
            [replace(after[at], when=(*after[at].when, *other.when))],
            [replace(after[at], overrides=())],
            [replace(after[at], kind=other.kind)],
        )
        after[at : at + 1] = rnd.choice(edits)
    edition = make_edition(*after)
    try:
        edition.program(FULL_STACK)
    except (StackError, OverrideCycleError):
        with pytest.raises(StackError):
            Recheck(edition, memory.baseline)
        return
    assert told(Recheck(edition, memory.baseline).whole()) == told(verify(edition))
