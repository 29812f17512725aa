"""Verbs of assignments: give, take back, say that a rule was read; and which questions of the bank fit one."""

import uuid
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from cases import api
from certification.competency.assignments.domain import Kind
from certification.competency.assignments.models import Assignee, Assignment
from certification.competency.assignments.reading import rules_in, scope_of
from certification.competency.assignments.wording import title_of
from certification.core import journal
from certification.core.refusals import Refusal, RefusedError, insist
from certification.papers.domain import Candidate
from certification.papers.stocking import candidates_of
from certification.people.notices import NewNotice, Text, send_notices

NOTICE_KIND = "assignment"


@dataclass(frozen=True, slots=True)
class NewAssignment:
    """What somebody wants to give; the fields are those of `Assignment`."""

    kind: Kind
    due_at: datetime
    target: str = ""
    target_name: str = ""
    size: int = 0
    note: str = ""
    cohort_id: uuid.UUID | None = None


@transaction.atomic
def give(new: NewAssignment, people: Collection[uuid.UUID], *, actor: uuid.UUID, now: datetime) -> Assignment:
    """Give something to people, and tell each of them.

    Raises:
        RefusedError: nobody, a day that is past, or fewer questions in the open bank than asked for.
    """
    wanted = list(dict.fromkeys(people))
    insist(None if wanted else Refusal("assignments.nobody"))
    insist(Refusal("assignments.due-past") if new.due_at <= now else None)
    one = Assignment(
        kind=new.kind, target=new.target, target_name=new.target_name, size=new.size, note=new.note,
        cohort_id=new.cohort_id, given_by=actor, given_at=now, due_at=new.due_at,
    )  # fmt: skip
    if one.size:
        most = len(questions_for(one))
        insist(Refusal("assignments.too-few", {"most": most}) if most < one.size else None)
    one.save()
    Assignee.objects.bulk_create((Assignee(assignment=one, person_id=person) for person in wanted), batch_size=500)
    details = {"kind": str(new.kind), "target": new.target, "size": new.size, "people": len(wanted)}
    journal.record("assignment.given", subject=f"assignment:{one.pk}", actor_id=actor, now=now, details=details)

    def said() -> str:
        day = date_format(timezone.localtime(new.due_at), "n月j日")
        return _("新任务：%(title)s，%(day)s前完成") % {"title": title_of(one), "day": day}

    _tell(one, wanted, said, reverse("sitting:assignment", args=[one.pk]), now)
    return one


def questions_for(one: Assignment) -> list[Candidate]:
    """Return the questions of the open bank whose answer counts for a practice set or a short test."""
    try:
        edition = api.current_edition_id()
    except api.NoEditionError:
        return []
    scope = scope_of(one)
    rules = rules_in([scope])[scope]
    return [candidate for candidate in candidates_of(edition) if not rules.isdisjoint(candidate.rules)]


@transaction.atomic
def withdraw(assignment_id: uuid.UUID, *, actor: uuid.UUID, now: datetime) -> Assignment:
    """Take an assignment back and tell those who had it.

    Raises:
        RefusedError: it was taken back before.
    """
    one = Assignment.objects.select_for_update().get(pk=assignment_id)
    insist(Refusal("assignments.withdrawn") if one.is_withdrawn else None)
    one.withdrawn_at, one.withdrawn_by = now, actor
    one.save(update_fields=["withdrawn_at", "withdrawn_by"])
    journal.record("assignment.withdrawn", subject=f"assignment:{one.pk}", actor_id=actor, now=now)
    people = list(one.assignees.values_list("person", flat=True))
    _tell(one, people, lambda: _("任务撤回了，不用再做：%(title)s") % {"title": title_of(one)}, "", now)
    return one


@transaction.atomic
def mark_read(assignee: Assignee, *, now: datetime) -> None:
    """Note that somebody read the rule; the first time stays.

    Raises:
        RefusedError: the assignment was taken back.
    """
    held = Assignee.objects.select_for_update().get(pk=assignee.pk)
    one = assignee.assignment
    if one.is_withdrawn:
        raise RefusedError(Refusal("assignments.withdrawn"))
    if held.read_at is not None:
        return
    held.read_at = now
    held.save(update_fields=["read_at"])
    journal.record("assignment.read", subject=f"assignment:{one.pk}", actor_id=held.person_id, now=now)


def _tell(one: Assignment, people: Collection[uuid.UUID], text: Text, link: str, now: datetime) -> None:
    send_notices((NewNotice(person, text, link) for person in people), kind=NOTICE_KIND, now=now)
