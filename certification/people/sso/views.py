"""Setting out to a provider, and coming back from it."""

from typing import Any

from allauth.socialaccount.providers.base import AuthProcess
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST
from requests import RequestException

from certification.people.landing import next_page
from certification.people.sso.adapter import failed
from certification.people.sso.config import SsoProvider
from certification.people.sso.provider import ADAPTERS

#: What a provider that is set up wrongly, or answers strangely, makes of the walk.
TROUBLE = (RequestException, OAuth2Error, KeyError, TypeError, ValueError)


def _provider(key: str) -> SsoProvider:
    provider: SsoProvider | None = settings.SSO_PROVIDERS.get(key)
    if provider is None:
        raise Http404
    return provider


@login_not_required
@never_cache
@require_POST
def start(request: HttpRequest, provider: str) -> HttpResponse:
    """Send the browser to the provider, by a page of ours.

    A redirect would be the end of a form, which may lead to this site alone (`form-action`), and Chromium holds it to
    that through every further redirect; a page that refreshes itself is not.
    """
    one = _provider(provider)
    if request.user.is_authenticated:
        return redirect(next_page(request))
    adapter = ADAPTERS[provider](request)
    try:
        there: Any = adapter.get_provider().redirect(request, AuthProcess.LOGIN, next_url=next_page(request))
    except TROUBLE as error:
        return failed(request, one, error)
    return render(request, "certification/people/sso_leaving.html", {"provider": one, "url": there.url})


@login_not_required
@never_cache
@require_GET
def callback(request: HttpRequest, provider: str) -> HttpResponse:
    """Take over from the provider: allauth checks what it brought and asks `SsoAdapter` the rest."""
    one = _provider(provider)
    view = OAuth2CallbackView.adapter_view(ADAPTERS[provider])
    try:
        answer: HttpResponse = view(request)
    except TROUBLE as error:
        return failed(request, one, error)
    return answer
