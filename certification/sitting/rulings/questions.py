"""The 裁决书 of a question that was answered: decided anew under the edition of its paper."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.utils.translation import gettext as _

from cases.api import Edition
from certification.bank.deriving import case_of_option
from certification.bank.domain import LETTERS, Content, QuestionType
from certification.bank.stems import read_stem
from certification.papers.models import PaperQuestion
from certification.sitting.rulings.presentation import Answer, Ruling, present, review_rows
from certification.sitting.rulings.remembered import Asked, explained, reviewed


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
    asked = Asked(shown.version_id, edition.id, tuple(valid.key), content, edition)
    answer = _answer(shown, asked, picked, valid.void)
    if content.cited:
        rule = edition.families[content.cited[0]][-1]
        return Ruling(reference, edition.label, cited=rule, answer=answer, dated=dated)
    if content.typed is not None:
        return Ruling(reference, edition.label, typed=content.typed, answer=answer, dated=dated)
    case, explanation = explained(asked)
    ruling = present(explanation, case, edition=edition, reference=reference, answer=answer, dated=dated)
    return replace(ruling, scope=_scope(content, answer))


def _scope(content: Content, answer: Answer) -> str:
    """Say whose case is judged where every option tells its own."""
    if not any(option.overlay for option in content.options):
        return ""
    letter = next((option.letter for option in answer.options if option.is_key), "")
    return letter and _("各选项的案情不同，以下裁决选项 %(letter)s 的情形。") % {"letter": letter}


def _answer(shown: PaperQuestion, asked: Asked, picked: str, void: Collection[int]) -> Answer:
    order, content = list(shown.option_order), asked.content
    rows = review_rows(
        [(letter, content.options[index].text) for letter, index in zip(LETTERS, order, strict=False)],
        {review.index: review for review in reviewed(asked)},
        order=order,
        key=[index for index in asked.key if index not in void],
        picked=[order[LETTERS.index(letter)] for letter in picked],
        cases={index: case_of_option(content, index) for index in order},
    )
    return Answer(
        read_stem(content),
        tuple(replace(row, is_void=index in void) for row, index in zip(rows, order, strict=True)),
        is_judgement=content.type == QuestionType.TRUEFALSE,
        is_many=content.type == QuestionType.MULTIPLE,
    )
