"""Builds the big site: the shipped rules and questions, then people, papers, answers and a ledger that holds together.

Rows are written past the verbs, in bulk, but as the verbs would have written them: every mark follows from the answer
and is chained to the one before.
"""

import hashlib
import math
import random
import uuid
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.core.management import call_command
from django.db import connection, models, transaction
from django.utils import timezone

from cases import api
from certification.attempts.domain import AttemptKind, AttemptState, ClosedBy
from certification.attempts.models import Attempt, Response
from certification.bank.domain import LETTERS
from certification.bank.models import Derivation
from certification.core.raw import key_of
from certification.grading.domain import GENESIS, Reason
from certification.grading.models import Mark, canonical_time
from certification.papers.models import Paper, PaperQuestion
from certification.papers.modes import Mode, mark_answer
from certification.papers.services import draw_paper, load_blueprints, mock_blueprint, write_paper
from tests.benchmarks.competency.people import ROUNDS, Crowd, make_people, make_rounds, make_tasks

#: So many different papers are drawn; the others ask the same with other letters.
DRAWN = 200
SPAN = timedelta(days=280)
AT_ONCE = 400
_CHECKED_EVERY = 50_000


@dataclass(frozen=True)
class Asked:
    """A question of a drawn paper, ready to be answered thousands of times."""

    version: uuid.UUID
    derivation: uuid.UUID
    type: str
    points: int
    mode: str
    order: list[int]
    key: tuple[int, ...]
    difficulty: int


@dataclass(frozen=True)
class Sitting:
    """One attempt to write; `round` is where its paper is one that all get."""

    person: int
    number: int
    at: datetime
    round: int | None


