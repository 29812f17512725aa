"""Dry runs: a file is kept, read and compared with the bank; what each row would do is written beside the bank."""

import hashlib
import uuid
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from django.db import transaction

from cases import api
from certification.core import refusals
from certification.core.refusals import Refusal, RefusedError
from certification.exchange.domain import READABLE, FileFormat
from certification.exchange.files import format_of, read_file
from certification.exchange.illustrating import Illustrator, NewPicture
from certification.exchange.known import read_known
from certification.exchange.limits import check_size
from certification.exchange.models import UNDER_WAY, ImportPicture, ImportPlan, ImportRow, PlanState
from certification.exchange.staging import StagedRow, stage
from certification.people.models import User

_CHUNK: Final = 500
_MOST_HELD: Final = 20
#: What a person may mend by saying which column is what: the file is kept.
MENDABLE: Final = frozenset({"exchange.no-stem-column", "exchange.no-questions"})
_MOST_CELLS: Final = 60
_LONGEST_NAME: Final = 120
_LONGEST_CODE: Final = 80


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that came: `kind` is None to tell by its name, `mapping` says field → heading for tables."""

    data: bytes
    name: str
    kind: FileFormat | None = None
    mapping: Mapping[str, str] = field(default_factory=dict)


def keep_file(upload: Upload, *, actor: User | None, now: datetime) -> ImportPlan:
    """Keep a file that is to be looked at; nothing of it is read yet.

    Args:
        upload: the file.
        actor: whose it is; None for the command line.
        now: when.

    Raises:
        RefusedError: it is empty, too large, or of no format that can be read.
    """
    check_size(upload.data)
    kind = upload.kind or format_of(upload.name, upload.data)
    if kind not in READABLE:
        raise RefusedError(Refusal("exchange.unreadable"))
    return ImportPlan.objects.create(
        name=upload.name[-_LONGEST_NAME:], format=kind, mapping=dict(upload.mapping), data=upload.data, made_by=actor,
        made_at=now, file_hash=hashlib.sha256(upload.data).hexdigest(),
    )  # fmt: skip


def plan_import(upload: Upload, *, edition: api.Edition, actor: User | None, now: datetime) -> ImportPlan:
    """Keep a file and look at it at once; the bank stays as it is.

    Raises:
        RefusedError: the file cannot be read at all.
    """
    plan = keep_file(upload, actor=actor, now=now)
    check_plan(plan.pk, edition=edition, clock=lambda: now)
    plan.refresh_from_db()
    if plan.state == PlanState.FAILED:
        raise RefusedError(refusal_of(plan))
    return plan


def check_plan(plan_id: uuid.UUID, *, edition: api.Edition, clock: Callable[[], datetime]) -> str:
    """Read the file of a plan and write what each of its rows would do; the bank is only read.

    The rows are written in short transactions, so that nobody's saving waits for them. Return how it ended.
    """
    begun = ImportPlan.objects.filter(pk=plan_id, state__in=UNDER_WAY).update(state=PlanState.CHECKING)
    if not begun:
        return "closed"
    plan = ImportPlan.objects.get(pk=plan_id)
    try:
        file = read_file(bytes(plan.data or b""), FileFormat(plan.format), plan.mapping)
        ImportPlan.objects.filter(pk=plan_id).update(
            total=len(file.rows),
            tables={name: {"headings": one.headings, "fields": one.fields} for name, one in file.tables.items()},
        )
        known = read_known((row.question.external_id for row in file.rows if row.question), edition=edition.id)
        album = Illustrator()
        _write_rows(plan, stage(file.rows, known, edition=edition, illustrator=album), album)
    except RefusedError as error:
        _fail(plan_id, error.refusal, clock())
        return "failed"
    ImportPlan.objects.filter(pk=plan_id, state=PlanState.CHECKING).update(
        state=PlanState.CHECKED, edition=edition.id, checked_at=clock()
    )
    return "checked"


def refusal_of(plan: ImportPlan) -> Refusal:
    """Return why the file of a plan could not be read."""
    return refusals.Refusal(plan.error["code"], plan.error["params"])


def _fail(plan_id: uuid.UUID, refusal: Refusal, now: datetime) -> None:
    kept = {} if refusal.code in MENDABLE else {"data": None}
    with transaction.atomic():
        ImportRow.objects.filter(plan=plan_id).delete()
        ImportPicture.objects.filter(plan=plan_id).delete()
        ImportPlan.objects.filter(pk=plan_id).update(
            state=PlanState.FAILED, checked_at=now, **kept,
            error={"code": refusal.code, "params": {name: str(value) for name, value in refusal.params.items()}},
        )  # fmt: skip


def _write_rows(plan: ImportPlan, staged: Iterable[StagedRow], album: Illustrator) -> None:
    """Write the report in pieces with the pictures of each, and how far it is after each."""
    ImportRow.objects.filter(plan=plan).delete()
    ImportPicture.objects.filter(plan=plan).delete()
    rows = (_row(plan, number, one) for number, one in enumerate(staged, 1))
    done = 0
    while chunk := _chunk(rows, album):
        done += len(chunk)
        pictures = [_picture(plan, one) for one in album.taken()]
        with transaction.atomic():
            ImportRow.objects.bulk_create(chunk)
            ImportPicture.objects.bulk_create(pictures)
            ImportPlan.objects.filter(pk=plan.pk).update(done=done)


def _chunk(rows: Iterator[ImportRow], album: Illustrator) -> list[ImportRow]:
    """Return the next rows: fewer where they bring pictures, whose bytes are held until they are written."""
    chunk: list[ImportRow] = []
    while len(chunk) < _CHUNK and len(album.new) < _MOST_HELD and (row := next(rows, None)) is not None:
        chunk.append(row)
    return chunk


def _picture(plan: ImportPlan, one: NewPicture) -> ImportPicture:
    made = one.encoded
    return ImportPicture(
        plan=plan, name=one.id, alt=one.alt, media_type=made.media_type, width=made.width, height=made.height,
        full=made.full, small=made.small, small_width=made.small_width,
    )  # fmt: skip


def _row(plan: ImportPlan, number: int, one: StagedRow) -> ImportRow:
    return ImportRow(
        plan=plan,
        number=number,
        sheet=one.read.place.sheet[-_LONGEST_NAME:],
        row=one.read.place.row,
        verdict=one.verdict,
        code=one.code[:_LONGEST_CODE],
        stem=one.stem,
        other=one.other[:_LONGEST_CODE],
        problems=[problem.to_json() for problem in one.problems],
        dropped=list(one.dropped),
        warnings=list(one.read.warnings),
        pictures=one.pictures,
        cells=list(one.read.cells[:_MOST_CELLS]) if one.problems else [],
        staged=one.to_json(),
        based_on=one.held.current if one.held else None,
    )


def discard_plan(plan_id: uuid.UUID) -> None:
    """Throw away an import that was not applied, and its file."""
    open_states = [*UNDER_WAY, PlanState.CHECKED, PlanState.FAILED]
    closed = ImportPlan.objects.filter(pk=plan_id, state__in=open_states)
    if closed.update(state=PlanState.DISCARDED, data=None):
        ImportRow.objects.filter(plan=plan_id).delete()
        ImportPicture.objects.filter(plan=plan_id).delete()


def map_columns(plan_id: uuid.UUID, mapping: Mapping[str, str]) -> None:
    """Say by hand which column is what, so that the file is looked at anew.

    Raises:
        RefusedError: the import is done with.
    """
    waiting = ImportPlan.objects.filter(pk=plan_id, state__in=[PlanState.CHECKED, PlanState.FAILED], data__isnull=False)
    if not waiting.update(state=PlanState.WAITING, mapping=dict(mapping), error={}, done=0, total=0):
        raise RefusedError(Refusal("exchange.plan-closed"))
