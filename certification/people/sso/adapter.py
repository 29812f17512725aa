"""Where allauth asks what the site wants: it takes over as soon as allauth knows who signed in there."""

import logging
from typing import Any, Final

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.internal.statekit import STATES_SESSION_KEY
from allauth.socialaccount.models import SocialApp, SocialLogin
from allauth.socialaccount.providers.base import AuthError
from django.conf import settings
from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from certification.core.refusals import Refusal, RefusedError
from certification.core.wording import refusal_text
from certification.people.signed_in import PROVIDER
from certification.people.sso.config import SsoProvider, as_app
from certification.people.sso.joining import REFUSALS, Arrival, admit

BACKEND: Final = "certification.people.backends.NameOrNumberBackend"
REFUSED_STATUS: Final = 403
FAILED_STATUS: Final = 502

logger = logging.getLogger(__name__)


class ClosedAccountAdapter(DefaultAccountAdapter):
    """Nobody signs up, should a page of allauth ever be reachable."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False


class SsoAdapter(DefaultSocialAccountAdapter):
    """The site's own answers."""

    def list_apps(self, request: HttpRequest, provider: str | None = None, client_id: str | None = None) -> list[Any]:
        """Return the providers of the settings; none is ever read from the database."""
        apps = [SocialApp(**as_app(one)) for one in settings.SSO_PROVIDERS.values()]
        return [app for app in apps if provider in {None, app.provider, app.provider_id}]

    def populate_user(self, request: HttpRequest, sociallogin: SocialLogin, data: Any) -> Any:
        return sociallogin.user

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Let the person in, or say why not; allauth's own ways of signing in and up are never reached."""
        provider = settings.SSO_PROVIDERS[sociallogin.account.provider]
        if sociallogin.nonce != sociallogin.state.get("nonce"):
            raise ImmediateHttpResponse(refused(request, Refusal("people.sso-expired")))
        arrival = Arrival(provider, sociallogin.account.uid, sociallogin.staff_number)
        try:
            person = admit(arrival, now=timezone.now())
        except RefusedError as error:
            raise ImmediateHttpResponse(refused(request, error.refusal)) from error
        request.session.pop(STATES_SESSION_KEY, None)
        login(request, person, backend=BACKEND)
        request.session[PROVIDER] = provider.key
        raise ImmediateHttpResponse(redirect(sociallogin.state.get("next") or settings.LOGIN_REDIRECT_URL))

    def on_authentication_error(
        self,
        request: HttpRequest,
        provider: Any,
        error: Any = None,
        exception: Exception | None = None,
        extra_context: Any = None,
    ) -> None:
        """Say on a page of ours that it was not done: cancelled there, begun elsewhere, or the provider in trouble."""
        one = settings.SSO_PROVIDERS[provider.sub_id]
        if error == AuthError.CANCELLED:
            raise ImmediateHttpResponse(refused(request, Refusal("people.sso-cancelled", {"provider": one.name})))
        if exception is None and "state" not in (extra_context or {}):
            raise ImmediateHttpResponse(refused(request, Refusal("people.sso-expired")))
        raise ImmediateHttpResponse(failed(request, one, exception))


def refused(request: HttpRequest, refusal: Refusal, *, status: int = REFUSED_STATUS) -> HttpResponse:
    """Answer with the page that says why somebody was not let in."""
    context = {"refusal": refusal_text(refusal, REFUSALS)}
    return render(request, "certification/people/sso_refused.html", context, status=status)


def failed(request: HttpRequest, provider: SsoProvider, error: Exception | None) -> HttpResponse:
    """Answer that the provider is in trouble; the log is told the kind of error alone: its words may hold a secret."""
    logger.warning("sign-in at %s was not done: %s", provider.key, type(error).__name__)
    return refused(request, Refusal("people.sso-failed", {"provider": provider.name}), status=FAILED_STATUS)
