"""我的证书: the list, each as it looks on paper, and what others may see of it."""

from django.http import HttpResponse

from certification.core.htmx import SignedInRequest


def certificates(request: SignedInRequest) -> HttpResponse:
    return HttpResponse("")


def certificate(request: SignedInRequest, number: str) -> HttpResponse:
    return HttpResponse(number)
