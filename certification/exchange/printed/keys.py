"""The key of a printed paper: right letters, ground, why each option is right or wrong; by the paper's edition."""

from dataclasses import dataclass

from cases import api
from certification.bank.deriving import reviews_of
from certification.bank.domain import LETTERS, Content, QuestionType
from certification.bank.markup.plain import plain_text
from certification.bank.models import Derivation
from certification.grading.domain import points_text, shown_letters
from certification.papers.models import PaperQuestion


@dataclass(frozen=True, slots=True)
class OptionReason:
    """Why an option is right or wrong."""

    letter: str
    is_key: bool
    reason: str


@dataclass(frozen=True, slots=True)
class RuleNamed:
    """A deciding rule, and where it is written."""

    id: str
    title: str
    source: str


@dataclass(frozen=True, slots=True)
class KeyEntry:
    """Everything the marker reads of one question."""

    number: int
    key: str
    points: str
    area: str
    rules: tuple[RuleNamed, ...]
    reasons: tuple[OptionReason, ...]
    is_typed: bool = False
    explanation: str = ""


def key_entry(question: PaperQuestion, edition: api.Edition) -> KeyEntry:
    """Return the key of one question of a paper.

    Args:
        question: with its version and derivation.
        edition: that of the paper.
    """
    content, derivation = question.version.read, question.derivation
    letters = shown_letters(derivation.key, question.option_order)
    return KeyEntry(
        number=question.position,
        key=content.options[derivation.key[0]].text if content.type is QuestionType.TRUEFALSE else letters,
        points=points_text(question.points),
        area=edition.vocabulary.topics.get(derivation.topic, derivation.topic),
        rules=_basis(derivation, edition),
        reasons=_reasons(question, content, edition),
        is_typed=content.typed is not None,
        explanation=plain_text(content.typed.explanation) if content.typed else "",
    )


def _basis(derivation: Derivation, edition: api.Edition) -> tuple[RuleNamed, ...]:
    """Return the deciding rules with titles and where they are written."""
    newest = [edition.families[name][-1] for name in derivation.rules if name in edition.families]
    return tuple(RuleNamed(rule.id, rule.title, str(rule.source)) for rule in newest)


def _reasons(question: PaperQuestion, content: Content, edition: api.Edition) -> tuple[OptionReason, ...]:
    reviews = {review.index: review for review in reviews_of(content, edition, what_if=False)}
    return tuple(
        OptionReason(letter, index in question.derivation.key, reviews[index].reason)
        for letter, index in zip(LETTERS, question.option_order, strict=False)
        if index in reviews and reviews[index].reason
    )
