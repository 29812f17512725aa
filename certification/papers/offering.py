"""What the front page says of mocks: what one is made of, and how much there is to draw it from."""

from dataclasses import dataclass

from django.db.models import Count, Subquery

from cases import api
from certification.papers.blueprints import MOCK
from certification.papers.contents import read_blueprint
from certification.papers.domain import Blueprint, Sourcing
from certification.papers.models import BlueprintVersion
from certification.papers.services import mock_blueprint
from certification.papers.stocking import drawable


@dataclass(frozen=True, slots=True)
class Offer:
    """Size and minutes of a mock, how many open questions the edition in force has, of how many areas."""

    size: int
    minutes: int
    questions: int = 0
    areas: int = 0


def mock_offer() -> Offer:
    """Return what is on offer; nothing to draw from where there is no edition. Two queries with the edition's."""
    try:
        stock = drawable(api.current_edition_id(), Sourcing.OPEN)
    except api.NoEditionError:
        return _of(mock_blueprint())
    newest = BlueprintVersion.objects.filter(name=MOCK.name).order_by("-number").values("content")[:1]
    counted = stock.values("edition").order_by("edition").annotate(n=Count("pk"), m=Count("topic", distinct=True))
    row = counted.annotate(content=Subquery(newest)).values_list("n", "m", "content").first()
    if row is None:
        return _of(mock_blueprint())
    questions, areas, content = row
    return _of(read_blueprint(content) if content else MOCK, questions, areas)


def _of(blueprint: Blueprint, questions: int = 0, areas: int = 0) -> Offer:
    return Offer(blueprint.size, blueprint.minutes, questions, areas)
