"""The choices that narrow down the index, each with its number of rules."""

from collections.abc import Mapping

from django.utils.translation import gettext as _

from cases.api import Edition
from certification.core.choices import Choice, Filter
from certification.core.punctuation import in_brackets
from certification.sitting.corpus.catalogue import Query, counts
from certification.sitting.corpus.wording import KINDS, LEVELS


def make_filters(query: Query, edition: Edition) -> tuple[Filter, ...]:
    """Return the filters by rulebook, level, topic and kind, each with what the others leave of its values.

    Values that would leave nothing are left out, but not the chosen one.
    """
    values: dict[str, tuple[str, Mapping[str, str]]] = {
        "book": (_("规则集"), {name: book.name for name, book in edition.books.items()}),
        "level": (_("层级"), {name: str(label) for name, label in LEVELS.items()}),
        "topic": (_("主题"), edition.vocabulary.topics),
        "kind": (_("性质"), {name: str(label) for name, label in KINDS.items()}),
    }
    numbers = counts(query, edition)
    return tuple(
        Filter(name, label, _choices(labels, numbers[name], getattr(query, name)))
        for name, (label, labels) in values.items()
    )


def _choices(labels: Mapping[str, str], numbers: Mapping[str, int], chosen: str) -> tuple[Choice, ...]:
    shown = [name for name in labels if numbers.get(name) or name == chosen]
    return (
        Choice("", _("全部"), not chosen),
        *(Choice(name, f"{labels[name]}{in_brackets(numbers.get(name, 0))}", name == chosen) for name in shown),
    )
