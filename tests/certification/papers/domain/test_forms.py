"""Parallel and personal forms, without a database."""

from collections import Counter

import pytest

from certification.core.refusals import Refusal
from certification.papers.domain import Blueprint, Candidate, Dimension, Quota, Slot
from certification.papers.domain.drawing import draw, draw_many
from certification.papers.domain.exact import solve
from certification.papers.domain.stock import Stock

BLUEPRINT = Blueprint(
    name="forms",
    types={"single": Slot(12, 250), "multiple": Slot(4, 500)},
    areas={},
    largest_share=100,
    bands={},
    minutes=30,
    pass_points=0,
    quotas=tuple(Quota(Dimension.AREA, area, least=2) for area in "abcd"),
)


@pytest.fixture(scope="module")
def bank() -> list[Candidate]:
    """Two hundred, of which the areas differ in how hard they are."""
    return [
        Candidate(f"d{n}", f"q{n:03d}", "single" if n % 4 else "multiple", "abcd"[n // 4 % 4], 1 + (n // 16 + n) % 5, "", f"t{n}")
        for n in range(200)
    ]  # fmt: skip


def test_parallel_forms_are_alike_in_areas_difficulty_and_points(bank):
    forms = draw_many(BLUEPRINT, bank, forms=4, seed=3)

    assert len({tuple(sorted(one.achieved.items())) for one in forms}) == 1
    assert max(one.report["hardness"] for one in forms) - min(one.report["hardness"] for one in forms) <= 5
    assert {one.report["points"] for one in forms} == {BLUEPRINT.points}


def test_parallel_forms_share_no_question_where_the_bank_is_large_enough(bank):
    forms = draw_many(BLUEPRINT, bank, forms=4, seed=3)

    assert Counter(one.code for form in forms for one in form.chosen).most_common(1)[0][1] == 1


def test_own_papers_differ_and_wear_the_bank_evenly(bank):
    forms = draw_many(BLUEPRINT, bank, forms=50, seed=3)
    used = Counter(one.code for form in forms for one in form.chosen)

    assert len({frozenset(one.code for one in form.chosen) for form in forms}) == 50
    assert len(used) == len(bank)
    assert max(used.values()) <= 3 * 50 * BLUEPRINT.size / len(bank)


def test_each_person_is_kept_from_what_this_person_has_seen(bank):
    seen = [{one.code for one in bank[start::3]} for start in range(3)]

    forms = draw_many(BLUEPRINT, bank, forms=3, seed=3, seen=seen)

    assert [len(codes & {one.code for one in form.chosen}) for codes, form in zip(seen, forms, strict=True)] == [
        0,
        0,
        0,
    ]


def test_a_paper_that_is_drawn_later_is_like_the_ones_before(bank):
    before, later = (draw_many(BLUEPRINT, bank, forms=forms, seed=seed) for forms, seed in ((5, 3), (1, 77)))

    assert later[0].achieved == before[0].achieved
    assert abs(later[0].report["hardness"] - before[0].report["hardness"]) <= 5


def test_a_refusal_stops_all_forms(bank):
    refusal = draw_many(BLUEPRINT, bank[:12], forms=3, seed=3)

    assert isinstance(refusal, Refusal)
    assert refusal.code == "papers.lacking"


def test_what_single_exchanges_cannot_reach_the_exact_solver_finds():
    """Two questions carry two rules each; only both together keep three quotas at once."""
    pool = [
        Candidate(code, code, "single", "a", 1, "", code, rules=rules)
        for code, rules in (("x", ("R1",)), ("y", ("R2",)), ("z", ("R1", "R2")), ("w", ("R3",)))
    ]
    blueprint = Blueprint(
        "exact", {"single": Slot(2, 100)}, {}, 100, {}, 10, 0,
        quotas=tuple(Quota(Dimension.RULE, name, least=1) for name in ("R1", "R2", "R3")),
    )  # fmt: skip
    stock = Stock(blueprint, pool)

    assert {stock.candidates[index].code for index in solve(stock, [0] * 4)} == {"z", "w"}
    assert {one.code for one in draw(blueprint, pool, seed=5).chosen} == {"z", "w"}


def test_quotas_that_no_paper_can_keep_together_are_named():
    pool = [Candidate(f"q{n}", f"q{n}", "single", "ab"[n % 2], 1, "", f"t{n}") for n in range(10)]
    blueprint = Blueprint(
        "clash", {"single": Slot(4, 100)}, {}, 100, {}, 10, 0,
        quotas=(Quota(Dimension.AREA, "a", least=3), Quota(Dimension.AREA, "b", least=2)),
    )  # fmt: skip

    refusal = draw(blueprint, pool, seed=1)

    assert isinstance(refusal, Refusal)
    assert sum(one["asked"] - one["have"] for one in refusal.params["shortages"]) == 1
    assert {one["name"] for one in refusal.params["shortages"]} <= {"a", "b"}


def test_an_upper_limit_that_is_too_low_is_said_to_be():
    pool = [Candidate(f"q{n}", f"q{n}", "single", "a", 1, "", f"t{n}") for n in range(10)]
    blueprint = Blueprint(
        "tight", {"single": Slot(4, 100)}, {}, 100, {}, 10, 0, quotas=(Quota(Dimension.AREA, "a", most=3),)
    )

    refusal = draw(blueprint, pool, seed=1)

    assert refusal.params["shortages"] == (
        {"kind": "area", "name": "a", "unit": "questions", "asked": 3, "have": 4, "is_over": True},
    )
