"""Who sees how the site runs and what was done on it: managers and operators."""

from functools import wraps

from django.core.exceptions import PermissionDenied
from django.http.response import HttpResponseBase

from certification.core.htmx import SignedInRequest
from certification.people.models import User
from certification.people.permissions import P, View


def may_operate(user: object) -> bool:
    """Say whether a person sees the pages of operations."""
    return isinstance(user, User) and (user.is_staff or user.is_manager)


def operations_required(view: View[P]) -> View[P]:
    """Let in managers and operators; everybody else gets the 403 page."""

    @wraps(view)
    def guarded(request: SignedInRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if not may_operate(request.user):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return guarded
