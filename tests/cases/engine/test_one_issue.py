"""Rules of one issue, weighed in every combination: the engine beside the naive reading, in full and in doubt."""

from itertools import product
from random import Random

import pytest

from cases.engine.case import parse_case
from cases.engine.decide import MAX_UNKNOWN_RULES, run
from cases.engine.program import Program, StackError
from cases.engine.rules import Force, Kind
from tests.cases.engine.comparing import as_verdict, plain, reduced
from tests.cases.engine.naive import World
from tests.cases.engine.one_issue import (
    CONDITIONS,
    VALUES,
    Knowledge,
    found_by_engine,
    knowledge_of,
    little_rulebook,
    naive_verdict,
)
from tests.factories.cases import AS_OF, BOOKS, FULL_STACK, find, little_words, make_case, make_effective, make_rule

REFUND, REJECT = {"remedy": "refund"}, {"remedy": "reject"}


def program_of(rules):
    return Program(little_words(), BOOKS, rules, FULL_STACK)


@pytest.mark.parametrize("issue", VALUES)
def test_two_rules_of_any_level_force_and_value_come_out_as_read(issue):
    """Every pair: three levels, two forces, which of them gives the buyer more."""
    values = VALUES[issue]
    for one_book, other_book in product(("law", "plat", "shop"), repeat=2):
        for one_force, other_force in product((Force.MANDATORY, Force.DEFAULT), repeat=2):
            for one, other in product((values[0], values[-1]), repeat=2):
                rules = [
                    make_rule("A", {issue: one}, book=one_book, force=one_force),
                    make_rule("B", {issue: other}, book=other_book, force=other_force),
                    *([make_rule("FIRST", {"late": "no"})] if issue != "late" else []),
                ]
                assert_read_alike(rules, program_of(rules), issue, Knowledge((True,) * len(CONDITIONS)))


def assert_read_alike(rules, program, issue, knowledge):
    (world,) = knowledge.worlds()
    finding, verdict = found_by_engine(program, knowledge.raw, issue), naive_verdict(rules, world, issue)
    told = {program.by_id[issue].families[lost.loser].id: lost.why for lost in finding.defeats}

    assert as_verdict(finding) == reduced(verdict), (issue, rules, knowledge)
    assert told == {name: beaten[0][1] for name, beaten in verdict.lost}, (issue, rules, knowledge)


@pytest.mark.parametrize("seed", range(3))
def test_several_rules_come_out_as_read_and_say_who_lost_to_whom_and_why(seed):
    rnd = Random(seed)
    for _ in range(60):
        issue = rnd.choice(list(VALUES))
        rules = little_rulebook(rnd, issue, rnd.randint(2, 6))
        program = program_of(rules)
        for _ in range(4):
            assert_read_alike(rules, program, issue, knowledge_of(rnd, 0))


@pytest.mark.parametrize("seed", range(4))
def test_an_issue_is_settled_in_doubt_exactly_where_all_that_may_be_comes_out_the_same(seed):
    rnd = Random(100 + seed)
    for _ in range(40):
        issue = rnd.choice(list(VALUES))
        rules = little_rulebook(rnd, issue, rnd.randint(2, 6))
        program = program_of(rules)
        for _ in range(4):
            knowledge = knowledge_of(rnd, rnd.randint(1, 4))
            verdicts = [naive_verdict(rules, world, issue) for world in knowledge.worlds()]
            outcomes = {(verdict.status, verdict.value) for verdict in verdicts}
            finding = found_by_engine(program, knowledge.raw, issue)
            expected = outcomes.pop() if len(outcomes) == 1 else ("undetermined", None)

            assert (finding.status, plain(finding.value)) == expected, (issue, rules, knowledge)


@pytest.mark.parametrize("seed", range(3))
def test_in_brief_an_issue_comes_out_the_same(seed):
    rnd = Random(200 + seed)
    for _ in range(30):
        issue = rnd.choice(list(VALUES))
        program = program_of(little_rulebook(rnd, issue, rnd.randint(2, 6)))
        raw = knowledge_of(rnd, rnd.randint(0, 4)).raw
        whole = found_by_engine(program, raw, issue)
        env = program.environment(parse_case(raw, little_words()))
        brief = run(program, env, brief=True)[issue]

        assert (brief.status, brief.value, brief.by) == (whole.status, whole.value, whole.by)
        assert len(brief.pending) <= max(1, len(whole.pending))
        assert set(brief.pending) <= set(whole.pending)


