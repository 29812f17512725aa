"""Which role a page asks for."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, Final, ParamSpec

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http.response import HttpResponseBase

from certification.core.htmx import SignedInRequest
from certification.people.domain import Role
from certification.people.models import User

#: The people who `may_author`, for queries.
AUTHORS: Final = Q(is_staff=True) | Q(is_trainer=True) | Q(is_manager=True)

P = ParamSpec("P")
View = Callable[Concatenate[SignedInRequest, P], HttpResponseBase]


def role_required(*roles: Role) -> Callable[[View[P]], View[P]]:
    """Let in who holds one of `roles`; everybody else gets the 403 page."""

    def guard(view: View[P]) -> View[P]:
        @wraps(view)
        def guarded(request: SignedInRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            if not set(roles) & set(request.user.roles):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        return guarded

    return guard


def may_author(user: User | AnonymousUser) -> bool:
    """Say whether a person sees how the rules are kept: trainers, managers, operators."""
    return isinstance(user, User) and (user.is_staff or user.is_trainer or user.is_manager)


def may_mark(user: User | AnonymousUser) -> bool:
    """Say whether a person answers appeals and marks anew: trainers and managers."""
    return isinstance(user, User) and (user.is_trainer or user.is_manager)


def author_required(view: View[P]) -> View[P]:
    """Let in who may see how the rules are kept; everybody else gets the 403 page."""

    @wraps(view)
    def guarded(request: SignedInRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if not may_author(request.user):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return guarded
