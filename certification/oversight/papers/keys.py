"""The key of a printed paper: right letters, ground, why each option is right or wrong; by the paper's edition."""

from dataclasses import dataclass

from cases import api
from certification.bank.deriving import api_question, case_of_key, issues_asked
from certification.bank.domain import LETTERS, Content, QuestionType
from certification.grading.domain import points_text, shown_letters
from certification.papers.models import PaperQuestion


@dataclass(frozen=True, slots=True)
class OptionReason:
    """Why an option is right or wrong."""

    letter: str
    is_key: bool
    reason: str


@dataclass(frozen=True, slots=True)
class KeyEntry:
    """Everything the marker reads of one question."""

    number: int
    key: str
    points: str
    area: str
    rules: tuple[str, ...]
    headline: str
    ground: str
    reasons: tuple[OptionReason, ...]


def key_entry(question: PaperQuestion, edition: api.Edition) -> KeyEntry:
    """Return the key of one question of a paper.

    Args:
        question: with its version and derivation.
        edition: that of the paper.
    """
    content, derivation = question.version.read, question.derivation
    letters = shown_letters(derivation.key, question.option_order)
    headline, ground = _ground(content, derivation.key, edition)
    return KeyEntry(
        number=question.position,
        key=content.options[derivation.key[0]].text if content.type is QuestionType.TRUEFALSE else letters,
        points=points_text(question.points),
        area=edition.vocabulary.topics.get(derivation.topic, derivation.topic),
        rules=tuple(derivation.rules),
        headline=headline,
        ground=ground,
        reasons=_reasons(question, content, edition),
    )


def _ground(content: Content, key: list[int], edition: api.Edition) -> tuple[str, str]:
    """Return what the case comes to and why; nothing where the options speak of facts alone."""
    if content.cited:
        rule = edition.families[content.cited[0]][-1]
        return rule.title, rule.text
    asked = issues_asked(content, edition)
    if not asked:
        return "", ""
    case = api.parse_case(case_of_key(content, key), edition=edition)
    explanation = api.explain(case, edition=edition, issues=asked, what_if=False)
    return explanation.headline, next((issue.ground for issue in explanation.issues if issue.ground), explanation.sub)


def _reasons(question: PaperQuestion, content: Content, edition: api.Edition) -> tuple[OptionReason, ...]:
    reviews = {
        review.index: review for review in api.review_options(api_question(content), edition=edition, what_if=False)
    }
    return tuple(
        OptionReason(letter, index in question.derivation.key, reviews[index].reason)
        for letter, index in zip(LETTERS, question.option_order, strict=False)
        if index in reviews and reviews[index].reason
    )
