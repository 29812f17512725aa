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


def differences(old: api.Edition, new: api.Edition) -> tuple[api.Difference, ...]:
    """Return one case for each issue that a changed rule speaks to and that comes out otherwise.

    What hangs on these issues differs with them: the questions show it.

    Raises:
        ProverError: the solver's process failed.
    """
    changed = [one for one in api.rule_changes(old, new) if one.how != "reworded"]
    sides = [rule for one in changed for rule in (one.old, one.new) if rule is not None]
    issues = sorted({issue for rule in sides for issue in rule.then if issue in new.vocabulary.issues})
    return api.semantic_diff(old, new, issues=issues) if issues else ()
