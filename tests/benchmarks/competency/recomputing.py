"""Everything that is worked out from the ledger, from scratch."""

from django.utils import timezone

from certification.competency.items import report_items
from certification.competency.learning import catch_up_in_background
from certification.competency.models import LedgerCursor, ReviewCard, Standing


def learn_everybody() -> str:
    """Forget what was learned and learn it again, as the worker does."""
    LedgerCursor.objects.all().delete()
    people = catch_up_in_background.func()
    return f"{people} people, {Standing.objects.count():,} standings, {ReviewCard.objects.count():,} cards"


def report() -> str:
    """Measure every question version."""
    return f"{report_items(now=timezone.now())} question versions"
