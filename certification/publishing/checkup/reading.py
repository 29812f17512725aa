"""How the check-up of an edition stands: the newest run, and the newest result, which may be of an older edition."""

from dataclasses import dataclass
from datetime import datetime

from cases import api
from certification.publishing.checkup.result import CheckupResult


@dataclass(frozen=True, slots=True)
class Measured:
    """A finished check-up with the run that made it."""

    run: api.Verification
    result: CheckupResult


@dataclass(frozen=True, slots=True)
class CheckupState:
    """What is known of an edition.

    Attributes:
        edition: the edition's id.
        run: the newest run over it, None if it never had one.
        measured: its newest result, else that of another edition, None if there is none at all.
    """

    edition: str
    run: api.Verification | None
    measured: Measured | None

    @property
    def is_running(self) -> bool:
        return self.run is not None and self.run.is_open

    @property
    def percent(self) -> int:
        """How far the newest run is."""
        return 100 * self.run.done // self.run.total if self.run is not None and self.run.total else 0

    @property
    def is_stale(self) -> bool:
        """Tell whether the result is that of another edition."""
        return self.measured is not None and self.measured.run.edition != self.edition


def read_checkup(edition: str, *, now: datetime) -> CheckupState:
    run = api.latest_verification(edition, now=now)
    done = api.latest_report(edition) or api.latest_report()
    return CheckupState(edition, run, Measured(done, CheckupResult.from_json(done.report)) if done else None)
