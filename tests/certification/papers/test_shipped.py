"""The blueprints that ship on the bank that ships: from files alone, no database."""

from collections import Counter
from dataclasses import dataclass

import pytest

from cases import api
from certification.bank.deriving import derive, trace_hash
from certification.bank.domain import Pool
from certification.bank.files import read_bank
from certification.bank.items import DISPUTED_FILE, ITEMS_FOLDER, Item
from certification.core.refusals import Refusal
from certification.papers.blueprints import CERTIFYING, MOCK
from certification.papers.domain import Candidate
from certification.papers.domain.drawing import draw, draw_many


@dataclass(frozen=True)
class Shipped:
    """The sound items as candidates, by pool."""

    open: list[Candidate]
    secure: list[Candidate]


@pytest.fixture(scope="module")
def shipped() -> Shipped:
    edition, files = api.shipped_edition(), read_bank(ITEMS_FOLDER, DISPUTED_FILE).insist()
    pools: dict[Pool, list[Candidate]] = {pool: [] for pool in Pool}
    for item in files.items:
        derived = derive(item.content, expected=item.expected, disputed=files.disputed.get(item.id), edition=edition)
        assert not derived.findings, item.id
        pools[item.pool].append(candidate(item, derived.derivation))
    return Shipped(pools[Pool.OPEN], pools[Pool.SECURE])


def candidate(item: Item, derivation: api.Derivation) -> Candidate:
    return Candidate(
        item.id, item.id, str(item.content.type), derivation.topic, derivation.difficulty, item.enemies,
        trace_hash(item.content, derivation), item.template, derivation.rules,
    )  # fmt: skip


def test_eighty_questions_are_kept_for_exams_and_every_area_keeps_some_to_practise(shipped):
    kept, left = (Counter(one.topic for one in pool) for pool in (shipped.secure, shipped.open))

    assert len(shipped.secure) == 80
    assert all(kept[area] >= 4 for area in CERTIFYING.areas)
    assert all(left[area] >= 5 for area in CERTIFYING.areas)


def test_two_certifying_forms_can_be_drawn_from_the_secure_pool_alone(shipped):
    forms = draw_many(CERTIFYING, shipped.secure, forms=2, seed=1)

    assert not isinstance(forms, Refusal)
    assert abs(forms[0].report["hardness"] - forms[1].report["hardness"]) <= 20
    assert len({one.code for form in forms for one in form.chosen}) >= 70


@pytest.mark.parametrize("seed", range(3))
def test_certifying_forms_from_both_pools_meet_every_share_and_are_equally_hard(shipped, seed):
    forms = draw_many(CERTIFYING, shipped.open + shipped.secure, forms=4, seed=seed)

    assert not isinstance(forms, Refusal)
    for form in forms:
        assert form.achieved == CERTIFYING.targets()
        assert form.report["points"] == 10000
    hardness = [form.report["hardness"] for form in forms]
    assert max(hardness) - min(hardness) <= 5


@pytest.mark.parametrize("seed", range(5))
def test_a_mock_is_drawn_from_the_open_pool(shipped, seed):
    drawn = draw(MOCK, shipped.open, seed=seed)

    assert not isinstance(drawn, Refusal)
    assert drawn.achieved == {area: count for area, count in MOCK.targets().items() if count}


def test_everybody_may_get_an_own_paper(shipped):
    forms = draw_many(CERTIFYING, shipped.open + shipped.secure, forms=60, seed=9)

    assert not isinstance(forms, Refusal)
    assert len({frozenset(one.code for one in form.chosen) for form in forms}) == 60
    hardness = [form.report["hardness"] for form in forms]
    assert max(hardness) - min(hardness) <= 15  # hundredths of a level of difficulty
