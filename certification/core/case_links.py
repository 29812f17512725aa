"""A case carried in an address: compact, readable back, and refused when it was tampered with. Pure but for URLs."""

import base64
import binascii
import json
import zlib
from collections.abc import Mapping
from typing import Any

from django.urls import reverse
from django.utils.http import urlencode

MOST_TOKEN_CHARS = 7_000  # an address stays below 8 KB
_MOST_JSON_BYTES = 64_000

RawCase = Mapping[str, Any]


class CaseLinkError(ValueError):
    """The text in an address is no case."""


def pack_case(case: RawCase) -> str:
    """Return a case as text for an address. The order of keys is kept."""
    compact = json.dumps(case, ensure_ascii=False, separators=(",", ":"), default=str)
    packed = zlib.compress(compact.encode(), 9)
    return base64.urlsafe_b64encode(packed).decode().rstrip("=")


def unpack_case(token: str) -> dict[str, Any]:
    """Read what `pack_case` wrote.

    Raises:
        CaseLinkError: it was cut, changed, or would unpack to more than a case can be.
    """
    if len(token) > MOST_TOKEN_CHARS:
        raise CaseLinkError(f"{len(token)} characters, at most {MOST_TOKEN_CHARS} are read")
    try:
        packed = base64.b64decode(token + "=" * (-len(token) % 4), altchars=b"-_", validate=True)
        reader = zlib.decompressobj()
        text = reader.decompress(packed, _MOST_JSON_BYTES)
        if not reader.eof or reader.unused_data:
            raise CaseLinkError("cut off, or longer than a case can be")
        case = json.loads(text)
        json.dumps(case, ensure_ascii=False).encode()  # half a surrogate pair is text that no page can show
    except (ValueError, binascii.Error, zlib.error, RecursionError) as error:
        raise CaseLinkError(str(error)) from error
    if not isinstance(case, dict):
        raise CaseLinkError("not a mapping")
    return case


def try_url(case: RawCase, overlay: RawCase | None = None, *, route: str = "sitting:try") -> str:
    """Return the address of 试一案 with this case, under a supposition if an overlay is given.

    A case too long for an address is left out: the form opens empty.
    """
    query = {"case": pack_case(case)}
    if overlay:
        query["set"] = pack_case(overlay)
    if sum(map(len, query.values())) > MOST_TOKEN_CHARS:
        return reverse(route)
    return f"{reverse(route)}?{urlencode(query)}"
