"""At start: a record store that is named must be reachable in principle."""

from typing import Any, Final
from urllib.parse import urlsplit

from django.conf import settings
from django.core import checks

_SCHEMES: Final = ("http", "https")


@checks.register
def check_record_store(**_kwargs: Any) -> list[checks.CheckMessage]:
    """Report an endpoint that is no address, or one without the site's own address."""
    found: list[checks.CheckMessage] = []
    if not settings.XAPI_ENDPOINT:
        return found
    if urlsplit(settings.XAPI_ENDPOINT).scheme not in _SCHEMES:
        told = f"XAPI_ENDPOINT 应为 http(s):// 开头的地址，这里是 {settings.XAPI_ENDPOINT}"
        found.append(checks.Error(told, id="certification.E031"))
    if urlsplit(settings.SITE_ADDRESS).scheme not in _SCHEMES or not settings.SITE_ADDRESS.endswith("/"):
        told = "设了 XAPI_ENDPOINT 就要设 SITE_ADDRESS：本站的地址，如 https://mingduan.example/，以斜杠结尾"
        found.append(checks.Error(told, id="certification.E032"))
    return found
