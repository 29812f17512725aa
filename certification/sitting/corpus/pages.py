"""What the page of a rule shows."""

import uuid
from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

from cases.api import Edition, HistoryStep, Rule, example_case, history_of, say_conclusions, say_conditions
from certification.bank.caseform.names import names_in
from certification.bank.models import Derivation, QuestionVersion
from certification.bank.stems import stem_text
from certification.core.case_links import try_url
from certification.sitting.corpus.catalogue import Entry, make_entry
from certification.sitting.corpus.comparison import HOWS
from certification.sitting.corpus.relations import Relations, make_relations
from certification.sitting.corpus.wording import KINDS, LEVELS, dates_text, governed_by_text, in_force, why_governing
from certification.sitting.rulings.timeline.clock import wall

_MOST_STEMS: Final = 8


@dataclass(frozen=True, slots=True)
class VersionRow:
    """One wording of the norm, and when it holds."""

    rule: Rule
    dates: str
    is_now: bool
    is_shown: bool


@dataclass(frozen=True, slots=True)
class HistoryRow:
    """What an edition of the corpus did to the rule."""

    step: HistoryStep
    how: str


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
    on: str
    why: str
    governs: bool
    versions: tuple[VersionRow, ...]
    history: tuple[HistoryRow, ...]
    relations: Relations | None
    conditions: tuple[str, ...]
    conclusions: tuple[str, ...]
    examples: tuple[ExampleRow, ...]
    facts: tuple[Word, ...]
    questions: Questions


def make_page(
    code: str, edition: Edition, *, today: int, on: int | None = None, hidden: Collection[uuid.UUID] = ()
) -> RulePage:
    """Return the page of a rule that exists, in the version in force on a day or else the last.

    Args:
        code: the rule.
        edition: the rules.
        today: minutes of the date that says what is in force now.
        on: minutes of the date that was asked for, None for today.
        hidden: questions that the reader is being asked in a running mock: their stems stay away from their rule.
    """
    family = edition.families[code]
    day = today if on is None else on
    rule = make_entry(family, edition, day=day).rule
    issues = edition.vocabulary.issues
    return RulePage(
        entry=make_entry(family, edition, day=today),
        rule=rule,
        topic=edition.vocabulary.topics.get(rule.topic, rule.topic),
        kind=str(KINDS[rule.kind]),
        level=str(LEVELS[rule.level]),
        issues=tuple(issues[name].label for name in rule.then),
        dates=dates_text(rule),
        governed_by=governed_by_text(rule, edition),
        on="" if on is None else f"{wall(on):%Y-%m-%d}",
        governs=in_force(rule, day),
        why="" if on is None else why_governing(family, on, edition),
        versions=tuple(VersionRow(one, dates_text(one), in_force(one, today), one == rule) for one in reversed(family)),
        history=_history(code),
        relations=make_relations(code, edition, day=day),
        conditions=say_conditions(rule, edition.vocabulary),
        conclusions=say_conclusions(rule, edition.vocabulary),
        examples=tuple(
            ExampleRow(
                example.name,
                example.applies,
                try_url(example_case(one, example, edition)),
                dates="" if one == rule else dates_text(one),
            )
            for one in (rule, *(other for other in reversed(family) if other != rule))
            for example in one.examples
        ),
        facts=_words(rule, edition),
        questions=questions_of(code, edition, hidden),
    )


def _history(code: str) -> tuple[HistoryRow, ...]:
    steps = history_of(code)
    if len(steps) == 1 and not steps[0].previous:
        return ()
    return tuple(HistoryRow(step, str(HOWS[step.how])) for step in steps)


def questions_of(code: str, edition: Edition, hidden: Collection[uuid.UUID]) -> Questions:
    """Return how many questions that may be drawn are decided by a rule, and the stems of the first few."""
    rows = (
        Derivation.objects.drawable(edition.id).open_to_practice().values_list("rules", "version", "version__question")
    )
    deciding = [(version, question) for rules, version, question in rows if code in rules]
    shown = [version for version, question in deciding if question not in hidden][:_MOST_STEMS]
    versions = QuestionVersion.objects.filter(pk__in=shown).order_by("question__code")
    return Questions(len(deciding), tuple(stem_text(version.read) for version in versions))


def _words(rule: Rule, edition: Edition) -> tuple[Word, ...]:
    named = names_in([*rule.when_text, *rule.then_text.values()])
    words = edition.vocabulary
    labels = {name: fact.label for name, fact in words.facts.items()}
    labels |= {name: event.label for name, event in words.events.items()}
    return tuple(Word(name, label) for name, label in labels.items() if name in named)
