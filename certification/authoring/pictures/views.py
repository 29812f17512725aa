"""上传图片: check it, keep it, and say what to write into the stem."""

import re
from typing import Final

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from certification.bank.pictures.domain import LONGEST_ALT, markdown_of, why_not_size
from certification.bank.pictures.models import Picture
from certification.bank.pictures.reading import shown_pictures
from certification.bank.pictures.services import store_picture
from certification.bank.pictures.wording import REFUSALS
from certification.core.htmx import SignedInRequest, render_page
from certification.core.refusals import Refusal, RefusedError, insist
from certification.core.wording import refusal_text
from certification.people.domain import Role
from certification.people.permissions import role_required

FOLDER: Final = "certification/authoring/pictures"
#: The field of the editor that the picture goes into.
_FIELD: Final = re.compile(r"[A-Za-z][A-Za-z0-9_:.-]{0,40}")


@require_http_methods(["GET", "POST"])
@role_required(Role.TRAINER, Role.MANAGER)
def picture_upload(request: SignedInRequest) -> HttpResponse:
    """Show the form; a POST keeps the picture and answers with its Markdown, or with why not (422)."""
    given = request.POST if request.method == "POST" else request.GET
    into = given.get("into", "")
    context: dict[str, object] = {"into": into if _FIELD.fullmatch(into) else "stem", "longest": LONGEST_ALT}
    status = 200
    if request.method == "POST":
        context["alt"] = alt = given.get("alt", "")
        try:
            picture = _stored(request, alt)
        except RefusedError as error:
            context |= {"refusal": refusal_text(error.refusal, REFUSALS), "is_alt": error.refusal.code.endswith("alt")}
            status = 422
        else:
            context |= {"markdown": markdown_of(picture.pk, alt), "shown": shown_pictures([picture.pk])[picture.pk]}
    page, fragment = f"{FOLDER}/picture_upload.html", f"{FOLDER}/_picture_upload.html"
    return render_page(request, page, context, fragment=fragment, status=status)


def _stored(request: SignedInRequest, alt: str) -> Picture:
    file = request.FILES.get("picture")
    if not isinstance(file, UploadedFile):
        raise RefusedError(Refusal("pictures.no-file"))
    insist(why_not_size(file.size or 0))
    return store_picture(file.read(), alt=alt, actor=request.user, now=timezone.now())
