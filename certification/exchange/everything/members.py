"""What the export consists of, in the order in which it is written: who refers comes before what is referred to.

Rows are only ever added while the export is written, and what a row refers to was there before it: read in this order,
nothing refers to what is missing, without keeping anybody from saving meanwhile.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import Model

from cases import api
from certification.attempts.models import Attempt
from certification.bank.models import Question, QuestionVersion
from certification.bank.pictures.models import Picture
from certification.competency.adaptive.models import AdaptiveRun
from certification.competency.areas.models import AreaRevision
from certification.competency.assignments.models import Assignment
from certification.competency.models import CompetencyArea, Guess, ReviewChoice
from certification.core.journal import JournalEntry
from certification.core.seals import JournalSeal
from certification.credentials.models import Certificate, Programme
from certification.drills.models import DrillRun
from certification.exchange.everything import bank_records as bank
from certification.exchange.everything import competency_records as competency
from certification.exchange.everything import credential_records as credentials
from certification.exchange.everything import exam_records as exams
from certification.exchange.everything import journal_records
from certification.exchange.everything.drill_records import drill_records
from certification.grading.models import Appeal, Regrade
from certification.papers.models import BlueprintVersion, Paper
from certification.people.models import Cohort, User
from certification.rounds.models import Round

SCHEMA: Final = "mingduan.everything/1"
#: The members that are not JSON lines: the bank as `import_questions` takes it, the schema, the manifest at the end.
BANK, SCHEMA_FILE, MANIFEST = "bank.json", "schema.json", "manifest.json"


@dataclass(frozen=True, slots=True)
class Member:
    """One file of records: what it is called, how many there are about now, and the records."""

    name: str
    count: Callable[[], int]
    records: Callable[[], Iterator[Mapping[str, Any]]]

    @property
    def file(self) -> str:
        """Return the name of its file."""
        return f"{self.name}.jsonl"


def members(*, with_names: bool) -> tuple[Member, ...]:
    """Return what is exported, in order.

    Args:
        with_names: people by number and name too, and what they wrote freely: appeals, reviews, announcements, notes.
    """
    return (
        _of(JournalSeal, "seals", journal_records.seal_records),
        _of(JournalEntry, "journal", journal_records.journal_records),
        _of(Appeal, "appeals", lambda: exams.appeal_records(with_names=with_names)),
        _of(Certificate, "certificates", credentials.certificate_records),
        _of(Programme, "programmes", credentials.programme_records),
        _of(AdaptiveRun, "adaptive", competency.adaptive_records),
        _of(Assignment, "assignments", lambda: competency.assignment_records(with_names=with_names)),
        _of(Guess, "guesses", competency.guess_records),
        _of(ReviewChoice, "choices", competency.choice_records),
        _of(CompetencyArea, "areas", competency.area_records),
        _of(AreaRevision, "area_changes", lambda: competency.area_change_records(with_names=with_names)),
        _of(DrillRun, "drills", lambda: drill_records(with_names=with_names)),
        _of(Attempt, "attempts", exams.attempt_records),
        _of(Regrade, "regrades", exams.regrade_records),
        _of(Round, "rounds", lambda: exams.round_records(with_names=with_names)),
        _of(Paper, "papers", exams.paper_records),
        _of(BlueprintVersion, "blueprints", exams.blueprint_records),
        _of(QuestionVersion, "cases", bank.case_records),
        _of(Picture, "pictures", bank.picture_records),
        _of(Question, "questions", bank.question_records),
        Member("editions", lambda: len(api.list_editions()), bank.edition_records),
        _of(User, "people", lambda: exams.people_records(with_names=with_names)),
        _of(Cohort, "cohorts", exams.cohort_records),
    )


def _of(model: type[Model], name: str, records: Callable[[], Iterator[Mapping[str, Any]]]) -> Member:
    return Member(name, model._default_manager.count, records)  # noqa: SLF001 - Django's documented API
