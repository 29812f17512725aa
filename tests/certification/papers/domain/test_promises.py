"""What every draw promises, whatever the bank and the blueprint: hard quotas, no enemies, the seed decides, true refusals."""

from itertools import combinations

from hypothesis import given, settings
from hypothesis import strategies as st

from certification.core.refusals import Refusal
from certification.papers.domain import Blueprint, Candidate, Dimension, Quota, Slot, Unit
from certification.papers.domain.drawing import draw, draw_many

TYPES, AREAS = ("single", "multiple"), ("a", "b", "c")


@st.composite
def banks(draw_from, most: int = 24):
    count = draw_from(st.integers(0, most))
    return [
        Candidate(
            f"d{n:02d}", f"q{n:02d}",
            type=draw_from(st.sampled_from(TYPES)),
            topic=draw_from(st.sampled_from(AREAS)),
            difficulty=draw_from(st.integers(1, 5)),
            enemies=draw_from(st.sampled_from(["", "", "", "e1", "e2"])),
            trace=draw_from(st.sampled_from([f"t{n:02d}", f"t{n:02d}", "t0", "t1"])),
            template=draw_from(st.sampled_from(["", "", "v1"])),
            rules=tuple(draw_from(st.sets(st.sampled_from(["R-1", "R-2", "R-3"]), max_size=2))),
            books=("law",),
        )
        for n in range(count)
    ]  # fmt: skip


@st.composite
def quotas(draw_from):
    dimension, name = draw_from(
        st.sampled_from([
            (Dimension.AREA, "a"), (Dimension.AREA, "b"), (Dimension.RULE, "R-1"), (Dimension.RULE, "R-2"),
            (Dimension.BAND, "4-5"), (Dimension.BAND, "1"), (Dimension.BOOK, "law"),
        ])
    )  # fmt: skip
    unit = draw_from(st.sampled_from(list(Unit)))
    least = draw_from(st.integers(0, 3)) * (1 if unit is Unit.QUESTIONS else 200)
    most = draw_from(st.one_of(st.none(), st.integers(least, least + (3 if unit is Unit.QUESTIONS else 900))))
    return Quota(dimension, name, least, most, unit)


@st.composite
def blueprints(draw_from):
    return Blueprint(
        name="any",
        types={
            "single": Slot(draw_from(st.integers(1, 4)), 200),
            "multiple": Slot(draw_from(st.integers(1, 3)), 300),
        },
        areas=draw_from(st.sampled_from([{}, {"a": 1, "b": 1, "c": 2}])),
        largest_share=draw_from(st.sampled_from([100, 60])),
        bands=draw_from(st.sampled_from([{}, {(1, 2): 50, (3, 5): 50}])),
        minutes=10,
        pass_points=0,
        quotas=tuple(draw_from(st.lists(quotas(), max_size=3))),
    )


def broken(blueprint: Blueprint, chosen: tuple[Candidate, ...]) -> list[str]:
    """Every promise that a choice breaks, worked out anew from the blueprint."""
    found = [
        f"{kind}: {have}"
        for kind, slot in blueprint.types.items()
        if (have := sum(one.type == kind for one in chosen)) != slot.count
    ]
    for quota in blueprint.quotas:
        points = {kind: slot.points if quota.unit is Unit.POINTS else 1 for kind, slot in blueprint.types.items()}
        have = sum(points[one.type] for one in chosen if is_about(one, quota))
        if have < quota.least or (quota.most is not None and have > quota.most):
            found.append(f"{quota}: {have}")
    found += [area for area in AREAS if sum(one.topic == area for one in chosen) > blueprint.largest_area]
    return found + [f"{one.code} with {other.code}" for one, other in combinations(chosen, 2) if exclude(one, other)]


def is_about(one: Candidate, quota: Quota) -> bool:
    if quota.dimension is Dimension.BAND:
        low, high = int(quota.name[0]), int(quota.name[-1])
        return low <= one.difficulty <= high
    return quota.name in {
        Dimension.AREA: (one.topic,), Dimension.RULE: one.rules, Dimension.BOOK: one.books,
    }[quota.dimension]  # fmt: skip


def exclude(one: Candidate, other: Candidate) -> bool:
    named = (one.enemies and one.enemies == other.enemies) or (one.template and one.template == other.template)
    return one.trace == other.trace or bool(named)


def can_be_drawn(blueprint: Blueprint, bank: list[Candidate]) -> bool:
    """Try every choice: only for little banks."""
    return any(not broken(blueprint, chosen) for chosen in combinations(bank, blueprint.size))


@settings(max_examples=60)
@given(blueprint=blueprints(), bank=banks(), seed=st.integers(0, 2**48))
def test_what_is_drawn_keeps_every_promise(blueprint, bank, seed):
    drawn = draw(blueprint, bank, seed=seed)

    if not isinstance(drawn, Refusal):
        assert broken(blueprint, drawn.chosen) == []


@settings(max_examples=40)
@given(blueprint=blueprints(), bank=banks(most=11), seed=st.integers(0, 99))
def test_a_refusal_is_true_and_names_what_is_short(blueprint, bank, seed):
    drawn = draw(blueprint, bank, seed=seed)

    assert isinstance(drawn, Refusal) is not can_be_drawn(blueprint, bank)
    if isinstance(drawn, Refusal):
        assert drawn.code == "papers.lacking"
        assert drawn.params["shortages"]
        for one in drawn.params["shortages"]:
            assert one["have"] > one["asked"] if one["is_over"] else one["have"] < one["asked"]


@settings(max_examples=25)
@given(blueprint=blueprints(), bank=banks(), seed=st.integers(0, 2**48), forms=st.integers(1, 4))
def test_the_same_seed_draws_the_same_papers_whatever_the_order_of_the_bank(blueprint, bank, seed, forms):
    once = draw_many(blueprint, bank, forms=forms, seed=seed)
    again = draw_many(blueprint, bank[::-1], forms=forms, seed=seed)

    assert once == again
    if not isinstance(once, Refusal):
        assert [broken(blueprint, one.chosen) for one in once] == [[]] * forms
