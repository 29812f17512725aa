"""The job that writes everything, however long it takes."""

import uuid

from django.utils import timezone
from django_tasks import task

from cases import api
from certification.exchange.everything.services import write_takeout


@task()
def export_everything(takeout: str) -> str:
    """Write the export that was asked for; return how it ended."""
    return write_takeout(uuid.UUID(takeout), edition=api.current_edition(), clock=timezone.now)
