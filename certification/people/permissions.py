"""Which role a page asks for."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse

from certification.core.htmx import SignedInRequest
from certification.people.domain import Role

P = ParamSpec("P")
View = Callable[Concatenate[SignedInRequest, P], HttpResponse]


def role_required(*roles: Role) -> Callable[[View[P]], View[P]]:
    """Let in who holds one of `roles`; everybody else gets the 403 page."""

    def guard(view: View[P]) -> View[P]:
        @wraps(view)
        def guarded(request: SignedInRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            if not set(roles) & set(request.user.roles):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        return guarded

    return guard
