"""The 裁决书 of a question that was answered: decided anew under the edition of its paper."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.utils.translation import gettext as _

from cases import api
from cases.api import Edition
from certification.bank.deriving import api_question, case_of_key, case_of_option, issues_asked
from certification.bank.domain import LETTERS, Content, QuestionType
from certification.papers.models import PaperQuestion
from certification.sitting.rulings.presentation import Answer, Ruling, present, review_rows


@dataclass(frozen=True, slots=True)
class Corrected:
    """What is right of a question today, by the content's options, where that is not what its derivation says."""

    key: Sequence[int]
    void: Collection[int] = ()


def ruling_of(
    shown: PaperQuestion,
    *,
    picked: str,
    edition: Edition,
    reference: str,
    dated: datetime | None = None,
    corrected: Corrected | None = None,
) -> Ruling:
    """Return the 裁决书 of a question on a paper.

    Args:
        shown: the question, with its version and derivation.
        picked: the letters chosen, as shown; "" where nothing was.
        edition: that of the paper, or the one that is to be told by.
        reference: what the document is called.
        dated: when it was handed in.
        corrected: what a regrade made of the key.
    """
    content = shown.version.read
    valid = corrected or Corrected(shown.derivation.key)
    answer = _answer(shown, content, picked, edition, valid)
    if content.cited:
        rule = edition.families[content.cited[0]][-1]
        return Ruling(reference, edition.label, cited=rule, answer=answer, dated=dated)
    case = case_of_key(content, valid.key)
    explanation = api.explain(
        api.parse_case(case, edition=edition), edition=edition, issues=issues_asked(content, edition) or None
    )
    ruling = present(explanation, case, edition=edition, reference=reference, answer=answer, dated=dated)
    return replace(ruling, scope=_scope(content, answer))


def _scope(content: Content, answer: Answer) -> str:
    """Say whose case is judged where every option tells its own."""
    if not any(option.overlay for option in content.options):
        return ""
    letter = next((option.letter for option in answer.options if option.is_key), "")
    return letter and _("各选项的案情不同，以下裁决选项 %(letter)s 的情形。") % {"letter": letter}


def _answer(shown: PaperQuestion, content: Content, picked: str, edition: Edition, valid: Corrected) -> Answer:
    order = list(shown.option_order)
    reviews = api.review_options(api_question(content), edition=edition)
    rows = review_rows(
        [(letter, content.options[index].text) for letter, index in zip(LETTERS, order, strict=False)],
        {review.index: review for review in reviews},
        order=order,
        key=[index for index in valid.key if index not in valid.void],
        picked=[order[LETTERS.index(letter)] for letter in picked],
        cases={index: case_of_option(content, index) for index in order},
    )
    return Answer(
        content.stem,
        tuple(replace(row, is_void=index in valid.void) for row, index in zip(rows, order, strict=True)),
        is_judgement=content.type == QuestionType.TRUEFALSE,
        is_many=content.type == QuestionType.MULTIPLE,
    )
