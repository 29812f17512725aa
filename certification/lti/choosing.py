"""Deep linking: a trainer or manager chooses what a course links to. No session takes part: the ticket is the right.

Platforms show this in a frame of their own pages, where no cookie of ours comes along. The ticket says who chooses, for
ten minutes and one choice; what is shown are titles.
"""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_http_methods
from pylti1p3.deep_link import DeepLink
from pylti1p3.deep_link_resource import DeepLinkResource
from pylti1p3.lineitem import LineItem

from certification.core.journal import note
from certification.core.refusals import Refusal, RefusedError, insist
from certification.core.wording import refusal_text
from certification.lti.domain import CUSTOM, origin_of, read_target
from certification.lti.launching import find_ticket, use_ticket
from certification.lti.models import Launch
from certification.lti.scores import WHOLE
from certification.lti.targets import Offer, find_offer, offers
from certification.lti.tool import registration_of
from certification.lti.views import FOLDER, framed_by, homes_of, refused
from certification.lti.wording import REFUSALS, TARGETS

UNFIT = 422


class _InNewWindow(DeepLinkResource):
    """A link that opens a window: our pages show in no frame."""

    def to_dict(self) -> dict[str, object]:
        return {**super().to_dict(), "window": {"targetName": "_blank"}}


@login_not_required
@never_cache
@require_GET
def front(request: HttpRequest) -> HttpResponse:
    """Say that this address is for platforms: it is what they name when they ask for a choice."""
    return refused(request, Refusal("lti.message"))


@csrf_exempt  # nothing is done in the name of a session: the ticket is for one choice
@login_not_required
@never_cache
@require_http_methods(["GET", "POST"])
def choose(request: HttpRequest, ticket: str) -> HttpResponse:
    """Show what may be chosen; a POST chooses, and shows the button that carries the choice to the platform."""
    now = timezone.now()
    try:
        launch = find_ticket(ticket, now=now)
        insist(Refusal("lti.message") if launch.choosing is None else None)
    except RefusedError as error:
        return refused(request, error.refusal)
    if request.method == "GET":
        return _page(request, launch, ticket)
    try:
        offer = find_offer(read_target(request.POST.get("target")), now=now)
        use_ticket(launch, now=now)
    except RefusedError as error:
        return _page(request, launch, ticket, refusal_text(error.refusal, REFUSALS))
    note(launch.person, "lti.chosen", f"platform:{launch.platform_id}", now=now, target=str(offer.target))
    return _chosen(request, launch, offer)


def _page(request: HttpRequest, launch: Launch, ticket: str, refusal: str = "") -> HttpResponse:
    listed = [(TARGETS[kind], some) for kind, some in offers(now=timezone.now()).items() if some]
    context = {"offers": listed, "ticket": ticket, "platform": launch.platform, "refusal": refusal}
    page = render(request, f"{FOLDER}/choose.html", context, status=UNFIT if refusal else 200)
    return framed_by(page, _frames(launch))


def _frames(launch: Launch) -> list[str]:
    asked: dict[str, Any] = launch.choosing or {}
    return list(dict.fromkeys([*homes_of(launch.platform), origin_of(asked["deep_link_return_url"])]))


def _chosen(request: HttpRequest, launch: Launch, offer: Offer) -> HttpResponse:
    asked: dict[str, Any] = launch.choosing or {}
    back = asked["deep_link_return_url"]
    link = _InNewWindow().set_title(offer.title).set_custom_params({CUSTOM: str(offer.target)})
    link.set_url(request.build_absolute_uri(reverse("lti:launch")))
    if asked["takes_lineitem"]:
        item = LineItem({}).set_label(offer.title).set_score_maximum(WHOLE).set_resource_id(str(offer.target))
        link.set_lineitem(item)
    answer = DeepLink(registration_of(launch.platform), asked["deployment"], asked).get_response_jwt([link])  # type: ignore[arg-type]
    context = {"offer": offer, "back": back, "jwt": answer, "platform": launch.platform}
    page = render(request, f"{FOLDER}/chosen.html", context)
    return framed_by(page, _frames(launch), form_action=[origin_of(back)])
