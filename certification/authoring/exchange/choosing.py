"""Which questions go out: all that may be drawn, those that a filter of the list finds, or those that were ticked."""

import uuid
from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.http import urlencode

from cases import api
from certification.authoring.questions.domain import read_query
from certification.authoring.questions.searching import find
from certification.bank.models import Question
from certification.exchange.services import kept_questions


@dataclass(frozen=True, slots=True)
class Chosen:
    """What goes out; `where` and `ticked` say it again in the next request."""

    questions: QuerySet[Question]
    where: str = ""
    ticked: tuple[str, ...] = ()

    @property
    def is_all(self) -> bool:
        return not self.where and not self.ticked

    @property
    def number(self) -> int:
        return self.questions.count()


def chosen(given: QueryDict, edition: api.Edition) -> Chosen:
    """Return what is asked for: `question` names ticked ones, `where` is the list's own address after the `?`."""
    ticked = tuple(dict.fromkeys(_ids(given.getlist("question"))))
    if ticked:
        return Chosen(kept_questions().filter(pk__in=ticked), ticked=ticked)
    query = read_query(QueryDict(given.get("where", "").encode()[:2_000]))
    if query.is_blank:
        return Chosen(kept_questions())
    found = find(query, edition).order_by().values("pk")
    return Chosen(kept_questions().filter(pk__in=found), where=urlencode(query.parameters()))


def _ids(said: list[str]) -> Iterator[str]:
    for one in said:
        try:
            yield str(uuid.UUID(one))
        except ValueError:
            continue
