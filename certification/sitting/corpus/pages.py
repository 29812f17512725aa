"""What the page of a rule shows."""

from collections.abc import Iterable
from dataclasses import dataclass

from cases.api import Edition, Rule
from certification.bank.models import Derivation
from certification.sitting.corpus.catalogue import Entry, make_entry
from certification.sitting.corpus.conditions import conclusions_of, conditions_of
from certification.sitting.corpus.examples import example_case
from certification.sitting.corpus.graph import Graph, Node, draw_graph
from certification.sitting.corpus.wording import KINDS, LEVELS, dates_text, governed_by_text, in_force
from certification.sitting.rulings.case_links import try_url
from certification.sitting.rulings.names import names_in


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
    questions: int


def make_page(code: str, edition: Edition, *, today: int) -> RulePage:
    """Return the page of a rule that exists, in the version in force today or else the last."""
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
        conditions=conditions_of(edition.id, code, rule.version) if rule.when else (),
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
        questions=count_questions(code, edition),
    )


def _entries(codes: Iterable[str], edition: Edition, today: int) -> tuple[Entry, ...]:
    return tuple(make_entry(edition.families[code], edition, today=today) for code in codes)


def _node(rule: Rule) -> Node:
    return Node(rule.id, rule.title)


def count_questions(code: str, edition: Edition) -> int:
    """Return how many questions that may be drawn are decided by a rule."""
    rules = Derivation.objects.drawable(edition.id).values_list("rules", flat=True)
    return sum(code in names for names in rules)


def _words(rule: Rule, edition: Edition) -> tuple[Word, ...]:
    named = names_in([*rule.when_text, *rule.then_text.values()])
    words = edition.vocabulary
    labels = {name: fact.label for name, fact in words.facts.items()}
    labels |= {name: event.label for name, event in words.events.items()}
    return tuple(Word(name, label) for name, label in labels.items() if name in named)