# -- what is told ------------------------------------------------------------------------------------------


def test_every_rule_that_alone_would_turn_the_outcome_is_pending_but_in_brief_one():
    rules = [
        make_rule("A", REFUND),
        make_rule("B", REJECT, ("worn",), overrides=("A",)),
        make_rule("C", REJECT, ("opened",), overrides=("A",)),
        make_rule("D", REFUND, ("tagged",)),
    ]
    program, case = program_of(rules), make_case(dict.fromkeys(("worn", "opened", "tagged"), "?"))
    full = run(program, program.environment(case))["remedy"]
    brief = run(program, program.environment(case), brief=True)["remedy"]

    assert [full.compiled.families[at].id for at in full.pending] == ["B", "C"]
    assert [brief.compiled.families[at].id for at in brief.pending] == ["B"]


def test_what_is_defeated_is_told_unless_in_brief():
    program = program_of([make_rule("A", REJECT), make_rule("B", REFUND, overrides=("A",))])
    env = program.environment(make_case())

    assert len(run(program, env)["remedy"].defeats) == 1
    assert len(program.by_id["remedy"].precedence.resolve({0: "reject", 1: "refund"}).defeats) == 1
    assert run(program, env, brief=True)["remedy"].defeats == ()


def test_defeats_are_told_in_doubt_too_unless_in_brief():
    rules = [make_rule("A", REJECT), make_rule("B", REFUND, overrides=("A",)), make_rule("C", REFUND, ("worn",))]
    program = program_of(rules)
    env = program.environment(make_case({"worn": "?"}))

    assert [defeat.why for defeat in run(program, env)["remedy"].defeats] == ["overrides"]
    assert run(program, env, brief=True)["remedy"].defeats == ()


def test_what_decides_is_told_the_most_specific_first():
    rules = [
        make_rule("A", REFUND),
        make_rule("B", REFUND, ("worn", "tagged")),
        make_rule("C", REFUND, ("worn",)),
        make_rule("D", REFUND, ("worn", "tagged")),
    ]

    assert find(rules, make_case({"worn": "yes", "tagged": "yes"}))["remedy"].rules == ("B", "D", "C", "A")


def agreeing(count):
    """So many open rules of which any number agree, and a pair that could quarrel and neither of which is idle."""
    return [
        make_rule(f"R{number:02}", REFUND, ("worn",), overrides=("BASE",) if number < 2 else ())
        for number in range(count)
    ]


@pytest.mark.parametrize(
    ("count", "status"), [(2, "decided"), (MAX_UNKNOWN_RULES, "decided"), (MAX_UNKNOWN_RULES + 1, "undetermined")]
)
def test_so_many_open_rules_are_tried_in_all_combinations(count, status):
    found = find([make_rule("BASE", REFUND), *agreeing(count)], make_case({"worn": "?"}))["remedy"]

    assert (found.status, found.rules) == (status, ("BASE",) if status == "decided" else ())


@pytest.mark.parametrize(
    ("wins_over", "status"),
    [
        pytest.param(("IDLE",), "decided", id="all that they could defeat is defeated too"),
        pytest.param(("LOW",), "undetermined", id="they might stand themselves"),
    ],
)
def test_open_rules_that_a_sure_one_defeats_with_all_they_could_defeat_are_not_tried(wins_over, status):
    idle = [
        make_rule(f"IDLE{number}", REFUND, ("worn",), overrides=(f"LOW{number}",))
        for number in range(MAX_UNKNOWN_RULES)
    ]
    low = [make_rule(f"LOW{number}", REFUND, ("tagged",)) for number in range(MAX_UNKNOWN_RULES)]
    over = tuple(f"{name}{number}" for name in wins_over for number in range(MAX_UNKNOWN_RULES))
    rules = [make_rule("WIN", REFUND, overrides=over), make_rule("BASE", REFUND), *agreeing(2), *idle, *low]

    assert find(rules, make_case({"worn": "?", "tagged": "?"}))["remedy"].status == status


def test_the_limit_on_open_rules_is_eight():
    assert MAX_UNKNOWN_RULES == 8


