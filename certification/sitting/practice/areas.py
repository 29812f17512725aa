"""What can be practised: the competency areas of the current edition that have questions."""

from collections import Counter
from dataclasses import dataclass

from cases import api
from certification.papers.stocking import candidates_of


@dataclass(frozen=True, slots=True)
class AreaChoice:
    """An area with the number of its questions."""

    id: str
    label: str
    count: int


def area_choices() -> tuple[AreaChoice, ...]:
    """Return the areas that have questions, in the order of the vocabulary; none where no edition is loaded."""
    try:
        edition = api.current_edition()
    except api.NoEditionError:
        return ()
    counts = Counter(one.topic for one in candidates_of(edition.id))
    return tuple(
        AreaChoice(name, label, counts[name]) for name, label in edition.vocabulary.topics.items() if counts[name]
    )
