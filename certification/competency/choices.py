"""Which options people chose, as the content numbers them, whatever letters they stood under."""

from collections.abc import Sequence

from django.db.models import OuterRef, Subquery

from certification.attempts.models import Response
from certification.bank.domain import LETTERS
from certification.grading.models import MarkQuerySet
from certification.papers.models import PaperQuestion


def with_choices(marks: MarkQuerySet) -> MarkQuerySet:
    """Annotate marks with `order`, the options under the letters of their question, and `answer`, the last letters.

    Looked up row by row, by index, so that as much is read as there are marks, not as there are answers.
    """
    here = {"position": OuterRef("position")}
    questions = PaperQuestion.objects.filter(paper=OuterRef("attempt__paper"), **here).order_by()
    answers = Response.objects.filter(attempt=OuterRef("attempt"), answer__isnull=False, **here).order_by("-id")
    found: MarkQuerySet = marks.annotate(
        order=Subquery(questions.values("option_order")[:1]), answer=Subquery(answers.values("answer")[:1])
    )
    return found


def chosen(order: Sequence[int], answer: str | None) -> tuple[int, ...]:
    """Return the options behind letters; none where there was no answer, and for a talk, which has no options."""
    return tuple(order[LETTERS.index(letter)] for letter in answer or "") if order else ()
