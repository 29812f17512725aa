"""Counting wrong passwords: by person and address together."""

from typing import Any

from axes.handlers.proxy import AxesProxyHandler
from django.conf import settings
from django.http import HttpRequest

from certification.people.backends import find_person

LONGEST_NAME = 40


def throttled_name(request: HttpRequest, credentials: dict[str, Any] | None = None) -> str:
    """Return what wrong passwords are counted under: the staff number whether the name or the number was typed."""
    typed: str = (credentials or {}).get("username") or request.POST.get("username", "")
    person = find_person(typed)
    return person.staff_number if person else typed.strip().lower()[:LONGEST_NAME]


def attempts_left(request: HttpRequest, name: str) -> int:
    """Return how often `name` may still try from the address of `request`."""
    failures: int = AxesProxyHandler.get_failures(request, {"username": name})
    return max(0, settings.AXES_FAILURE_LIMIT - failures)
