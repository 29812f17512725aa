"""Verbs of the export of everything: ask for it, write it in the background, send it, throw it away."""

import hashlib
import io
import uuid
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import IO, Any, Final, cast

from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from cases import api
from certification.core import journal
from certification.core.refusals import Refusal, RefusedError
from certification.exchange.everything.models import Takeout, TakeoutPiece, TakeoutState
from certification.exchange.everything.writing import write_everything
from certification.people.models import User

#: How much of the file is in memory, and in one row.
PIECE_BYTES: Final = 1_000_000
#: Only the newest files are kept.
MOST_KEPT: Final = 3
#: So many pieces go in one write: whoever saves an answer waits for them, and not for a whole file.
_GONE_AT_ONCE: Final = 10
_LONGEST_ERROR: Final = 2_000


class AbandonedError(RuntimeError):
    """The export is not ours any more: it was given up for dead."""


def ask_for_everything(*, with_names: bool, actor: User, now: datetime) -> Takeout:
    """Note that somebody wants everything; old files go. Whoever calls puts it in the queue once this is committed.

    Args:
        with_names: people by number and name too.
        actor: who asks.
        now: when.

    Raises:
        RefusedError: another one is under way.
    """
    close_silent(now=now)
    try:
        with transaction.atomic():
            made = Takeout.objects.create(with_names=with_names, made_by=actor, made_at=now)
            journal.record(
                "exchange.everything-asked", subject=f"takeout:{made.pk}", actor_id=actor.pk, now=now,
                details={"with_names": with_names},
            )  # fmt: skip
    except IntegrityError as error:
        raise RefusedError(Refusal("exchange.everything-busy")) from error
    kept = Takeout.objects.order_by("-made_at", "id").values_list("pk", flat=True)[:MOST_KEPT]
    _let_go(Takeout.objects.exclude(pk__in=list(kept)), now=now)
    return made


def _let_go(gone: QuerySet[Takeout], *, now: datetime) -> None:
    """Delete exports. They count as failed from the first piece on, so that no half of a file can be taken along."""
    gone.exclude(state=TakeoutState.FAILED).update(state=TakeoutState.FAILED, finished_at=now)
    _drop(TakeoutPiece.objects.filter(takeout__in=gone.values("pk")))
    gone.delete()


def _drop(pieces: QuerySet[TakeoutPiece]) -> None:
    """Delete pieces, a few in each write."""
    while some := list(pieces.values_list("pk", flat=True)[:_GONE_AT_ONCE]):
        TakeoutPiece.objects.filter(pk__in=some).delete()


def close_silent(*, now: datetime) -> int:
    """Close exports whose process is gone; return how many."""
    silent = Takeout.objects.silent_at(now)
    return silent.update(state=TakeoutState.FAILED, finished_at=now, error="", step="")


def write_takeout(takeout_id: uuid.UUID, *, edition: api.Edition, clock: Callable[[], datetime]) -> str:
    """Write an export that waits, and tell all the while how far it is; return how it ended."""
    waiting = Takeout.objects.filter(pk=takeout_id, state=TakeoutState.WAITING)
    if not waiting.update(state=TakeoutState.RUNNING, beat_at=clock()):
        return "taken"
    takeout = Takeout.objects.get(pk=takeout_id)
    running = Takeout.objects.filter(pk=takeout_id, state=TakeoutState.RUNNING)

    def note(**changes: Any) -> None:
        if not running.update(**changes):
            raise AbandonedError

    def tell(done: int, total: int, step: str) -> None:
        note(done=done, total=total, step=step, beat_at=clock())

    stream = _Pieces(takeout)
    try:
        files = write_everything(
            cast("IO[bytes]", stream), with_names=takeout.with_names, edition=edition, now=takeout.made_at, tell=tell
        )
        stream.finish()
        note(
            state=TakeoutState.DONE, finished_at=clock(), step="", bytes=stream.length,
            sha256=stream.hashed.hexdigest(),
            files=[{"name": one.name, "records": one.records, "bytes": one.bytes} for one in files],
        )  # fmt: skip
    except AbandonedError:
        _drop(takeout.pieces.all())
        return "abandoned"
    except Exception as error:
        _drop(takeout.pieces.all())
        told = f"{type(error).__name__}: {error}"[:_LONGEST_ERROR]
        running.update(state=TakeoutState.FAILED, finished_at=clock(), error=told)
        raise
    return "done"


class _Pieces(io.RawIOBase):
    """A stream that only goes forward, into rows of a bounded size."""

    def __init__(self, takeout: Takeout) -> None:
        super().__init__()
        self.takeout, self.number, self.length = takeout, 0, 0
        self.hashed, self.held = hashlib.sha256(), bytearray()

    def write(self, data: Any) -> int:
        self.held += data
        while len(self.held) >= PIECE_BYTES:
            self._keep(PIECE_BYTES)
        return len(data)

    def finish(self) -> None:
        """Keep what is left."""
        if self.held:
            self._keep(len(self.held))

    def _keep(self, size: int) -> None:
        piece = bytes(self.held[:size])
        del self.held[:size]
        self.hashed.update(piece)
        self.length += size
        try:
            TakeoutPiece.objects.create(takeout=self.takeout, number=self.number, data=piece)
        except IntegrityError as error:  # it was thrown away meanwhile
            raise AbandonedError from error
        self.number += 1


def takeout_bytes(takeout: Takeout) -> Iterator[bytes]:
    """Yield a finished file, a piece in memory at a time."""
    number = 0
    while True:
        data = TakeoutPiece.objects.filter(takeout=takeout, number=number).values_list("data", flat=True).first()
        if data is None:
            return
        yield bytes(data)
        number += 1


def note_download(takeout: Takeout, *, actor: User, now: datetime) -> None:
    """Keep who took the file along."""
    journal.record(
        "exchange.everything-taken", subject=f"takeout:{takeout.pk}", actor_id=actor.pk, now=now,
        details={"with_names": takeout.with_names, "sha256": takeout.sha256},
    )  # fmt: skip


def discard_takeout(takeout_id: uuid.UUID, *, actor: User, now: datetime) -> None:
    """Throw a file away, or give up one under way."""
    gone = Takeout.objects.filter(pk=takeout_id)
    with transaction.atomic():
        if not gone.update(state=TakeoutState.FAILED, finished_at=now):
            return
        journal.record("exchange.everything-discarded", subject=f"takeout:{takeout_id}", actor_id=actor.pk, now=now)
    _let_go(gone, now=now)


def newest_takeouts() -> list[Takeout]:
    """Return the exports that are kept, the newest first; those under way are among them."""
    return list(Takeout.objects.select_related("made_by").order_by("-made_at", "id"))
