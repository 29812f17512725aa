"""What the page of a question needs to know before it can say anything: read in one statement."""

import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import accumulate, pairwise
from typing import Any, Final, NamedTuple

from django.db import connection

from certification.attempts.domain import AttemptState
from certification.attempts.models import Attempt
from certification.bank.models import QuestionVersion
from certification.core.raw import Columns, key_of
from certification.papers.models import Paper, PaperQuestion
from certification.rounds.models import Round

OF_PAPER: Final = ("id", "size")
OF_ROUND: Final = ("id", "title", "attempts_allowed", "navigation", "minutes")
OF_QUESTION: Final = ("id", "position", "points", "mode", "option_order", "version_id")
OF_VERSION: Final = ("id", "content")


@dataclass(frozen=True, slots=True)
class Frame:
    """An attempt with what is shown of its paper and round, and the question that was asked for, if there is one."""

    attempt: Attempt
    question: PaperQuestion | None


class _Statement(NamedTuple):
    sql: str
    parts: tuple[Columns[Any], ...]


_LOOK = """
SELECT {columns} FROM {attempt} a JOIN {paper} p ON p.id = a.paper_id LEFT JOIN {round} r ON r.id = a.round_id
LEFT JOIN {question} q ON q.paper_id = a.paper_id AND q.position = %s LEFT JOIN {version} v ON v.id = q.version_id
WHERE a.id = %s AND a.trainee_id = %s AND a.state <> %s
"""


def find_frame(trainee_id: uuid.UUID, attempt_id: uuid.UUID, position: int) -> Frame | None:
    """Return the frame of one's own attempt; None where there is none or it was voided. One query.

    In SQL for the same reason as `find_target`: everybody comes through here with each question.
    """
    sql, parts = _statement()
    with connection.cursor() as cursor:
        cursor.execute(sql, [position, key_of(attempt_id), key_of(trainee_id), str(AttemptState.VOID)])
        values = cursor.fetchone()
    if values is None:
        return None
    ends = accumulate(map(len, parts), initial=0)
    rows: Iterator[Any] = (
        part.row(values[start:end]) for part, (start, end) in zip(parts, pairwise(ends), strict=True)
    )
    attempt, paper, held, question, version = rows
    Attempt.paper.field.set_cached_value(attempt, paper)
    Attempt.round.field.set_cached_value(attempt, held)
    if question is not None:
        PaperQuestion.version.field.set_cached_value(question, version)
    return Frame(attempt, question)


@cache
def _statement() -> _Statement:
    parts: tuple[Columns[Any], ...] = (
        Columns(Attempt, "a"),
        Columns(Paper, "p", OF_PAPER),
        Columns(Round, "r", OF_ROUND),
        Columns(PaperQuestion, "q", OF_QUESTION),
        Columns(QuestionVersion, "v", OF_VERSION),
    )
    names = ("attempt", "paper", "round", "question", "version")
    tables = {name: part.model._meta.db_table for name, part in zip(names, parts, strict=True)}  # noqa: SLF001 - documented
    return _Statement(_LOOK.format(columns=", ".join(part.sql for part in parts), **tables), parts)
