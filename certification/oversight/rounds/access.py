"""Who gets to a round, and in which words a refusal is told there."""

import uuid
from typing import Final

from django.shortcuts import get_object_or_404

from certification.attempts.wording import REFUSALS as ATTEMPT_REFUSALS
from certification.core.refusals import Refusal
from certification.core.wording import refusal_text
from certification.oversight.rounds.reading import counted
from certification.papers.wording import REFUSALS as PAPER_REFUSALS
from certification.people.domain import Role
from certification.rounds.models import Round
from certification.rounds.wording import REFUSALS as ROUND_REFUSALS

FOLDER: Final = "certification/oversight/rounds"
ROLES: Final = (Role.MANAGER, Role.TRAINER)
SENTENCES: Final = {**ATTEMPT_REFUSALS, **PAPER_REFUSALS, **ROUND_REFUSALS}
CONFLICT: Final = 409


def known_round(round_id: uuid.UUID) -> Round:
    """Return a round with its counts.

    Raises:
        Http404: there is none.
    """
    return get_object_or_404(counted(), pk=round_id)


def said(refusal: Refusal) -> str:
    """Return the sentence for whatever papers, rounds or attempts refuse."""
    return refusal_text(refusal, SENTENCES)
