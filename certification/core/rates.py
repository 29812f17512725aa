"""How often an address asked: counted in each process for itself, as coarse as keeping a guesser busy needs."""

import hashlib

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest


def client_address(request: HttpRequest) -> str:
    """Return who asks: behind a proxy what it wrote down last, for itself it has one address for everybody."""
    own = str(request.META.get("REMOTE_ADDR", ""))
    is_behind_proxy = getattr(settings, "SECURE_PROXY_SSL_HEADER", None) is not None
    written = request.headers.get("X-Forwarded-For", "").rpartition(",")[2].strip()
    return written if is_behind_proxy and written else own


def times_asked(what: str, who: str, *, seconds: int) -> int:
    """Count this time, and return how often `who` asked for `what` since the first time of the last `seconds`."""
    key = f"{what}:{hashlib.sha256(who.encode()).hexdigest()}"
    cache.add(key, 0, seconds)
    try:
        return cache.incr(key)
    except ValueError:  # it ran out at this moment
        return 1
