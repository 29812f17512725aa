"""明断 on a phone's home screen: the manifest, and the worker with the page that stands in without a network."""

import hashlib
import json
from typing import Final

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_safe

from certification.people.domain import language_among

#: What the page without a network is made of, besides itself.
KEPT: Final = (
    "css/tokens.css", "css/app.css", "img/favicon.svg", "img/icons.svg", "js/offline.js", "js/store.js",
)  # fmt: skip
THEME: Final = "#f1f4f3"
#: Icons with their side in pixels and what they may be used for (Web Application Manifest, "purpose").
ICONS: Final = (
    ("img/icon-192.png", 192, "any"),
    ("img/icon-512.png", 512, "any"),
    ("img/icon-maskable-512.png", 512, "maskable"),
)


@login_not_required
@require_safe
def manifest(request: HttpRequest) -> HttpResponse:
    """Describe the site to a phone that is to install it (W3C Web Application Manifest)."""
    icons = [
        {"src": static(path), "sizes": f"{side}x{side}", "type": "image/png", "purpose": purpose}
        for path, side, purpose in ICONS
    ]
    told = {
        "id": "/", "start_url": "/", "scope": "/", "display": "standalone", "dir": "ltr",
        "lang": language_among(get_language()).tag,
        "name": _("明断 · 售后裁断培训与认证"), "short_name": _("明断"),
        "background_color": THEME, "theme_color": THEME, "icons": icons,
    }  # fmt: skip
    return JsonResponse(told, content_type="application/manifest+json", json_dumps_params={"ensure_ascii": False})


@login_not_required
@require_GET
def worker(request: HttpRequest) -> HttpResponse:
    """Return the worker; its text, and so what a browser takes for a new one, changes with every file that it keeps."""
    kept = [reverse("offline"), *(static(path) for path in KEPT)]
    page = hashlib.sha256(offline_page().encode()).hexdigest()[:12]
    context = {"kept": json.dumps(kept), "offline": json.dumps(kept[0]), "name": json.dumps(f"mingduan-{page}")}
    text = render_to_string("certification/phone/worker.js", context)
    response = HttpResponse(text, content_type="text/javascript; charset=utf-8")
    response.headers["Cache-Control"] = "no-cache"
    return response


@login_not_required
@require_GET
def offline(request: HttpRequest) -> HttpResponse:
    """Return what a browser keeps to show without a network: the same for everybody who reads the language."""
    response = HttpResponse(offline_page())
    response.headers["Cache-Control"] = "no-cache"
    return response


def offline_page() -> str:
    """Render the page without a request: who has signed in must not be in it."""
    return render_to_string("certification/phone/offline.html")
