"""Any questions of the bank as a paper would print them: by type, options in the order of the bank, worth nothing."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from django.db.models import QuerySet

from certification.bank.domain import CHOICE_TYPES, QuestionType
from certification.bank.models import Derivation, Question
from certification.papers.models import PaperQuestion

#: A longer list is no print-out; Word has all of them.
MOST_PRINTED: Final = 300


@dataclass(frozen=True, slots=True)
class Sheets:
    """What is printed, and how many of those asked for are not: too many, or without a key by the rules in force."""

    questions: tuple[PaperQuestion, ...]
    left_out: int


def sheets_of(questions: QuerySet[Question], edition: str) -> Sheets:
    """Return questions as unsaved questions of a paper, numbered through.

    Args:
        questions: those that may be drawn.
        edition: by whose derivations they are keyed.
    """
    total = questions.count()
    ordered = _by_type(questions.select_related("current").order_by("code")[:MOST_PRINTED])
    derivations = Derivation.objects.filter(edition=edition, version__in=[one.current_id for one in ordered])
    known = {one.version_id: one for one in derivations}
    keyed = [(one, known[one.current_id]) for one in ordered if one.current_id in known]
    found = tuple(_printed(number, one, derivation) for number, (one, derivation) in enumerate(keyed, 1))
    return Sheets(found, total - len(found))


def _by_type(questions: Iterable[Question]) -> list[Question]:
    order = {str(kind): at for at, kind in enumerate(CHOICE_TYPES)}
    return sorted(questions, key=lambda one: order.get(one.type, len(order)))


def _printed(number: int, question: Question, derivation: Derivation) -> PaperQuestion:
    version = question.current
    assert version is not None, "only what may be drawn is asked for"
    content = version.read
    return PaperQuestion(
        position=number, version=version, derivation=derivation, type=str(QuestionType(content.type)), points=0,
        option_order=list(range(len(content.options))),
    )  # fmt: skip
