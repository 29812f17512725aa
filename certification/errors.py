"""What a person sees when something is wrong with the request."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer a form whose token is too old: nothing was written, and sending it again will do."""
    return render(request, "403_csrf.html", {"reason": reason}, status=403)
