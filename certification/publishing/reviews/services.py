"""Verbs of the review queue: fill it with what an edition touched, handle what is in it."""

import uuid
from collections.abc import Iterable
from dataclasses import asdict
from datetime import datetime

from django.db import transaction

from certification.bank.models import Question
from certification.core.journal import record
from certification.core.refusals import Refusal, insist
from certification.people.models import User
from certification.publishing.impact.report import ItemRow
from certification.publishing.reviews.domain import Effect, ReviewState
from certification.publishing.reviews.models import ReviewTask

#: The numbers of the impact that a question can come to; what is freed again needs no review.
REVIEWED = tuple(str(one) for one in Effect)


def queue_reviews(rows: Iterable[ItemRow], *, edition: str, now: datetime) -> list[ReviewTask]:
    """Put the questions that an edition touched into the queue, inside the caller's transaction.

    What is still open of earlier editions is superseded where the question is touched again.
    """
    touched = {row.code: row for row in rows}
    questions = {
        one.code: one
        for one in Question.objects.filter(code__in=touched, current__isnull=False).select_related("current")
    }
    ReviewTask.objects.open().filter(question__in=questions.values()).update(
        state=ReviewState.SUPERSEDED, handled_at=now
    )
    tasks = [
        ReviewTask(
            edition=edition,
            question=question,
            version=question.current,
            effect=touched[code].effect,
            witness=asdict(touched[code]),
            made_at=now,
        )
        for code, question in questions.items()
        if question.current is not None and touched[code].effect in REVIEWED
    ]
    return ReviewTask.objects.bulk_create(tasks)


@transaction.atomic
def handle_review(task_id: uuid.UUID, state: ReviewState, *, actor: User, now: datetime) -> ReviewTask:
    """Close a review: the question is right as it stands, or it was changed.

    Raises:
        RefusedError: it is closed already; or it says changed and there is no new version.
        ReviewTask.DoesNotExist: no such review.
    """
    task = ReviewTask.objects.select_for_update().get(pk=task_id)
    insist(why_not_handle(task, state))
    task.state, task.handled_by, task.handled_at = state, actor, now
    task.save(update_fields=["state", "handled_by", "handled_at"])
    details = {"edition": task.edition, "effect": task.effect, "state": str(state)}
    record("reviews.handled", subject=f"question:{task.question_id}", actor_id=actor.pk, now=now, details=details)
    return task


def why_not_handle(task: ReviewTask, state: ReviewState) -> Refusal | None:
    """Say why a review cannot be closed so."""
    if task.state != ReviewState.OPEN:
        return Refusal("reviews.handled")
    if state is ReviewState.CHANGED and not has_new_version(task):
        return Refusal("reviews.unchanged", {"code": task.question.code})
    return None


def has_new_version(task: ReviewTask) -> bool:
    """Say whether the question says something else by now, or is retired; a key that is missing is no change."""
    question = task.question
    return question.retired_at is not None or question.current_id not in (None, task.version_id)


def blocked_questions() -> set[uuid.UUID]:
    """Return the questions that some edition published here left without a key: one query."""
    return set(ReviewTask.objects.filter(effect=Effect.BLOCKED).values_list("question", flat=True))


def open_reviews() -> int:
    """Return how many questions wait to be looked at: one query."""
    return ReviewTask.objects.open().count()
