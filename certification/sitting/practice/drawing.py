"""The next practice question: an attempt of its own, on a paper of one."""

import random
import secrets
import uuid
from collections.abc import Sequence
from datetime import datetime, timedelta

from cases import api
from certification.attempts.domain import AttemptKind
from certification.attempts.models import Attempt
from certification.attempts.services import drop_open_practice, start_attempt
from certification.core.refusals import Refusal, RefusedError
from certification.papers.blueprints import practice_blueprint
from certification.papers.domain import Candidate
from certification.papers.models import PaperQuestion
from certification.papers.services import draw_paper
from certification.papers.stocking import candidates_of

SEED_BITS = 48
FRESH_FOR = timedelta(days=1)


def next_practice(trainee_id: uuid.UUID, *, area: str, now: datetime) -> Attempt:
    """Open the next practice question of `area` ("" takes any); what was practised today comes back last.

    Raises:
        RefusedError: there is no edition, or the area has no question.
    """
    try:
        edition = api.current_edition_id()
    except api.NoEditionError as error:
        raise RefusedError(Refusal("papers.no-edition")) from error
    pool = [one for one in candidates_of(edition) if area in ("", one.topic)]
    return next_of(pool, trainee_id, edition=edition, now=now)


def next_of(pool: Sequence[Candidate], trainee_id: uuid.UUID, *, edition: str, now: datetime) -> Attempt:
    """Open the next practice question of a pool; what was practised today comes back last.

    Raises:
        RefusedError: the pool is empty.
    """
    done = _practised(trainee_id, since=now - FRESH_FOR)
    fresh = [one for one in pool if one.code not in done] or pool
    if not fresh:
        raise RefusedError(Refusal("papers.nothing-here"))
    seed = secrets.randbits(SEED_BITS)
    picked = random.Random(seed).choice(sorted(fresh, key=lambda one: one.code))  # noqa: S311 - recorded, no secret
    return practise(trainee_id, picked, edition=edition, seed=seed, now=now)


def practise(trainee_id: uuid.UUID, picked: Candidate, *, edition: str, seed: int, now: datetime) -> Attempt:
    """Open one question for practice; what stood open before is dropped."""
    drawn = draw_paper(practice_blueprint(picked.type), edition=edition, seed=seed, now=now, among=[picked])
    drop_open_practice(trainee_id)
    return start_attempt(drawn, trainee_id=trainee_id, kind=AttemptKind.PRACTICE, minutes=0, now=now)


def _practised(trainee_id: uuid.UUID, *, since: datetime) -> set[str]:
    rows = PaperQuestion.objects.filter(
        paper__attempts__trainee=trainee_id,
        paper__attempts__kind=AttemptKind.PRACTICE,
        paper__attempts__started_at__gte=since,
    )
    return set(rows.values_list("version__question__code", flat=True).order_by())
