"""Who gets to blueprints and papers, what is found there, and in which words a refusal is told."""

import uuid
from datetime import datetime
from typing import Final

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404

from cases import api
from certification.attempts.domain import AttemptState
from certification.attempts.models import Attempt
from certification.core.refusals import Refusal
from certification.core.wording import refusal_text
from certification.papers.models import BlueprintVersion, Paper
from certification.papers.wording import REFUSALS
from certification.people.domain import Role
from certification.rounds.domain import RoundState
from certification.rounds.models import Round

ROLES: Final = (Role.MANAGER, Role.TRAINER)
FOLDER: Final = "certification/oversight/papers"
INVALID, CONFLICT, FORBIDDEN = 422, 409, 403


def versions_of(name: str) -> list[BlueprintVersion]:
    """Return the versions of a blueprint, the newest first.

    Raises:
        Http404: there is none of that name.
    """
    found = list(BlueprintVersion.objects.filter(name=name).order_by("-number"))
    if not found:
        raise Http404
    return found


def known_version(name: str, number: str) -> BlueprintVersion:
    """Return one version of a blueprint, the newest where none is named.

    Raises:
        Http404: there is none like that.
    """
    versions = versions_of(name)
    if not number:
        return versions[0]
    found = next((one for one in versions if str(one.number) == number), None)
    if found is None:
        raise Http404
    return found


def known_paper(paper_id: uuid.UUID) -> Paper:
    """Return a paper that can be printed: of an exam or written for printing, no mock and no practice question.

    Raises:
        Http404: there is none like that.
    """
    drawn = Paper.objects.filter(blueprint_version__isnull=False).select_related("blueprint_version")
    return get_object_or_404(drawn, pk=paper_id)


def own_exam(person: uuid.UUID, found: QuerySet[Round], *, now: datetime) -> Round | None:
    """Return the round among `found` that a person still has to sit or that others still sit: its papers are secret."""
    running = Attempt.objects.filter(round=OuterRef("pk"), state=AttemptState.OPEN)
    ahead = found.filter(Q(closes_at__gt=now) | Exists(running), state=RoundState.PUBLISHED, seats__trainee=person)
    return ahead.first()


def rounds_with(paper: Paper) -> QuerySet[Round]:
    """Return the rounds in which a paper is sat."""
    return Round.objects.filter(Q(drawn_forms__paper=paper) | Q(seats__papers__paper=paper))


def edition_to_draw_by() -> api.Edition | None:
    """Return the edition in force; None while none is loaded."""
    try:
        return api.current_edition()
    except api.NoEditionError:
        return None


def said(refusal: Refusal) -> str:
    """Return a refusal as it is told here."""
    return refusal_text(refusal, REFUSALS)
