"""The explanation right after a practice answer: verdict, key, ground, and why each option is right or wrong."""

from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases import api
from certification.bank.deriving import case_of_key, issues_asked, reviews_of
from certification.bank.domain import LETTERS
from certification.bank.markup.plain import plain_line, plain_text
from certification.core.punctuation import clauses
from certification.grading.reading import MarkedQuestion
from certification.sitting.exams.result_rows import spoken

RIGHT, HALF, WRONG = "good", "warn", "seal"
_VERDICTS: Final = {RIGHT: gettext_lazy("答对了"), HALF: gettext_lazy("半对"), WRONG: gettext_lazy("答错了")}


@dataclass(frozen=True, slots=True)
class ReviewRow:
    """One option as shown, with what is to be said about it."""

    letter: str
    text: str
    is_key: bool
    is_chosen: bool
    reason: str
    misreading: str


@dataclass(frozen=True, slots=True)
class PracticeExplanation:
    """What a trainee reads before going on."""

    tone: str
    verdict: str
    key: str
    chosen: str
    headline: str
    ground: str
    rules: tuple[str, ...]
    options: tuple[ReviewRow, ...]


def explain_marked(one: MarkedQuestion, edition: api.Edition) -> PracticeExplanation:
    """Return the explanation of an answered practice question, decided anew under its edition."""
    tone = RIGHT if one.is_right else HALF if one.is_half_right else WRONG
    options = _reviews(one, edition)
    headline, ground = _ground(one, edition) or _key_alone(options)
    if one.content.typed is not None:
        told = plain_text(one.content.typed.explanation)
        ground = _("未证明：答案由出题人给出，没有由规则推导。%(told)s") % {"told": told}
    return PracticeExplanation(
        tone=tone,
        verdict=str(_VERDICTS[tone]),
        key=spoken(one, one.key),
        chosen=spoken(one, one.cell.answer),
        headline=headline,
        ground=ground,
        rules=tuple(one.derivation.rules),
        options=options,
    )


def _ground(one: MarkedQuestion, edition: api.Edition) -> tuple[str, str] | None:
    """Return what the case comes to and why; None where the options speak of facts alone."""
    if one.content.cited:
        rule = edition.families[one.content.cited[0]][-1]
        return rule.title, rule.text
    asked = issues_asked(one.content, edition) if one.content.has_case else []
    if not asked:
        return None
    case = api.parse_case(case_of_key(one.content, one.derivation.key), edition=edition)
    explanation = api.explain(case, edition=edition, issues=asked)
    return explanation.headline, next((issue.ground for issue in explanation.issues if issue.ground), explanation.sub)


def _key_alone(options: tuple[ReviewRow, ...]) -> tuple[str, str]:
    keyed = [option for option in options if option.is_key]
    return clauses(plain_line(option.text) for option in keyed), keyed[0].reason


def _reviews(one: MarkedQuestion, edition: api.Edition) -> tuple[ReviewRow, ...]:
    reviews = {review.index: review for review in reviews_of(one.content, edition)}
    rows = []
    for letter, index in zip(LETTERS, one.option_order, strict=False):
        review = reviews.get(index)
        rows.append(
            ReviewRow(
                letter=letter,
                text=one.content.options[index].text,
                is_key=letter in one.key,
                is_chosen=letter in one.cell.answer,
                reason=review.reason if review else "",
                misreading=review.misreading if review else "",
            )
        )
    return tuple(rows)
