"""What this site asks of platforms. A manager typed the addresses, or a platform named them: neither is trusted.

https alone (http to this very machine where the site itself runs without), no redirects, a limit to time, size and
number. Answers are read as JSON and never shown.
"""

import time
from typing import Any, Final

import requests
from django.conf import settings

from certification.lti.domain import why_not_address

TIMEOUT: Final = (5, 10)  # seconds: to connect, between two pieces
LONGEST_SECONDS: Final = 20
MOST_BYTES: Final = 1_000_000
#: One errand (a launch, the scores of one platform) asks no more often.
MOST_REQUESTS: Final = 500
_PIECE: Final = 16_384
_REDIRECTS: Final = range(300, 400)


class RefusedRequestError(requests.RequestException):
    """A request that is not made, or an answer that is not read."""


class Courier(requests.Session):
    """A session as PyLTI1p3 takes it, on a short lead."""

    def __init__(self) -> None:
        super().__init__()
        self.headers["User-Agent"] = "mingduan-lti"
        self.asked = 0

    def request(self, method: Any, url: Any, **options: Any) -> requests.Response:  # type: ignore[override]
        """Ask, and read the whole answer within the limits.

        Raises:
            RequestException: it failed, or broke a limit.
        """
        if why_not_address(str(url), local_is_fine=not settings.HTTPS) is not None:
            raise RefusedRequestError("not an https address")
        self.asked += 1
        if self.asked > MOST_REQUESTS:
            raise RefusedRequestError("too many requests")
        options |= {"timeout": TIMEOUT, "allow_redirects": False, "stream": True}
        response = super().request(method, url, **options)
        with response:
            if response.status_code in _REDIRECTS:
                raise RefusedRequestError(f"HTTP {response.status_code}")
            response._content = _read(response)  # noqa: SLF001 - where `json` and `text` look for what was read
        return response


def _read(response: requests.Response) -> bytes:
    until, read = time.monotonic() + LONGEST_SECONDS, bytearray()
    for piece in response.iter_content(_PIECE):
        read += piece
        if len(read) > MOST_BYTES or time.monotonic() > until:
            raise RefusedRequestError("too long an answer")
    return bytes(read)
