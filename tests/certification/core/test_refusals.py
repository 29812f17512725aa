"""Refusing."""

import pytest

from certification.core.refusals import Refusal, RefusedError, insist


def test_no_reason_to_refuse_goes_on():
    insist(None)


def test_a_reason_stops_and_is_carried():
    refusal = Refusal("attempt.over", {"at": "15:22"})

    with pytest.raises(RefusedError, match=r"attempt\.over") as caught:
        insist(refusal)

    assert caught.value.refusal is refusal