def test_two_open_rules_that_together_turn_the_outcome_leave_doubt():
    """Each alone changes nothing: it defeats one of two rules that agree, and concludes the same."""
    rules = [
        make_rule("A", REFUND),
        make_rule("B", {"remedy": "exchange"}, ("worn",), book="shop", kind=Kind.PRESUMPTION, overrides=("C",)),
        make_rule("C", REFUND, ("tagged",), overrides=("A",)),
    ]
    outcomes = set()
    for worn, tagged in product(("yes", "no"), repeat=2):
        found = find(rules, make_case({"worn": worn, "tagged": tagged}))["remedy"]
        outcomes.add((found.status, found.value))

    assert len(outcomes) > 1
    assert find(rules, make_case({"worn": "?", "tagged": "?"}))["remedy"].status == "undetermined"
    rules.append(make_rule("D", REFUND, ("opened",), book="shop"))
    assert find(rules, make_case({"worn": "?", "tagged": "?", "opened": "?"}))["remedy"].status == "undetermined"


# -- versions ----------------------------------------------------------------------------------------------

CUT = "2025-05-08 10:00"
MOMENTS = (
    "2025-05-08 09:59", "2025-05-08 10:00", "2025-05-08 10:01", "2025-05-07", "2025-05-08", "2025-05-09",
    "2025-05-08 09:00/2025-05-08 09:59", "2025-05-08 10:00/2025-05-08 11:00", "2025-05-08 09:59/2025-05-08 10:00",
    "2025-05-01 09:59", "2025-05-01 10:00", "2025-04-30/2025-05-10", "2025-05-01",
)  # fmt: skip


def versions(by, *, gap=False, when=(("worn",), ("tagged",)), then=("refund", "exchange")):
    """Two versions, the second from the cut on; with ``gap`` the first ends a week earlier."""
    return [
        make_rule(
            "V", {"remedy": then[0]}, when[0], effective=make_effective("", "2025-05-01 10:00" if gap else CUT, by)
        ),
        make_rule("V", {"remedy": then[1]}, when[1], version="v2", effective=make_effective(CUT, "", by)),
        make_rule("W", {"remedy": "reject"}, kind=Kind.FALLBACK),
    ]


def worlds_of(knowledge, moment, by):
    """The worlds at every minute that matters within the moment."""
    span = parse_case({"as_of": AS_OF, "events": {"signed": moment}}, little_words()).events["signed"]
    limits = [parse_case({"as_of": at}, little_words()).as_of.lo for at in (CUT, "2025-05-01 10:00")]
    near = {span.lo, span.hi, *(limit + step for limit in limits for step in (-1, 0))}
    for world in knowledge.worlds():
        for minute in sorted(at for at in near if span.lo <= at <= span.hi):
            yield World(world.facts, {"signed": minute}, world.now) if by else World(world.facts, {}, minute)


@pytest.mark.parametrize("by", ["", "signed"])
@pytest.mark.parametrize("gap", [False, True])
@pytest.mark.parametrize("then", [("refund", "refund"), ("refund", "exchange")])
@pytest.mark.parametrize("when", [(("worn",), ("tagged",)), ((), ()), (("worn",), ()), ((), ("tagged",))])
def test_a_version_governs_within_its_dates(by, gap, then, when):
    rules = versions(by, gap=gap, when=when, then=then)
    program = program_of(rules)
    for moment, worn, tagged in product(MOMENTS, (True, False, None), (True, False, None)):
        knowledge = Knowledge((worn, tagged, *[True] * (len(CONDITIONS) - 2)))
        raw = {**knowledge.raw, "events": {"signed": moment} if by else {}, "as_of": AS_OF if by else moment}
        verdicts = [naive_verdict(rules, world, "remedy") for world in worlds_of(knowledge, moment, by)]
        outcomes = {(verdict.status, verdict.value) for verdict in verdicts}
        finding = found_by_engine(program, raw, "remedy")

        assert finding.status == "undetermined" or {(finding.status, finding.value)} == outcomes, raw
        if len(outcomes) == 1 and then[0] != then[1]:
            assert finding.status != "undetermined", raw


@pytest.mark.parametrize(
    ("overrides", "told"),
    [(("L",), r"S 不能优先于强制性规定 L:"), (("M",), r"S 不能优先于强制性规定 L\(经由其他规则\):")],
)
def test_an_edge_against_mandatory_law_says_whether_it_leads_through_others(overrides, told):
    rules = [
        make_rule("L", REFUND, book="law"),
        make_rule("M", REFUND, book="law", force=Force.DEFAULT, overrides=("L",)),
        make_rule("S", REJECT, book="shop", overrides=overrides),
    ]

    with pytest.raises(StackError, match=told):
        program_of(rules)
