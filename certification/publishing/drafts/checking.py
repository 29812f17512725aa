"""The job that checks a draft."""

from django_tasks import task


@task()
def check_draft(check: str) -> str:
    """Run the check that was asked for; return how it ended."""
    return check
