"""The way in, in three steps: a login begins in this browser, the platform answers, a ticket opens the page.

The platform's answer is posted from another site, so that no cookie of ours comes with it (`SameSite=Lax`). It is
checked and kept; the ticket for it is worth something only in the browser in which the login began. Nobody can send
somebody else a link that signs them in as another.
"""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Any, Final

import jwt
import requests
from django.db import transaction
from django.http import HttpRequest
from django.utils.crypto import constant_time_compare
from jwcrypto.common import JWException  # type: ignore[import-untyped]  # no stubs
from pylti1p3.exception import LtiException, OIDCException

from certification.core.refusals import Refusal, RefusedError, insist
from certification.lti.domain import DEEP_LINKING, LONGEST_ID, Message, part, plain, read_message, why_not_address, word
from certification.lti.matching import account_of
from certification.lti.models import Launch, Platform, PlatformAccount, PlatformLink, PlatformScore
from certification.lti.outgoing import Courier
from certification.lti.targets import point
from certification.lti.tool import Kept, Login, MessageLaunch, OpenPlatforms

_KEPT: Final = timedelta(hours=1)
_BYTES: Final = 32
_LONGEST_TITLE: Final = 200
_CLAIMS: Final = ("exp", "iat", "nonce", "sub", "aud", "iss")
#: Hostile tokens and key sets fail in these ways.
_FAILURES: Final = (
    LtiException, jwt.PyJWTError, JWException, requests.RequestException, LookupError, TypeError, ValueError,
    AttributeError, AssertionError, ArithmeticError, RecursionError,
)  # fmt: skip


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Begun:
    """A login that began: where the browser goes, and the cookie that it keeps meanwhile."""

    address: str
    cookie: str
    secret: str


def cookie_of(launch: Launch) -> str:
    """Return the name of a launch's cookie; several may be under way in one browser."""
    return f"lti-{launch.pk.hex}"


def find_platform(request: HttpRequest) -> Platform:
    """Return whose login a request begins.

    Raises:
        RefusedError: nobody's who is registered.
    """
    asked = {**request.POST.dict(), **request.GET.dict()}
    known = OpenPlatforms()
    known.find_registration_by_params(str(asked.get("iss", "")), str(asked.get("client_id", "")))
    if known.found is None:
        raise RefusedError(Refusal("lti.unknown-platform"))
    return known.found


def begin(request: HttpRequest, launch_address: str, *, now: datetime) -> Begun:
    """Answer a login initiation: keep what has to come back, and send the browser to the platform.

    Where the request wants to end up (`target_link_uri`) is not looked at: the signed message will say.

    Raises:
        RefusedError: no platform that is registered, or no login.
    """
    kept, platforms = Kept(), OpenPlatforms()
    try:
        login = Login(request, platforms, session_service=kept, cookie_service=kept)
        address = str(login.get_redirect_object(launch_address).get_redirect_url())
    except OIDCException as error:
        find_platform(request)
        raise RefusedError(Refusal("lti.login")) from error
    secret = secrets.token_urlsafe(_BYTES)
    Launch.objects.filter(started_at__lt=now - _KEPT).delete()
    assert platforms.found is not None
    launch = Launch.objects.create(
        platform=platforms.found, state_hash=_hash(kept.state), nonce_hash=_hash(kept.nonce),
        browser_hash=_hash(secret), started_at=now,
    )  # fmt: skip
    return Begun(address, cookie_of(launch), secret)


@dataclass(frozen=True, slots=True)
class Accepted:
    """An answer of a platform that holds: the ticket for the next step, and whether it is to choose something."""

    ticket: str
    is_choosing: bool


def accept(request: HttpRequest, *, now: datetime) -> Accepted:
    """Check the platform's answer, once, and keep who came and to which link.

    Raises:
        RefusedError: it does not hold, or who came may not come in. The platform's row says so from then on.
    """
    launch = _used_up(request.POST.get("state", ""), now)
    try:
        message = _verified(request, launch)
        ticket = _admitted(launch, message, now)
    except RefusedError as error:
        Platform.objects.filter(pk=launch.platform_id).update(problem=error.refusal.code, problem_at=now)
        raise
    Platform.objects.filter(pk=launch.platform_id).update(launched_at=now)
    return Accepted(ticket, launch.choosing is not None)


def _used_up(state: str, now: datetime) -> Launch:
    """Take the launch of a state; it is taken once, whatever becomes of it."""
    rows = Launch.objects.filter(state_hash=_hash(state), answered_at=None, platform__closed_at=None)
    launch = rows.select_related("platform").first()
    if launch is None or not launch.is_fresh(now) or not rows.filter(pk=launch.pk).update(answered_at=now):
        raise RefusedError(Refusal("lti.state"))
    return launch


