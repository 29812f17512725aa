"""接口令牌: made, shown once, listed, ended."""

import uuid
from typing import Final

from django.contrib import messages
from django.db.models import Max
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from certification.core.htmx import SignedInRequest
from certification.oversight.tokens.forms import TokenForm
from certification.people.domain import Role
from certification.people.permissions import role_required
from certification.readapi.domain import MOST_A_MINUTE
from certification.readapi.models import ApiToken
from certification.readapi.services import NewToken, make_token, revoke_token
from certification.readapi.wording import SCOPES

FOLDER: Final = "certification/oversight/tokens"
UNFIT: Final = 422


@require_http_methods(["GET", "POST"])
@role_required(Role.MANAGER)
def tokens(request: SignedInRequest) -> HttpResponse:
    """Show the tokens; a POST makes one, and this answer alone shows it."""
    if request.method == "GET":
        return _page(request, TokenForm())
    form = TokenForm(request.POST)
    if not form.is_valid():
        return _page(request, form, status=UNFIT)
    made = make_token(**form.cleaned_data, actor=request.user, now=timezone.now())
    return _page(request, TokenForm(), made=made)


def _page(
    request: SignedInRequest, form: TokenForm, *, made: NewToken | None = None, status: int = 200
) -> HttpResponse:
    now = timezone.now()
    rows = ApiToken.objects.select_related("made_by").annotate(last=Max("uses__minute")).order_by("-made_at", "pk")
    listed = [(row, row.holds_at(now), [SCOPES[scope] for scope in row.scopes]) for row in rows]
    context = {"form": form, "made": made, "tokens": listed, "most": MOST_A_MINUTE}
    return render(request, f"{FOLDER}/tokens.html", context, status=status)


@require_POST
@role_required(Role.MANAGER)
def revoke(request: SignedInRequest, token_id: uuid.UUID) -> HttpResponse:
    """End a token at once."""
    try:
        revoke_token(token_id, actor=request.user, now=timezone.now())
    except ApiToken.DoesNotExist as error:
        raise Http404 from error
    messages.success(request, _("令牌已收回，用它的系统从现在起读不到了。"))
    return redirect("oversight:tokens")
