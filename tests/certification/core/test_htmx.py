"""Page or fragment."""

import pytest
from django.http import HttpResponse
from django.test import RequestFactory
from django_htmx.middleware import HtmxDetails

from certification.core import htmx as answers

SWAP = {"HX-Request": "true"}


@pytest.fixture
def rendered(monkeypatch):
    monkeypatch.setattr(
        answers, "render", lambda _request, template, _context, status: HttpResponse(template, status=status)
    )


@pytest.mark.usefixtures("rendered")
@pytest.mark.parametrize(
    ("headers", "template"),
    [
        pytest.param({}, "page.html", id="plain request"),
        pytest.param(SWAP, "_part.html", id="swap"),
        pytest.param(SWAP | {"HX-Boosted": "true"}, "page.html", id="boosted"),
        pytest.param(SWAP | {"HX-History-Restore-Request": "true"}, "page.html", id="history restore"),
    ],
)
def test_only_a_swap_gets_the_fragment(rf: RequestFactory, headers, template):
    request = rf.get("/", headers=headers)
    request.htmx = HtmxDetails(request)

    response = answers.render_page(request, "page.html", {}, fragment="_part.html", status=422)

    assert response.content.decode() == template
    assert response.status_code == 422
    assert "HX-Request" in response.headers["Vary"]
