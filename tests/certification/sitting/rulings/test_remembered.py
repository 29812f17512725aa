"""A question is explained once for everybody who reads it, and anew where its key or its edition is another."""

import uuid
from dataclasses import replace

import pytest

from certification.sitting.rulings.remembered import Asked, explained, reviewed
from tests.certification.sitting.rulings.test_questions import EDITION, decided

ASKED = Asked(uuid.uuid4(), EDITION.id, (0,), decided(), EDITION)


@pytest.fixture(autouse=True)
def _forgotten():
    explained.cache_clear()
    reviewed.cache_clear()


def test_the_second_reader_is_told_the_same_without_deciding_anew():
    assert explained(ASKED) is explained(replace(ASKED, content=decided()))
    assert reviewed(ASKED) is reviewed(replace(ASKED, content=decided()))


@pytest.mark.parametrize("other", [{"key": (2,)}, {"version": uuid.uuid4()}, {"edition_id": "sha256:other"}])
def test_another_key_version_or_edition_is_decided_anew(other):
    first, _explanation = explained(ASKED)
    asked = replace(ASKED, **other)

    assert explained(asked) is not explained(ASKED)
    assert (explained(asked)[0] == first) is (asked.key == ASKED.key)
    assert reviewed(asked) is not reviewed(ASKED)
