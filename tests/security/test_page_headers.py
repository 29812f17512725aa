"""The headers of every page, not of a few: nothing inline, nothing framed, nothing cached that is somebody's."""

import pytest

from tests.factories.bank import make_bank
from tests.security.surface import Visitor, pages

SAME_ON_ALL = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "X-Frame-Options": "DENY",
}
#: What other sites may read: keys, who issues, which badges are taken back.
OPEN_TO_ALL = {"sitting:badge-keys", "sitting:badge-issuer", "sitting:badge-status"}
#: The same for everybody, or checked anew on each request: browsers may keep them.
MAY_BE_KEPT = {"sitting:picture", "sitting:picture-small", "operations:manifest", "operations:service-worker"}
pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("role", ["anonymous", "manager"])
def test_every_page_carries_the_whole_set(role):
    make_bank()
    visitor = Visitor(role)

    for one in pages():
        headers = visitor.ask("GET", one.path()).headers
        policy = headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy, one.name
        assert "unsafe" not in policy, one.name
        assert "frame-ancestors 'none'" in policy, one.name
        assert "camera=()" in headers["Permissions-Policy"], one.name
        for name, value in SAME_ON_ALL.items():
            assert headers[name] == value, (one.name, name)
        if one.name not in OPEN_TO_ALL:
            assert headers["Cross-Origin-Resource-Policy"] == "same-origin", one.name
            assert "Access-Control-Allow-Origin" not in headers, one.name
        if one.name not in OPEN_TO_ALL | MAY_BE_KEPT and headers["Cache-Control"] != "no-store, private":
            assert "no-store" in headers["Cache-Control"] or "no-cache" in headers["Cache-Control"], one.name
