"""The areas in use, and which rules of an edition they hold."""

from collections.abc import Mapping

from cases import api
from certification.bank.domain import digest
from certification.competency.areas.domain import SHIPPED, Area, areas_of_rules
from certification.competency.models import CompetencyArea
from certification.core.once import once_a_page


@once_a_page
def areas() -> tuple[Area, ...]:
    """Return the areas in their order: what trainers made of them, else the shipped ones. One query, and one a page."""
    return tuple(row.area for row in CompetencyArea.objects.all()) or SHIPPED


def areas_of(edition: api.Edition, known: tuple[Area, ...] = ()) -> Mapping[str, tuple[str, ...]]:
    """Return the codes of the areas of each rule of an edition; without `known`, by one query."""
    topics = tuple((code, versions[-1].topic) for code, versions in edition.families.items())
    return areas_of_rules(known or areas(), topics)


def fingerprint() -> str:
    """Return a hash of the areas: another one means that mastery by area has to be worked out anew."""
    return digest([[one.code, list(one.topics), list(one.patterns)] for one in areas()])[-64:]
