"""Verbs of cohorts: make, rename, delete an empty one."""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import ProtectedError

from certification.core import journal
from certification.core.refusals import Refusal, RefusedError
from certification.people.models import Cohort, User


def make_cohort(name: str, *, actor: User, now: datetime) -> Cohort:
    """Make an empty cohort.

    Raises:
        RefusedError: there is one of that name.
    """
    with _named_once(name), transaction.atomic():
        cohort = Cohort.objects.create(name=name.strip())
        _note("people.cohort-made", cohort, actor, now)
    return cohort


def rename_cohort(cohort_id: uuid.UUID, name: str, *, actor: User, now: datetime) -> Cohort:
    """Call a cohort something else; everybody stays in it.

    Raises:
        Cohort.DoesNotExist: there is none.
        RefusedError: there is another one of that name.
    """
    with _named_once(name), transaction.atomic():
        cohort = Cohort.objects.select_for_update().get(pk=cohort_id)
        if cohort.name != name.strip():
            cohort.name = name.strip()
            cohort.save(update_fields=["name"])
            _note("people.cohort-renamed", cohort, actor, now)
    return cohort


def delete_cohort(cohort_id: uuid.UUID, *, actor: User, now: datetime) -> Cohort:
    """Delete a cohort that nobody is in, those who left included.

    Raises:
        Cohort.DoesNotExist: there is none.
        RefusedError: somebody is in it.
    """
    with transaction.atomic():
        cohort = Cohort.objects.select_for_update().get(pk=cohort_id)
        people = cohort.members.count()
        try:
            Cohort.objects.filter(pk=cohort_id).delete()
        except ProtectedError as error:
            raise RefusedError(Refusal("people.cohort-not-empty", {"people": people or 1})) from error
        _note("people.cohort-deleted", cohort, actor, now)
    return cohort


@contextmanager
def _named_once(name: str) -> Iterator[None]:
    try:
        yield
    except IntegrityError as error:
        raise RefusedError(Refusal("people.cohort-taken", {"name": name.strip()})) from error


def _note(verb: str, cohort: Cohort, actor: User, now: datetime) -> None:
    journal.record(verb, subject=f"cohort:{cohort.pk}", actor_id=actor.pk, now=now)
