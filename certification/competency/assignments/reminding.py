"""Telling people, once, that the last day of something they were given has passed; and who gave it, how many."""

import uuid
from collections import Counter
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django_tasks import task
from django_tasks_db.models import DBTaskResult

from certification.competency.assignments.domain import State
from certification.competency.assignments.models import Assignee, AssigneeQuerySet, Assignment
from certification.competency.assignments.reading import tasks
from certification.competency.assignments.services import NOTICE_KIND
from certification.competency.assignments.wording import title_of
from certification.people.models import User
from certification.people.notices import NewNotice, send_notices

#: What fell due longer ago is not spoken of any more: the worker looks every hour.
LATELY: Final = timedelta(days=7)


def fallen_due(now: datetime) -> AssigneeQuerySet:
    """Return who has something whose last day passed lately and was not told so yet."""
    return Assignee.objects.not_reminded().filter(
        person__is_active=True, assignment__due_at__lt=now, assignment__due_at__gte=now - LATELY
    )


def ask_to_remind(now: datetime) -> None:
    """Ask the worker to remind people where somebody may be overdue and it was not asked for yet. Two queries."""
    waiting = DBTaskResult.objects.filter(task_path=remind_in_background.module_path, finished_at=None)
    if fallen_due(now).exists() and not waiting.exists():
        remind_in_background.enqueue()


@task()
def remind_in_background() -> int:
    """Remind in the worker; return how many were told."""
    return remind(now=timezone.now())


@transaction.atomic
def remind(*, now: datetime) -> int:
    """Tell everybody who is overdue, once, and those who gave it how many are. Return how many were told."""
    given = list(fallen_due(now).select_for_update(of=("self",)).select_related("assignment").order_by("pk"))
    late = [one.assignee for one in tasks(given, now=now) if one.state is State.OVERDUE]
    if not late:
        return 0
    Assignee.objects.filter(pk__in=[one.pk for one in late]).update(reminded_at=now)
    told = [_to_assignee(one) for one in late]
    missing = Counter(one.assignment for one in late)
    givers = set(User.objects.filter(pk__in={one.given_by for one in missing}).values_list("pk", flat=True))
    told += [_to_giver(one, count) for one, count in missing.items() if one.given_by in givers]
    send_notices(told, kind=NOTICE_KIND, now=now)
    return len(late)


def _to_assignee(one: Assignee) -> NewNotice:
    def text() -> str:
        day = date_format(timezone.localtime(one.assignment.due_at), "n月j日")
        return _("任务逾期了，还没做完：%(title)s，原定%(day)s") % {"title": title_of(one.assignment), "day": day}

    return NewNotice(one.person_id, text, _page("sitting:assignment", one.assignment_id))


def _to_giver(one: Assignment, count: int) -> NewNotice:
    def text() -> str:
        return _("%(n)s 人逾期没做完：%(title)s") % {"n": count, "title": title_of(one)}

    return NewNotice(one.given_by, text, _page("oversight:assignment", one.pk))


def _page(route: str, assignment: uuid.UUID) -> str:
    return reverse(route, args=[assignment])
