"""Retire and restore, tag, give to an owner, keep filters, and the manager's policy."""

import uuid
from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any, Final

from django.db import transaction

from cases import api
from certification.bank.models import Derivation, Question
from certification.bank.workflow.models import LONGEST_QUERY, BankPolicy, SavedFilter, Tag
from certification.bank.workflow.permissions import why_not_author
from certification.bank.workflow.searching import search_text_of
from certification.core import journal
from certification.core.refusals import Refusal, RefusedError, insist
from certification.people.models import User

LONGEST_TAG: Final = 30
LONGEST_NAME: Final = 30


@transaction.atomic
def retire_question(question_id: uuid.UUID, *, actor: User, now: datetime) -> Question:
    """Draw a question no more until it is restored; papers that have it keep it. Once retired, it stays as it was.

    Raises:
        Question.DoesNotExist: there is none.
        RefusedError: the actor keeps no questions.
    """
    insist(why_not_author(actor))
    question = Question.objects.select_for_update().get(pk=question_id)
    if question.retired_at is None:
        question.current, question.retired_at = None, now
        question.save(update_fields=["current", "retired_at"])
        _note("question.retired", question.pk, actor, now)
    return question


@transaction.atomic
def restore_question(question_id: uuid.UUID, *, actor: User, now: datetime) -> Question:
    """Let a retired question be drawn again, in its newest version that the rules in force have passed.

    Raises:
        Question.DoesNotExist: there is none.
        RefusedError: no version passes, or the actor keeps no questions.
    """
    insist(why_not_author(actor))
    question = Question.objects.select_for_update().get(pk=question_id)
    if question.retired_at is None:
        return question
    passed = Derivation.objects.filter(edition=api.current_edition_id()).values("version")
    sound = question.versions.filter(pk__in=passed, withdrawal=None).order_by("-number").first()
    if sound is None and question.versions.exists():
        raise RefusedError(Refusal("workflow.no-sound-version"))
    question.current, question.retired_at = sound, None
    question.save(update_fields=["current", "retired_at"])
    _note("question.restored", question.pk, actor, now)
    return question


@transaction.atomic
def tag_questions(
    question_ids: Collection[uuid.UUID],
    *,
    add: Iterable[str] = (),
    remove: Iterable[str] = (),
    actor: User,
    now: datetime,
) -> int:
    """Put tags on questions and take others off; a tag that is new is made. Return how many questions there are.

    Raises:
        RefusedError: a tag has no name, or one that is too long or has a comma; or the actor keeps no questions.
    """
    insist(why_not_author(actor))
    added = [_tag(name.strip()) for name in add]
    removed = [name.strip() for name in remove]
    questions = list(Question.objects.select_for_update(of=("self",)).filter(pk__in=question_ids).order_by("code"))
    for question in questions:
        question.tags.add(*added)
        question.tags.remove(*question.tags.filter(name__in=removed))
        _note("question.tagged", question.pk, actor, now)
    refresh_search_texts(questions)
    return len(questions)


def _tag(name: str) -> Tag:
    if not name or len(name) > LONGEST_TAG or "," in name or "，" in name:
        raise RefusedError(Refusal("workflow.bad-tag", {"tag": name, "longest": LONGEST_TAG}))
    return Tag.objects.get_or_create(name=name)[0]


def refresh_search_texts(questions: Iterable[Question]) -> None:
    """Write anew what questions are found by: what they say now, else what their newest version or draft says."""
    changed = []
    for question in questions:
        shown = question.current or question.versions.order_by("-number").first()
        draft = question.drafts.order_by("-updated_at").first() if shown is None else None
        content: dict[str, Any] = shown.content if shown else draft.content if draft else {}
        text = search_text_of(question.code, content, question.tags.values_list("name", flat=True))
        if text != question.search_text:
            question.search_text = text
            changed.append(question)
    Question.objects.bulk_update(changed, ["search_text"])


@transaction.atomic
def assign_owner(question_ids: Collection[uuid.UUID], owner: User | None, *, actor: User, now: datetime) -> int:
    """Give questions to somebody who keeps questions, or to nobody. Return how many there are.

    Raises:
        RefusedError: the owner or the actor keeps no questions.
    """
    insist(why_not_author(actor))
    if owner is not None:
        insist(why_not_author(owner))
    found = list(Question.objects.filter(pk__in=question_ids).order_by("code").values_list("pk", flat=True))
    Question.objects.filter(pk__in=found).update(owner=owner)
    for one in found:
        _note("question.given", one, actor, now, owner=str(owner.pk) if owner else None)
    return len(found)


def save_filter(person: User, *, name: str, query: str) -> SavedFilter:
    """Keep a query of the list under a name of one's own; the same name again replaces it.

    Raises:
        RefusedError: the name is missing or too long, or the query is.
    """
    name, query = name.strip(), query.strip().removeprefix("?")
    if not name or len(name) > LONGEST_NAME:
        raise RefusedError(Refusal("workflow.filter-name", {"longest": LONGEST_NAME}))
    if len(query) > LONGEST_QUERY:
        raise RefusedError(Refusal("workflow.filter-long"))
    return SavedFilter.objects.update_or_create(person=person, name=name, defaults={"query": query})[0]


def delete_filter(person: User, filter_id: uuid.UUID) -> None:
    """Forget one's own filter; somebody else's, or none, changes nothing."""
    SavedFilter.objects.filter(person=person, pk=filter_id).delete()


def read_policy() -> BankPolicy:
    """Return what the manager asks for; as it ships while nobody changed it."""
    return BankPolicy.objects.filter(pk=BankPolicy.THE_ONE).first() or BankPolicy()


@transaction.atomic
def set_policy(*, reviewer_differs: bool, actor: User, now: datetime) -> BankPolicy:
    """Say whether a reviewer may be the author. For managers.

    Raises:
        RefusedError: the actor is no manager.
    """
    if not (actor.is_active and actor.is_manager):
        raise RefusedError(Refusal("workflow.not-a-manager"))
    values = {"reviewer_differs": reviewer_differs, "changed_by": actor, "changed_at": now}
    policy, _made = BankPolicy.objects.update_or_create(pk=BankPolicy.THE_ONE, defaults=values)
    journal.record(
        "bank.policy-set", subject="bank:policy", actor_id=actor.pk, now=now,
        details={"reviewer_differs": reviewer_differs},
    )  # fmt: skip
    return policy


def _note(verb: str, question_id: uuid.UUID, actor: User, now: datetime, **details: Any) -> None:
    journal.record(verb, subject=f"question:{question_id}", actor_id=actor.pk, now=now, details=details)
