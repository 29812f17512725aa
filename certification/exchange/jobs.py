"""The job that looks at a file too big for a page to wait for."""

import uuid

from django.utils import timezone
from django_tasks import task

from cases import api
from certification.exchange.services.planning import check_plan


@task()
def check_import(plan: str) -> str:
    """Read the file of a plan and compare it with the bank; return how it ended."""
    return check_plan(uuid.UUID(plan), edition=api.current_edition(), clock=timezone.now)
