"""The choices that narrow down the index, each with its number of rules."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from cases.api import Edition
from certification.sitting.corpus.catalogue import Query, counts
from certification.sitting.corpus.wording import KINDS, LEVELS


@dataclass(frozen=True, slots=True)
class FilterChoice:
    """One value of a filter."""

    value: str
    label: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class Filter:
    """A select of the form."""

    name: str
    label: str
    choices: tuple[FilterChoice, ...]


def make_filters(query: Query, edition: Edition) -> tuple[Filter, ...]:
    """Return the filters by rulebook, level, topic and kind; values without rules are left out."""
    books = {name: book.name for name, book in edition.books.items()}
    levels = {name: str(label) for name, label in LEVELS.items()}
    kinds = {name: str(label) for name, label in KINDS.items()}
    topics = edition.vocabulary.topics
    return (
        _filter("book", _("规则集"), books.items(), query.book, edition),
        _filter("level", _("层级"), levels.items(), query.level, edition),
        _filter("topic", _("主题"), topics.items(), query.topic, edition),
        _filter("kind", _("性质"), kinds.items(), query.kind, edition),
    )


def _filter(name: str, label: str, values: Iterable[tuple[str, str]], chosen: str, edition: Edition) -> Filter:
    number = counts(edition)[name]
    choices = [FilterChoice("", _("全部"), not chosen)]
    choices += [
        FilterChoice(value, f"{text}（{number[value]}）", value == chosen) for value, text in values if number[value]
    ]
    return Filter(name, label, tuple(choices))
