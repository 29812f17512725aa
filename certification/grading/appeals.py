"""Verbs of appeals: raise one about a question of one's own paper, answer it once."""

import uuid
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from cases import api
from certification.core import journal
from certification.core.punctuation import clauses
from certification.core.refusals import Refusal, RefusedError, insist
from certification.grading.disputes import Effect, read_under
from certification.grading.domain import AppealKind, AppealOutcome
from certification.grading.models import Appeal, Regrade
from certification.grading.reading import MarkedQuestion
from certification.grading.wording import OUTCOME_NAMES
from certification.people.notices import send_notice

LONGEST_TEXT = 500


def why_not_appeal(
    one: MarkedQuestion, kind: AppealKind, disputed: Mapping[str, Any], text: str, *, edition: api.Edition
) -> Refusal | None:
    """Say why an appeal cannot be sent as it is."""
    if len(text) > LONGEST_TEXT:
        return Refusal("grading.text-too-long", {"most": LONGEST_TEXT})
    if kind is AppealKind.REPORT:
        return None if text.strip() else Refusal("grading.report-empty")
    if not one.content.has_case or not any(disputed.get(part) for part in ("facts", "events")):
        return Refusal("grading.nothing-disputed")
    reading = read_under(one, disputed, edition=edition)
    if reading.effect is Effect.IMPOSSIBLE:
        return Refusal("grading.bad-reading", {"problem": clauses(reading.problems)})
    return None


def raise_appeal(
    one: MarkedQuestion,
    *,
    kind: AppealKind,
    disputed: Mapping[str, Any],
    text: str,
    now: datetime,
) -> Appeal:
    """Write an appeal about a question that its own trainee was shown.

    Args:
        one: the question of the handed-in attempt.
        kind: a disputed reading, or a report.
        disputed: facts and events as the trainee reads them; nothing for a report.
        text: in the trainee's words.
        now: when.

    Raises:
        RefusedError: nothing is disputed or said, the reading cannot be, or one appeal about it is open already.
    """
    insist(why_not_appeal(one, kind, disputed, text, edition=api.load_edition(one.attempt.edition)))
    try:
        with transaction.atomic():
            appeal = Appeal.objects.create(
                attempt=one.attempt,
                position=one.position,
                kind=kind,
                disputed=dict(disputed) if kind is AppealKind.FACTS else {},
                text=text.strip(),
                raised_at=now,
            )
            journal.record(
                "appeal.raised",
                subject=f"appeal:{appeal.pk}",
                actor_id=one.attempt.trainee_id,
                now=now,
                details={"attempt": str(one.attempt.pk), "position": one.position, "kind": str(kind)},
            )
    except IntegrityError as error:
        raise RefusedError(Refusal("grading.appeal-open")) from error
    return appeal


def waiting() -> QuerySet[Appeal]:
    """Return what waits for an answer, the oldest first."""
    return Appeal.objects.filter(outcome="").order_by("raised_at", "id")


def answered() -> QuerySet[Appeal]:
    """Return what was answered, the newest first."""
    return Appeal.objects.exclude(outcome="").order_by("-answered_at", "id")


def appeals_of(attempt_id: uuid.UUID, position: int) -> list[Appeal]:
    """Return what was said about a question of an attempt, the newest first."""
    return list(Appeal.objects.filter(attempt=attempt_id, position=position))


@transaction.atomic
def answer_appeal(
    appeal_id: uuid.UUID, *, outcome: AppealOutcome, answer: str, actor: uuid.UUID, now: datetime
) -> Appeal:
    """Answer an appeal, once, and tell who raised it.

    Raises:
        RefusedError: no answer is given, it is one's own, or it was answered before.
    """
    if not answer.strip():
        raise RefusedError(Refusal("grading.answer-missing"))
    if len(answer) > LONGEST_TEXT:
        raise RefusedError(Refusal("grading.text-too-long", {"most": LONGEST_TEXT}))
    appeal = Appeal.objects.select_related("attempt").get(pk=appeal_id)
    if appeal.attempt.trainee_id == actor:
        raise RefusedError(Refusal("grading.own-appeal"))
    said = {"outcome": outcome, "answer": answer.strip(), "answered_by_id": actor, "answered_at": now}
    if not Appeal.objects.filter(pk=appeal_id, outcome="").update(**said):
        raise RefusedError(Refusal("grading.appeal-answered"))
    send_notice(
        appeal.attempt.trainee_id,
        kind="appeal",
        text=lambda: (
            _("你对第 %(number)s 题的申诉：%(outcome)s。%(answer)s")
            % {"number": appeal.position, "outcome": OUTCOME_NAMES[outcome], "answer": answer.strip()}
        ),
        link=reverse("sitting:ruling", args=[appeal.attempt_id, appeal.position]),
        now=now,
    )
    journal.record(
        "appeal.answered", subject=f"appeal:{appeal_id}", actor_id=actor, now=now, details={"outcome": str(outcome)}
    )
    appeal.refresh_from_db()
    return appeal


def note_regrade(appeal_id: uuid.UUID, regrade: Regrade) -> None:
    """Say which regrade came of an upheld appeal; the first one stays."""
    Appeal.objects.filter(pk=appeal_id, outcome=AppealOutcome.UPHELD, regrade=None).update(regrade=regrade)
