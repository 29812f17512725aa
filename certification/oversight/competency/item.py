"""One question version: its figures in words, its options, how long it takes, where it stands on the ability scale."""

import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.functional import Promise
from django.views.decorators.http import require_GET

from certification.bank.domain import LETTERS, QuestionType
from certification.bank.markup.plain import plain_text
from certification.bank.models import QuestionVersion
from certification.competency.calibrating.models import ItemParameters
from certification.competency.guessing import random_guess_score
from certification.competency.measuring.flags import ENOUGH, OptionCount
from certification.competency.models import ItemReport
from certification.competency.timing import time_on_item
from certification.core.htmx import SignedInRequest
from certification.oversight.competency.items import SAID
from certification.people.domain import Role
from certification.people.permissions import role_required

FOLDER: Final = "certification/oversight/competency"
#: Half of a 95 % interval in standard errors.
_Z: Final = 1.96


@dataclass(frozen=True, slots=True)
class OptionRow:
    """A line of the table of options; shares in per cent."""

    letter: str
    text: str
    is_key: bool
    chosen: int
    percent: int
    strong: int
    weak: int
    is_rival: bool


@require_GET
@role_required(Role.TRAINER, Role.MANAGER)
def item_page(request: SignedInRequest, version_id: uuid.UUID) -> HttpResponse:
    version = get_object_or_404(QuestionVersion.objects.select_related("question"), pk=version_id)
    report = ItemReport.objects.filter(version=version).first()
    parameters = ItemParameters.objects.filter(version=version).first()
    context = {
        "version": version,
        "stem": plain_text(version.content["stem"]),
        "report": report,
        "flags": _flags(report) if report else [],
        "options": list(_options(version, report)) if report else [],
        "guess": random_guess_score(QuestionType(version.question.type), len(version.content.get("options", ()))),
        "time": time_on_item(version.pk),
        "parameters": parameters,
        "interval": _interval(parameters) if parameters else None,
        "enough": ENOUGH,
    }
    return render(request, f"{FOLDER}/item.html", context)


def _flags(report: ItemReport) -> list[tuple[str, Promise]]:
    return [SAID[flag] for flag in report.flags if flag in SAID]


def _options(version: QuestionVersion, report: ItemReport) -> Iterator[OptionRow]:
    texts = [plain_text(one.get("text", "")) for one in version.content.get("options", ())]
    for one in report.options:
        at = one["option"]
        count = OptionCount(one["chosen"], one["strong"], one["weak"], one["third"], one["is_key"])
        yield OptionRow(
            letter=LETTERS[at],
            text=texts[at] if at < len(texts) else "",
            is_key=count.is_key,
            chosen=count.chosen,
            percent=round(100 * count.chosen / report.n),
            strong=round(100 * count.strong),
            weak=round(100 * count.weak),
            is_rival=not count.is_key and count.draws_the_strong,
        )


def _interval(found: ItemParameters) -> tuple[float, float] | None:
    """Return the 95 % interval of the difficulty."""
    half = None if found.b_error is None else _Z * found.b_error
    return None if half is None else (found.b - half, found.b + half)
