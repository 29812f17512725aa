"""The read API: three lists, each behind its scope. Nothing here writes but the count of reads."""

from datetime import datetime
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, ValidationError
from ninja.params.functions import Query
from ninja.security import HttpBearer

from certification.readapi import reading
from certification.readapi.domain import MOST_A_MINUTE, MOST_ROWS, Scope
from certification.readapi.models import ApiToken
from certification.readapi.schemas import Certificates, MasteryPage, Problem, Results
from certification.readapi.services import count_read, find_token

MINUTE: Final = 60
UNSIGNED, FORBIDDEN, UNFIT, TOO_MANY = 401, 403, 422, 429
PROBLEMS: Final = dict.fromkeys((UNSIGNED, FORBIDDEN, UNFIT, TOO_MANY), Problem)


class ScopeError(Exception):
    """The token may not read this."""


class TooManyError(Exception):
    """The token has read too often in this minute."""


class Holding(HttpBearer):
    """Lets in who shows a token with a scope."""

    openapi_scheme = "bearer"

    def __init__(self, scope: Scope) -> None:
        super().__init__()
        self.scope = scope

    def authenticate(self, request: HttpRequest, token: str) -> ApiToken | None:
        """Return the token's row; None where it opens nothing.

        Raises:
            ScopeError, TooManyError: it opens something, but not this or not now.
        """
        now = timezone.now()
        found = find_token(token, now=now)
        if found is None:
            return None
        if count_read(found, now=now) > MOST_A_MINUTE:
            raise TooManyError
        if self.scope not in found.scopes:
            raise ScopeError
        return found


api = NinjaAPI(
    title="明断 read API",
    version="1",
    description="Results, mastery and certificates for other systems of the company. Read only.",
    docs_url=None,
    urls_namespace="readapi",
)

Offset: Any = Query(0, ge=0, le=10_000_000, description="跳过多少行")
Limit: Any = Query(MOST_ROWS, ge=1, le=MOST_ROWS, description="最多多少行")
Number: Any = Query("", max_length=20, description="只要这个工号")
Cohort: Any = Query("", max_length=40, description="只要这个班组")
Since: Any = Query(None, description="只要这个时刻以后交卷的，ISO 8601，带时区")


@api.get("/results", auth=Holding(Scope.RESULTS), response={200: Results, **PROBLEMS}, summary="成绩")
def results(
    request: HttpRequest, staff_number: str = Number, cohort: str = Cohort, since: datetime | None = Since,
    offset: int = Offset, limit: int = Limit,
) -> dict[str, Any]:  # fmt: skip
    """Handed-in exams and mocks, oldest first, as their marks stand now."""
    if since is not None and timezone.is_naive(since):
        since = timezone.make_aware(since)
    found = reading.people(staff_number, cohort)
    items, after = reading.results(found, since, reading.Window(offset, limit))
    return {"items": items, "next": after}


@api.get("/mastery", auth=Holding(Scope.MASTERY), response={200: MasteryPage, **PROBLEMS}, summary="胜任力")
def mastery(
    request: HttpRequest, staff_number: str = Number, cohort: str = Cohort, offset: int = Offset, limit: int = Limit
) -> dict[str, Any]:
    """Everybody's standing in every competency area, by staff number."""
    window = reading.Window(offset, limit)
    items, after = reading.mastery(reading.people(staff_number, cohort), window, timezone.now())
    return {"items": items, "next": after}


@api.get("/certificates", auth=Holding(Scope.CERTIFICATES), response={200: Certificates, **PROBLEMS}, summary="证书")
def certificates(
    request: HttpRequest, staff_number: str = Number, cohort: str = Cohort, offset: int = Offset, limit: int = Limit
) -> dict[str, Any]:
    """Every certificate ever issued, oldest first, and whether it holds now."""
    window = reading.Window(offset, limit)
    items, after = reading.certificates(reading.people(staff_number, cohort), window, timezone.now())
    return {"items": items, "next": after}


def _problem(request: HttpRequest, status: int, error: str, message: str) -> HttpResponse:
    return api.create_response(request, {"error": error, "message": message}, status=status)


@api.exception_handler(AuthenticationError)
def _unsigned(request: HttpRequest, _error: AuthenticationError) -> HttpResponse:
    response = _problem(request, UNSIGNED, "token", _("没有令牌，或者令牌不对、过期、被收回了。"))
    response.headers["WWW-Authenticate"] = "Bearer"
    return response


@api.exception_handler(ScopeError)
def _forbidden(request: HttpRequest, _error: ScopeError) -> HttpResponse:
    return _problem(request, FORBIDDEN, "scope", _("这个令牌不能读这一项。"))


@api.exception_handler(TooManyError)
def _too_many(request: HttpRequest, _error: TooManyError) -> HttpResponse:
    response = _problem(request, TOO_MANY, "rate", _("一分钟最多读 %(most)s 次，稍后再来。") % {"most": MOST_A_MINUTE})
    response.headers["Retry-After"] = str(MINUTE - timezone.now().second)
    return response


@api.exception_handler(ValidationError)
def _unfit(request: HttpRequest, error: ValidationError) -> HttpResponse:
    told = "；".join(f"{one['loc'][-1]}: {one['msg']}" for one in error.errors)
    return _problem(request, UNFIT, "parameter", told)
