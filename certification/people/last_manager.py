"""Somebody has to stay who may let the others in: the last active manager keeps the role."""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager

from certification.core.refusals import Refusal, RefusedError
from certification.people.domain import Role
from certification.people.models import User


@contextmanager
def keeping_a_manager() -> Iterator[None]:
    """Change people inside the caller's transaction, and leave at least one active manager if there was one.

    The managers' rows are locked, always in the same order: of two managers who take the role from each other at the
    same moment the second waits, sees what the first did, and is refused.

    Raises:
        RefusedError: nobody would be left.
    """
    held = _locked()
    yield
    if held and not User.objects.holding(Role.MANAGER).exists():
        raise RefusedError(Refusal("people.last-manager"))


def is_last_manager(person: User) -> bool:
    """Say whether nobody else is an active manager, inside the caller's transaction; the managers' rows are locked."""
    return _locked() == [person.pk]


def _locked() -> list[uuid.UUID]:
    managers = User.objects.select_for_update().holding(Role.MANAGER).order_by("pk")
    return list(managers.values_list("pk", flat=True))
