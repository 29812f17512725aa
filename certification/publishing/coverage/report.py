"""The coverage of a bank by topic, with its ambiguous stems: what the command prints and the page shows."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any, Final

from cases import api
from certification.bank.stems import stem_text
from certification.publishing.questions import Asked, api_questions

CITED: Final = "cited"


@dataclass(frozen=True, slots=True)
class MissingFact:
    """A fact that a stem leaves out though it moves the key: stated as `value`, the key is `key`."""

    fact: str
    label: str
    value: str
    key: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Ambiguous:
    """A question whose stem is not complete."""

    code: str
    stem: str
    missing: tuple[MissingFact, ...]


@dataclass(frozen=True, slots=True)
class TopicRow:
    """The rules of one topic, those that are text only left out."""

    id: str
    label: str
    tested: tuple[api.RuleCoverage, ...] = ()
    untested: tuple[api.RuleCoverage, ...] = ()
    repeats: tuple[api.RuleCoverage, ...] = ()

    @property
    def total(self) -> int:
        return len(self.tested) + len(self.untested) + len(self.repeats)


@dataclass(frozen=True)
class CoverageReport:
    """What a bank tests of an edition.

    Attributes:
        edition: the edition's id.
        measured: the coverage it comes from.
        topics: the rules that decide, by topic in the order of the vocabulary.
        cited: the rules that are text only.
        idle: questions that no single rule matters to, with their stems.
        unkeyed: questions without a key.
        ambiguous: questions whose stems leave out a fact that matters.
        questions: how many were looked at.
    """

    edition: str
    measured: api.Coverage
    topics: tuple[TopicRow, ...]
    cited: tuple[api.RuleCoverage, ...]
    idle: tuple[Asked, ...]
    unkeyed: tuple[Asked, ...]
    ambiguous: tuple[Ambiguous, ...]
    questions: int = 0

    def count(self, state: str) -> int:
        """Return how many deciding rules are in a state: tested, untested or repeats."""
        return sum(len(getattr(row, state)) for row in self.topics)

    @property
    def total(self) -> int:
        """Return how many rules decide."""
        return sum(row.total for row in self.topics)

    @property
    def unkeyed_codes(self) -> tuple[str, ...]:
        """Return the codes of the questions without a key."""
        return tuple(one.code for one in self.unkeyed)

    def to_json(self) -> dict[str, Any]:
        """Return the report as JSON values; rules by id."""
        return {
            "edition": self.edition,
            "questions": self.questions,
            "counts": {state: self.count(state) for state in ("tested", "untested", "repeats")},
            "rules": {name: rule_json(one) for name, one in self._shown()},
            "untested": {row.id: [one.rule.id for one in row.untested] for row in self.topics if row.untested},
            "idle": [one.code for one in self.idle],
            "unkeyed": [one.code for one in self.unkeyed],
            "ambiguous": [
                {"item": one.code, "missing": [[fact.fact, fact.value, list(fact.key)] for fact in one.missing]}
                for one in self.ambiguous
            ],
        }

    def _shown(self) -> list[tuple[str, api.RuleCoverage]]:
        rows = [one for row in self.topics for one in (*row.tested, *row.untested, *row.repeats)]
        return [(one.rule.id, one) for one in (*rows, *self.cited)]


def rule_json(one: api.RuleCoverage) -> dict[str, Any]:
    """Return the coverage of one rule as JSON values."""
    return {
        "state": one.state,
        "rulebook": one.rule.book,
        "topic": one.rule.topic,
        "kind": str(one.rule.kind),
        "title": one.rule.title,
        "key": list(one.key),
        "reason": list(one.reason),
        "deciding": list(one.deciding),
        "agrees": list(one.agrees),
        "cites": list(one.cites),
    }


def cover(asked: Sequence[Asked], *, edition: api.Edition, books: Collection[str] = ()) -> CoverageReport:
    """Measure what questions test.

    Args:
        asked: the questions.
        edition: the rules.
        books: only the rules of these rulebooks are reported; none means all.
    """
    asked = [one for one in asked if one.content.script is None]  # a talk tests what is said, not one answer
    measured = api.measure_coverage(api_questions(asked), edition=edition)
    rules = [one for one in measured.rules.values() if not books or one.rule.book in books]
    by_code = {one.code: one for one in asked}
    return CoverageReport(
        edition=edition.id,
        measured=measured,
        topics=tuple(_topics([one for one in rules if one.rule.kind != CITED], edition)),
        cited=tuple(one for one in rules if one.rule.kind == CITED),
        idle=tuple(by_code[code] for code in measured.idle),
        unkeyed=tuple(by_code[code] for code in measured.unkeyed),
        ambiguous=tuple(_ambiguous(asked, edition)),
        questions=len(asked),
    )


def _topics(rules: Sequence[api.RuleCoverage], edition: api.Edition) -> list[TopicRow]:
    labels = edition.vocabulary.topics
    rows = []
    for topic in dict.fromkeys([*labels, *(one.rule.topic for one in rules)]):
        states: dict[str, list[api.RuleCoverage]] = {"tested": [], "untested": [], "repeats": []}
        for one in rules:
            if one.rule.topic == topic:
                states[one.state].append(one)
        if any(states.values()):
            rows.append(TopicRow(topic, labels.get(topic, topic), **{name: tuple(on) for name, on in states.items()}))
    return rows


def _ambiguous(asked: Sequence[Asked], edition: api.Edition) -> list[Ambiguous]:
    facts = edition.vocabulary.facts
    found = []
    for one in asked:
        missing = []
        for each in api.ambiguities(one.question, edition=edition):
            wanted = str(one.content.ask) == "correct"
            key = tuple(label for label, truth in zip(one.content.labels, each.truths, strict=True) if truth is wanted)
            missing.append(MissingFact(each.fact, facts[each.fact].label, each.value, key))
        if missing:
            found.append(Ambiguous(one.code, stem_text(one.content), tuple(missing)))
    return found
