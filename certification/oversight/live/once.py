"""An act that has a name happens once: the name is the key of its entry in the journal."""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import IntegrityError, transaction

from certification.core.journal import JournalEntry


@contextmanager
def once(name: uuid.UUID) -> Iterator[None]:
    """Do what stands inside in one transaction; where the journal has an entry of this name, nothing of it stays.

    The act inside records its entry under `name`. A second click at the same moment waits for the first one's commit
    and is undone then.

    Raises:
        IntegrityError: another constraint was broken.
    """
    try:
        with transaction.atomic():
            yield
    except IntegrityError:
        if not JournalEntry.objects.filter(pk=name).exists():
            raise
