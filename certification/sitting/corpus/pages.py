"""What the page of a rule shows."""

import uuid
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Final

from cases.api import Edition, Rule
from certification.bank.models import Derivation, QuestionVersion
from certification.core.case_links import try_url
from certification.sitting.corpus.catalogue import Entry, make_entry
from certification.sitting.corpus.conditions import conclusions_of, conditions_of
from certification.sitting.corpus.examples import example_case
from certification.sitting.corpus.graph import Graph, Node, draw_graph
from certification.sitting.corpus.wording import KINDS, LEVELS, dates_text, governed_by_text, in_force
from certification.sitting.rulings.names import names_in

_MOST_STEMS: Final = 8


@dataclass(frozen=True, slots=True)
class VersionRow:
    """One wording of the norm, and when it holds."""

    rule: Rule
    dates: str
    is_now: bool


@dataclass(frozen=True, slots=True)
class ExampleRow:
    """A case in which the rule applies or does not, and where to try it."""

    name: str
    applies: bool
    url: str
    dates: str = ""  # of the version it belongs to, where that is not the one on the page


@dataclass(frozen=True, slots=True)
class Word:
    """A fact or an event that the conditions read."""

    id: str
    label: str


@dataclass(frozen=True, slots=True)
class Questions:
    """The questions that a rule decides: how many, and some of their stems. Never a key."""

    number: int
    stems: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RulePage:
    """A rule with everything around it."""

    entry: Entry
    rule: Rule
    topic: str
    kind: str
    level: str
    issues: tuple[str, ...]
    dates: str
    governed_by: str
    versions: tuple[VersionRow, ...]
    overrides: tuple[Entry, ...]
    overridden_by: tuple[Entry, ...]
    graph: Graph
    conditions: tuple[str, ...]
    conclusions: tuple[str, ...]
    examples: tuple[ExampleRow, ...]
    facts: tuple[Word, ...]
    questions: Questions


def make_page(code: str, edition: Edition, *, today: int, hidden: Collection[uuid.UUID] = ()) -> RulePage:
    """Return the page of a rule that exists, in the version in force today or else the last.

    Args:
        code: the rule.
        edition: the rules.
        today: minutes of the date that says what is in force.
        hidden: questions that the reader is being asked in a running mock: their stems stay away from their rule.
    """
    family = edition.families[code]
    entry = make_entry(family, edition, today=today)
    rule = entry.rule
    issues = edition.vocabulary.issues
    losers = [name for name in rule.overrides if name in edition.families]
    winners = [name for name, versions in edition.families.items() if any(code in one.overrides for one in versions)]
    overrides = _entries(losers, edition, today)
    overridden_by = _entries(winners, edition, today)
    return RulePage(
        entry=entry,
        rule=rule,
        topic=edition.vocabulary.topics.get(rule.topic, rule.topic),
        kind=str(KINDS[rule.kind]),
        level=str(LEVELS[rule.level]),
        issues=tuple(issues[name].label for name in rule.then),
        dates=dates_text(rule),
        governed_by=governed_by_text(rule, edition),
        versions=tuple(VersionRow(one, dates_text(one), in_force(one, today)) for one in reversed(family)),
        overrides=overrides,
        overridden_by=overridden_by,
        graph=draw_graph(
            _node(rule),
            losers=[_node(one.rule) for one in overrides],
            winners=[_node(one.rule) for one in overridden_by],
            old=[_node(one) for one in family if one != rule],
        ),
        conditions=conditions_of(rule, edition),
        conclusions=conclusions_of(rule, edition),
        examples=tuple(
            ExampleRow(
                example.name,
                example.applies,
                try_url(example_case(one, example.case, edition)),
                dates="" if one == rule else dates_text(one),
            )
            for one in (rule, *(other for other in reversed(family) if other != rule))
            for example in one.examples
        ),
        facts=_words(rule, edition),
        questions=questions_of(code, edition, hidden),
    )


def _entries(codes: Iterable[str], edition: Edition, today: int) -> tuple[Entry, ...]:
    return tuple(make_entry(edition.families[code], edition, today=today) for code in codes)


def _node(rule: Rule) -> Node:
    return Node(rule.id, rule.title)


def questions_of(code: str, edition: Edition, hidden: Collection[uuid.UUID]) -> Questions:
    """Return how many questions that may be drawn are decided by a rule, and the stems of the first few."""
    rows = Derivation.objects.drawable(edition.id).values_list("rules", "version", "version__question")
    deciding = [(version, question) for rules, version, question in rows if code in rules]
    shown = [version for version, question in deciding if question not in hidden][:_MOST_STEMS]
    versions = QuestionVersion.objects.filter(pk__in=shown).order_by("question__code")
    return Questions(len(deciding), tuple(version.read.stem for version in versions))


def _words(rule: Rule, edition: Edition) -> tuple[Word, ...]:
    named = names_in([*rule.when_text, *rule.then_text.values()])
    words = edition.vocabulary
    labels = {name: fact.label for name, fact in words.facts.items()}
    labels |= {name: event.label for name, event in words.events.items()}
    return tuple(Word(name, label) for name, label in labels.items() if name in named)