def _verified(request: HttpRequest, launch: Launch) -> Message:
    """Return the message of the request, checked by PyLTI1p3, and that it answers this very launch."""
    insist(Refusal("lti.denied") if request.POST.get("error") else None)
    platforms = OpenPlatforms()
    kept = Kept(request.POST.get("state", ""), partial(_is_nonce_of, launch))
    message = MessageLaunch(
        request, platforms, session_service=kept, cookie_service=kept, requests_session=Courier()
    )  # fmt: skip
    message.set_jwt_verify_options({"verify_aud": False, "require": list(_CLAIMS)})
    try:
        claims: dict[str, Any] = dict(message.validate().get_launch_data())
    except _FAILURES as error:
        raise RefusedError(Refusal("lti.token")) from error
    if platforms.found != launch.platform or not _is_for(claims, launch.platform):
        raise RefusedError(Refusal("lti.token"))
    if not (message.is_resource_launch() or message.is_deep_link_launch()):
        raise RefusedError(Refusal("lti.message"))
    return read_message(claims)


def _is_nonce_of(launch: Launch, nonce: object) -> bool:
    return constant_time_compare(_hash(str(nonce)), launch.nonce_hash)


def _is_for(claims: dict[str, Any], platform: Platform) -> bool:
    """Say whether a token is for this client; with several readers it has to name us (OpenID Connect Core, 3.1.3.7)."""
    readers = claims["aud"] if isinstance(claims["aud"], list) else [claims["aud"]]
    azp = claims.get("azp")
    return platform.client_id in readers and (azp == platform.client_id if azp or len(readers) > 1 else True)


@transaction.atomic
def _admitted(launch: Launch, message: Message, now: datetime) -> str:
    """Write down who came and where to, and return the ticket."""
    account = account_of(launch.platform, message, now=now)
    launch.person = account.person
    settings = part(message.claims, DEEP_LINKING)
    if settings:
        launch.choosing = _choosing(settings, message, account)
    else:
        launch.link = _link(launch.platform, message)
        if message.service.takes_scores and launch.link.target is not None:
            PlatformScore.objects.get_or_create(link=launch.link, account=account)
    ticket = secrets.token_urlsafe(_BYTES)
    launch.ticket_hash = _hash(ticket)
    launch.save(update_fields=["person", "link", "choosing", "ticket_hash"])
    return ticket


def _choosing(settings: Any, message: Message, account: PlatformAccount) -> dict[str, Any]:
    person = account.person
    insist(None if person.is_trainer or person.is_manager else Refusal("lti.not-choosing"))
    address = word(settings, "deep_link_return_url")
    insist(why_not_address(address, local_is_fine=True) and Refusal("lti.token"))
    data = settings.get("data")  # the platform's own, for it to read; text, by the standard
    insist(Refusal("lti.token") if data is not None and (not isinstance(data, str) or plain(data) != data) else None)
    return {
        "deep_link_return_url": address, "data": data, "deployment": message.deployment,
        "takes_lineitem": settings.get("accept_lineitem", True) is not False,
    }  # fmt: skip


def _link(platform: Platform, message: Message) -> PlatformLink:
    """Return the link that was clicked, as the platform describes it today."""
    insist(Refusal("lti.token") if len(message.resource) > LONGEST_ID else None)
    service = message.service
    for address in filter(None, (service.lineitem, service.lineitems)):
        insist(why_not_address(address, local_is_fine=True) and Refusal("lti.token"))
    link, _is_new = PlatformLink.objects.get_or_create(
        platform=platform, deployment=message.deployment, resource=message.resource
    )
    return _described(link, message)


def _described(link: PlatformLink, message: Message) -> PlatformLink:
    """Save what is said of a link today; the line item that was made for it stays where none is named."""
    link.title = message.title[:_LONGEST_TITLE]
    link.lineitem = message.service.lineitem or link.lineitem
    link.lineitems, link.scopes = message.service.lineitems, list(message.service.scopes)
    before = link.target
    point(link, message.target)
    link.save()
    if before != link.target:
        PlatformScore.objects.filter(link=link).update(mark=0)  # it is about something else: look again
    return link


def find_ticket(ticket: str, *, now: datetime) -> Launch:
    """Return the launch of a ticket that was not used yet.

    Raises:
        RefusedError: there is none, or its ten minutes are over, or who came was let go meanwhile.
    """
    launch = Launch.objects.select_related("platform", "person", "link").filter(ticket_hash=_hash(ticket)).first()
    if launch is None or not launch.is_fresh(now) or launch.entered_at is not None or not launch.platform.is_open:
        raise RefusedError(Refusal("lti.state"))
    assert launch.person is not None  # a ticket is for somebody
    insist(None if launch.person.is_active else Refusal("lti.inactive"))
    return launch


def use_ticket(launch: Launch, *, now: datetime) -> None:
    """Take the ticket: it is taken once.

    Raises:
        RefusedError: it was taken at this moment.
    """
    if not Launch.objects.filter(pk=launch.pk, entered_at=None).update(entered_at=now):
        raise RefusedError(Refusal("lti.state"))


def is_same_browser(launch: Launch, request: HttpRequest) -> bool:
    """Say whether the launch began in the browser that asks."""
    secret = request.COOKIES.get(cookie_of(launch), "")
    return bool(secret) and constant_time_compare(_hash(secret), launch.browser_hash)
