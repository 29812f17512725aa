"""A case in an address reads back, and nothing else does."""

import base64
import zlib
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from certification.core.case_links import (
    MOST_TOKEN_CHARS,
    CaseLinkError,
    pack_case,
    try_url,
    unpack_case,
)
from tests.factories.rulebook import LATE_BY_OLD_COUNT

NAMES = st.text("abcdefg_", min_size=1, max_size=8)
VALUES = st.one_of(st.booleans(), st.integers(), st.text("abc 0-:案情是否", max_size=20))


def packed(raw: bytes) -> str:
    return base64.urlsafe_b64encode(zlib.compress(raw)).decode().rstrip("=")


@given(facts=st.dictionaries(NAMES, VALUES), order=st.lists(NAMES))
def test_packed_case_reads_back(facts, order):
    case = {"as_of": "2025-09-01", "facts": facts, "order": order}

    assert unpack_case(pack_case(case)) == case


@given(token=st.text("ABCxyz019-_=+ 案", max_size=60))
def test_any_text_reads_as_a_case_or_is_refused(token):
    with suppress(CaseLinkError):
        assert isinstance(unpack_case(token), dict)


@pytest.mark.parametrize(
    "token",
    [
        pytest.param("", id="empty"),
        pytest.param("案情", id="not ASCII"),
        pytest.param(pack_case(LATE_BY_OLD_COUNT)[:-4], id="cut off"),
        pytest.param(packed(b'{"facts": {}} and more'), id="no JSON"),
        pytest.param(packed(b"[1, 2]"), id="a list"),
        pytest.param(packed(b"[" * 20_000), id="deeply nested"),
        pytest.param(packed(b"\xff"), id="no text"),
        pytest.param(packed(b'{"facts": {"claim_type": "\\ud800"}}'), id="half a character"),
        pytest.param(packed(b" " * 1_000_000 + b"{}"), id="a bomb"),
        pytest.param(base64.urlsafe_b64encode(zlib.compress(b"{}") + b"x").decode(), id="something after it"),
        pytest.param("A" * (MOST_TOKEN_CHARS + 1), id="too long"),
    ],
)
def test_tampered_token_is_refused(token):
    with pytest.raises(CaseLinkError):
        unpack_case(token)


def test_address_of_a_full_case_stays_short():
    assert len(try_url(LATE_BY_OLD_COUNT, {"facts": {"custom": "yes"}})) < 500


def test_case_too_long_for_an_address_is_left_out():
    noise = {f"fact_{n}": str(n * 7919 % 104729) for n in range(3000)}

    assert try_url({"facts": noise}) == "/try/"
