"""What the page of the coverage reads: the bank as it stands, measured once."""

import uuid
from functools import lru_cache

from cases import api
from certification.bank.models import Question
from certification.publishing.coverage.report import CoverageReport, cover
from certification.publishing.questions import asked_in_bank


def read_coverage(edition: str, book: str = "") -> CoverageReport:
    """Return what the questions that may be drawn test of a stored edition, of one rulebook if one is named.

    Raises:
        NoEditionError: there is no such edition.
    """
    versions = Question.objects.filter(current__isnull=False).order_by("code").values_list("current", flat=True)
    return _measured(edition, book, tuple(versions))


@lru_cache(maxsize=16)
def _measured(edition: str, book: str, _versions: tuple[uuid.UUID | None, ...]) -> CoverageReport:
    return cover(asked_in_bank(), edition=api.load_edition(edition), books=[book] if book else [])
