"""What the page of the impact reads: two editions and the bank as it stands, measured once."""

import uuid
from functools import lru_cache

from cases import api
from certification.bank.models import Question
from certification.publishing.impact.past import PastEffect, past_effect
from certification.publishing.impact.report import ImpactReport, measure
from certification.publishing.questions import asked_in_bank


def read_impact(old: str, new: str) -> ImpactReport:
    """Return the impact of one stored edition after another on the questions that may be drawn.

    Raises:
        NoEditionError: there is no such edition.
        CorpusError: this program cannot build one of them any more.
    """
    versions = Question.objects.filter(current__isnull=False).order_by("code").values_list("current", flat=True)
    return _measured(old, new, tuple(versions))


@lru_cache(maxsize=8)
def _measured(old: str, new: str, _versions: tuple[uuid.UUID | None, ...]) -> ImpactReport:
    return measure(asked_in_bank(), old=api.load_edition(old), new=api.load_edition(new))


def read_past(new: str) -> PastEffect:
    """Return who would gain or lose if all that was handed in were judged by a stored edition."""
    return past_effect(new=api.load_edition(new))


@lru_cache(maxsize=8)
def read_meaning(old: str, new: str) -> tuple[api.Difference, ...]:
    """Return what the solver finds decided otherwise, one case for each issue.

    Raises:
        ProverError: the solver's process failed.
    """
    return api.semantic_diff(api.load_edition(old), api.load_edition(new))
