"""Another question about the same rule: what somebody got wrong comes back in other words."""

import uuid
from collections.abc import Sequence
from datetime import datetime

from django.db.models import Max

from certification.bank.models import QuestionVersion
from certification.competency.models import ReviewCard
from certification.papers.domain import Candidate
from certification.papers.models import PaperQuestion
from certification.papers.stocking import candidates_of


def sibling_of(card: ReviewCard, *, edition: str) -> Candidate | None:
    """Return the question in which a rule comes back, None where the open bank has no other about it.

    Never the question it was last met in. First those decided alike (equal trace: twins and variants), then those that
    the rule decides first, then those in whose decision it takes part; of these the one seen longest ago, or never.
    """
    last = QuestionVersion.objects.values_list("question__code", flat=True).get(pk=card.last_version_id)
    pool = [one for one in candidates_of(edition) if card.rule in one.rules and one.code != last]
    if not pool:
        return None
    seen = _seen(card.person_id, [one.code for one in pool])
    return min(pool, key=lambda one: (_distance(one, card), seen.get(one.code, ""), one.code))


def _distance(one: Candidate, card: ReviewCard) -> int:
    if one.trace == card.trace:
        return 0
    return 1 if one.rules[0] == card.rule else 2


def _seen(person: uuid.UUID, codes: Sequence[str]) -> dict[str, str]:
    """Return when somebody last met questions, by code, as text that sorts."""
    rows = PaperQuestion.objects.filter(paper__attempts__trainee=person, version__question__code__in=codes).order_by()
    met: list[tuple[str, datetime]] = list(
        rows.values_list("version__question__code").annotate(at=Max("paper__attempts__started_at"))
    )
    return {code: at.isoformat() for code, at in met}
