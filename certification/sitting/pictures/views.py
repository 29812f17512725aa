"""One file of a picture. The browser may keep it for an hour, no other cache may, and every request is checked."""

import uuid
from typing import Final

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.views.decorators.http import require_GET

from certification.bank.pictures.domain import Variant
from certification.core.htmx import SignedInRequest
from certification.sitting.pictures.access import files_seen_by

KEPT: Final = "private, max-age=3600"


@require_GET
def picture(request: SignedInRequest, picture_id: uuid.UUID) -> HttpResponse:
    return _served(request, picture_id, Variant.FULL)


@require_GET
def picture_small(request: SignedInRequest, picture_id: uuid.UUID) -> HttpResponse:
    return _served(request, picture_id, Variant.SMALL)


def _served(request: SignedInRequest, picture_id: uuid.UUID, variant: Variant) -> HttpResponse:
    files = files_seen_by(request.user).select_related("picture")
    found = get_object_or_404(files, picture=picture_id, variant=variant)
    etag = f'"{found.picture.sha256}-{variant}"'
    response = HttpResponse(bytes(found.data), content_type=found.picture.media_type)
    response.headers["ETag"] = etag
    response.headers["Cache-Control"] = KEPT
    patch_vary_headers(response, ("Cookie",))  # who signs in next at this machine asks anew
    return get_conditional_response(request, etag=etag, response=response) or response