def build(people: int, attempts: int) -> None:
    """Fill an empty database."""
    draw = random.Random(20251101)
    call_command("corpus", "load")
    call_command("load_bank")
    now = timezone.now()
    load_blueprints(now=now)
    edition = api.current_edition_id()
    papers = [write_paper(draw_paper(mock_blueprint(), edition=edition, seed=at, now=now)) for at in range(DRAWN)]
    crowd = make_people(people, draw=draw)
    make_rounds(crowd, papers[:ROUNDS], edition=edition, now=now)
    make_tasks(crowd, now=now)
    _hurry()
    sittings = sorted(_sittings(crowd, attempts, now, draw), key=lambda one: one.at)
    writer = _Writer(crowd, papers, edition, draw)
    for start in range(0, len(sittings), AT_ONCE):
        with transaction.atomic():
            writer.write(sittings[start : start + AT_ONCE])
        if start % (AT_ONCE * 25) == 0:
            print(f"  {start} / {len(sittings)}", flush=True)  # noqa: T201 - the output
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _hurry() -> None:
    """Let SQLite write without a net, as nobody else is there; the next connection is careful again."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            for pragma in ("journal_mode=MEMORY", "synchronous=OFF", "foreign_keys=OFF", "cache_size=-3000000"):
                cursor.execute(f"PRAGMA {pragma}")


def _sittings(crowd: Crowd, attempts: int, now: datetime, draw: random.Random) -> Iterator[Sitting]:
    for person in range(len(crowd.trainees)):
        for number in range(1, attempts - ROUNDS + 1):
            yield Sitting(person, number, now - timedelta(seconds=draw.uniform(3600, SPAN.total_seconds())), None)
        for held in range(ROUNDS):
            yield Sitting(person, 1, now - timedelta(days=60 * (held + 1), minutes=-draw.uniform(0, 2800)), held)


class _Writer:
    """Writes sittings in the order of their ends, so that the ledger is in order."""

    def __init__(self, crowd: Crowd, papers: list[Paper], edition: str, draw: random.Random) -> None:
        self.crowd, self.papers, self.edition, self.draw = crowd, papers, edition, draw
        derivations = {one.pk: one for one in Derivation.objects.filter(edition=edition)}
        self.asked = [
            [_asked(one, derivations[one.derivation_id]) for one in paper.questions.all()] for paper in papers
        ]
        self.number, self.previous = 0, GENESIS
        self.chances: dict[tuple[int, int], float] = {}

    def write(self, sittings: list[Sitting]) -> None:
        papers: list[dict[str, Any]] = []
        questions: list[dict[str, Any]] = []
        attempts: list[dict[str, Any]] = []
        responses: list[dict[str, Any]] = []
        marks: list[dict[str, Any]] = []
        for one in sittings:
            attempt, person = uuid.UUID(int=self.draw.getrandbits(128), version=4), self.crowd.trainees[one.person]
            like = self.draw.randrange(len(self.papers)) if one.round is None else one.round
            paper, asked = self._paper(one, like, papers, questions)
            start = one.at - timedelta(minutes=30)
            attempts.append(_attempt(self, one, attempt, paper, start))
            for position, question in enumerate(asked, start=1):
                chosen = self._choice(one.person, question)
                answer = "".join(sorted(LETTERS[question.order.index(option)] for option in chosen))
                responses.append({"attempt": attempt, "position": position, "answer": answer, "flag": None, "client": "big",
                                  "sequence": position, "received_at": start + timedelta(seconds=50 * position)})  # fmt: skip
                marks.append(self._mark(attempt, person, position, question, chosen, one.at))
        for model, rows in (
            (Paper, papers),
            (PaperQuestion, questions),
            (Attempt, attempts),
            (Response, responses),
            (Mark, marks),
        ):
            _insert(model, rows)

    def _paper(
        self, one: Sitting, like: int, papers: list[dict[str, Any]], questions: list[dict[str, Any]]
    ) -> tuple[uuid.UUID, list[Asked]]:
        """Return the paper of a round, or one of its own: the same questions, letters of its own."""
        if one.round is not None:
            return self.crowd.papers[one.round], self.asked[one.round]
        paper, model = uuid.UUID(int=self.draw.getrandbits(128), version=4), self.papers[like]
        values = {one.attname: getattr(model, one.attname) for one in Paper._meta.concrete_fields}
        papers.append({**values, "id": paper, "seed": one.number, "drawn_at": one.at - timedelta(minutes=31)})
        asked = [self._reordered(question) for question in self.asked[like]]
        questions.extend(
            {"paper": paper, "position": position, "version": q.version, "derivation": q.derivation, "type": q.type,
             "points": q.points, "mode": q.mode, "option_order": q.order}
            for position, q in enumerate(asked, start=1)
        )  # fmt: skip
        return paper, asked

    def _reordered(self, one: Asked) -> Asked:
        order = one.order[:]
        self.draw.shuffle(order)
        return Asked(one.version, one.derivation, one.type, one.points, one.mode, order, one.key, one.difficulty)

    def _choice(self, person: int, question: Asked) -> tuple[int, ...]:
        held = (person, question.difficulty)
        if held not in self.chances:
            self.chances[held] = 1 / (1 + math.exp(question.difficulty - 3 - 1.5 * self.crowd.abilities[person]))
        if self.draw.random() < self.chances[held]:
            return question.key
        wrong = [option for option in question.order if option not in question.key]
        return (wrong[int(len(wrong) * self.draw.random() ** 2)],) if wrong else question.key[:1]

    def _mark(
        self,
        attempt: uuid.UUID,
        person: uuid.UUID,
        position: int,
        question: Asked,
        chosen: tuple[int, ...],
        at: datetime,
    ) -> dict[str, Any]:
        points = mark_answer(
            chosen, question.key, options=len(question.order), mode=Mode(question.mode), points=question.points
        )
        self.number += 1
        said = (
            f'{{"at":"{canonical_time(at)}","attempt":"{attempt}","derivation":"{question.derivation}",'
            f'"edition":"{self.edition}","mode":"{question.mode}","number":{self.number},"out_of":{question.points},'
            f'"person":"{person}","points":{points},"position":{position},"previous":"{self.previous}",'
            f'"reason":"{Reason.HAND_IN}","version":"{question.version}"}}'
        )
        row = {
            "number": self.number, "attempt": attempt, "position": position, "person": person, "version": question.version,
            "derivation": question.derivation, "edition": self.edition, "mode": question.mode, "points": points,
            "out_of": question.points, "reason": Reason.HAND_IN, "regrade": None, "actor": None, "at": at,
            "previous": self.previous, "hash": hashlib.sha256(said.encode()).hexdigest(),
        }  # fmt: skip
        if self.number % _CHECKED_EVERY == 1:
            assert (
                Mark(**{Mark._meta.get_field(name).attname: value for name, value in row.items()}).entry.hash
                == row["hash"]
            )
        self.previous = row["hash"]
        return row


def _asked(one: PaperQuestion, derivation: Derivation) -> Asked:
    key, order = tuple(derivation.key), list(one.option_order)
    return Asked(one.version_id, one.derivation_id, one.type, one.points, one.mode, order, key, derivation.difficulty)


def _attempt(writer: _Writer, one: Sitting, attempt: uuid.UUID, paper: uuid.UUID, start: datetime) -> dict[str, Any]:
    return {
        "id": attempt, "trainee": writer.crowd.trainees[one.person], "number": one.number, "paper": paper,
        "kind": AttemptKind.MOCK if one.round is None else AttemptKind.EXAM,
        "round": None if one.round is None else writer.crowd.rounds[one.round],
        "edition": writer.edition, "state": AttemptState.HANDED_IN, "started_at": start,
        "deadline": start + timedelta(minutes=45), "grace_seconds": 30, "credit_seconds": 0, "furthest": 1,
        "handed_in_at": one.at, "closed_by": ClosedBy.TRAINEE,
    }  # fmt: skip


def _insert(model: type[models.Model], rows: list[dict[str, Any]]) -> None:
    """Write rows by the names of their fields, in one statement that is prepared once."""
    if not rows:
        return
    fields = {one.attname: one for one in model._meta.concrete_fields} | {
        one.name: one for one in model._meta.concrete_fields
    }
    named = [fields[name] for name in rows[0]]
    columns = ", ".join(connection.ops.quote_name(one.column) for one in named)
    statement = f"INSERT INTO {model._meta.db_table} ({columns}) VALUES ({', '.join(['%s'] * len(named))})"
    adapt = [_adapting(one) for one in named]
    with connection.cursor() as cursor:
        cursor.executemany(
            statement, [[to(value) for to, value in zip(adapt, row.values(), strict=True)] for row in rows]
        )


def _adapting(one: Any) -> Any:
    target = one.target_field if one.is_relation else one
    if isinstance(target, models.UUIDField):
        return lambda value: None if value is None else key_of(value)
    if isinstance(target, models.DateTimeField):
        return lambda value: None if value is None else connection.ops.adapt_datetimefield_value(value)
    if isinstance(target, models.JSONField):
        return lambda value: target.get_db_prep_value(value, connection)
    return lambda value: value


def counts() -> Iterable[tuple[str, int]]:
    """Return how many rows there are of what grows."""
    return ((model.__name__, model._default_manager.count()) for model in (Attempt, PaperQuestion, Response, Mark))
