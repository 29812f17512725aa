"""Which rules a rule comes before and which it gives way to, two steps far."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from cases.api import Edition
from certification.sitting.corpus.catalogue import Entry, make_entry
from certification.sitting.corpus.graph import TALL, WIDE, Branch, Graph, Node, draw_graph


@dataclass(frozen=True, slots=True)
class Relation:
    """A rule beside the one on the page, and the rules one step further on the same side."""

    entry: Entry
    below: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Relations:
    """Everything around a rule, in lists and drawn twice."""

    losers: tuple[Relation, ...]
    winners: tuple[Relation, ...]
    wide: Graph
    tall: Graph


def make_relations(code: str, edition: Edition, *, day: int) -> Relations | None:
    """Return the rules around ``code``, None where it stands alone.

    Args:
        code: a rule of the edition.
        edition: the rules.
        day: minutes of the date whose wordings give the titles.
    """
    losers_of: dict[str, list[str]] = {name: [] for name in edition.families}
    winners_of: dict[str, list[str]] = {name: [] for name in edition.families}
    for name, versions in edition.families.items():
        for other in dict.fromkeys(other for rule in versions for other in rule.overrides if other in losers_of):
            losers_of[name].append(other)
            winners_of[other].append(name)
    losers = _relations(code, losers_of, edition, day)
    winners = _relations(code, winners_of, edition, day)
    if not losers and not winners:
        return None
    here = _node(make_entry(edition.families[code], edition, day=day))
    wide, tall = (
        draw_graph(here, losers=_branches(losers), winners=_branches(winners), width=width) for width in (WIDE, TALL)
    )
    return Relations(losers, winners, wide, tall)


def _relations(code: str, next_to: Mapping[str, Sequence[str]], edition: Edition, day: int) -> tuple[Relation, ...]:
    """Return the rules next to one, and below each the further ones that stand nowhere yet."""
    first = next_to[code]
    seen = {code, *first}
    found = []
    for name in first:
        further = [other for other in next_to[name] if other not in seen]
        seen.update(further)
        found.append(Relation(_entry(name, edition, day), tuple(_entry(other, edition, day) for other in further)))
    return tuple(found)


def _entry(code: str, edition: Edition, day: int) -> Entry:
    return make_entry(edition.families[code], edition, day=day)


def _branches(relations: Iterable[Relation]) -> list[Branch]:
    return [Branch(_node(one.entry), tuple(map(_node, one.below))) for one in relations]


def _node(entry: Entry) -> Node:
    mark = entry.book if entry.force == "now" else _("%(book)s，非现行") % {"book": entry.book}
    return Node(entry.rule.id, entry.rule.title, mark, reverse("sitting:rule", args=[entry.rule.id]))
