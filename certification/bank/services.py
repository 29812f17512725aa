"""Verbs of the bank: take an item over, publish it for an edition, retire what is gone."""

import uuid
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction

from cases import api
from certification.bank.derivations import derivation_row, derive_workbench
from certification.bank.deriving import Derived, derive
from certification.bank.domain import Disputed, Finding
from certification.bank.files import BankFiles
from certification.bank.items import Item
from certification.bank.models import Derivation, Question, QuestionVersion, VersionStatistic, Withdrawal
from certification.bank.pictures.services import note_uses
from certification.bank.workflow.domain import Origin
from certification.bank.workflow.searching import search_text_of
from certification.core import journal


@dataclass(slots=True)
class LoadReport:
    """What loading changed, by code of the question; `kept` are items whose question the workbench keeps by now."""

    new_versions: list[str] = field(default_factory=list)
    derived: list[str] = field(default_factory=list)
    retired: list[str] = field(default_factory=list)
    refused: dict[str, tuple[Finding, ...]] = field(default_factory=dict)
    kept: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Staged:
    """An item ready to be written: `derived` is None where this content is already derived for the edition."""

    item: Item
    derived: Derived | None


def load_bank(files: BankFiles, *, edition: api.Edition) -> LoadReport:
    """Bring the bank to what the files say, for `edition`. Idempotent: a second run writes nothing.

    Everything is derived first; the write lock is held for one short transaction at the end, a handful of
    statements whatever the size of the bank. Content that the database holds already gets no new version, a version
    that is derived for this edition no new derivation. An item that fails the gate keeps its version but is not drawn.
    What was published from the workbench stays as it is and is never retired here; this edition judges it too.

    Raises:
        ItemError: the files cannot be read as items.
    """
    files.insist()
    pairs = Derivation.objects.filter(edition=edition.id).values_list(
        "version__question__code", "version__content_hash"
    )
    known = set(pairs)
    staged = [_stage(item, known, disputed=files.disputed.get(item.id), edition=edition) for item in files.items]
    judged, refused = derive_workbench(edition)
    with transaction.atomic():
        report = _Writer(edition).write(staged)
        Derivation.objects.bulk_create(judged, ignore_conflicts=True)
    report.derived += [row.version.question.code for row in judged]
    report.refused |= refused
    return report


def _stage(item: Item, known: set[tuple[str, str]], *, disputed: Disputed | None, edition: api.Edition) -> _Staged:
    if (item.id, item.content.hash) in known:
        return _Staged(item, None)
    return _Staged(item, derive(item.content, expected=item.expected, disputed=disputed, edition=edition))


class _Writer:
    """The short final write: what is there is read in three queries, what is new goes out in bulk."""

    def __init__(self, edition: api.Edition) -> None:
        self.edition = edition
        self.report = LoadReport()
        everything = {question.code: question for question in Question.objects.prefetch_related("tags")}
        self.questions = {code: one for code, one in everything.items() if one.origin == Origin.FILES}
        self.workbench = everything.keys() - self.questions.keys()
        self.versions = {
            (version.question.code, version.content_hash): version
            for version in QuestionVersion.objects.select_related("question").defer("content")
        }

    def write(self, staged: list[_Staged]) -> LoadReport:
        """Write questions, then versions, then derivations, then which version is current."""
        self.report.kept = [one.item.id for one in staged if one.item.id in self.workbench]
        staged = [one for one in staged if one.item.id not in self.workbench]
        self._write_questions([one.item for one in staged])
        self._write_versions([one.item for one in staged])
        for one in staged:
            if one.derived is not None and one.derived.findings:
                self.report.refused[one.item.id] = one.derived.findings
        sound = [one for one in staged if one.derived is not None and not one.derived.findings]
        Derivation.objects.bulk_create(
            derivation_row(self._version(one.item), one.item.content, one.derived, self.edition.id)
            for one in sound
            if one.derived is not None
        )
        self.report.derived = [one.item.id for one in sound]
        self._point_to_current([one.item for one in staged])
        return self.report

    def _write_questions(self, items: list[Item]) -> None:
        fields = ("type", "enemies", "template", "pool", "provenance", "search_text")
        new, changed = [], []
        for item in items:
            question = self.questions.get(item.id)
            values = (
                str(item.content.type), item.enemies, _template(item, question), str(item.pool), dict(item.provenance),
                search_text_of(item.id, item.content.to_json(), _tags(question)),
            )  # fmt: skip
            if question is None:
                question = self.questions[item.id] = Question(code=item.id)
                new.append(question)
            elif any(getattr(question, name) != value for name, value in zip(fields, values, strict=True)):
                changed.append(question)
            for name, value in zip(fields, values, strict=True):
                setattr(question, name, value)
        Question.objects.bulk_create(new)
        Question.objects.bulk_update(changed, fields)

    def _write_versions(self, items: list[Item]) -> None:
        numbers = Counter(code for code, _hash in self.versions)
        new = []
        for item in items:
            if (item.id, item.content.hash) not in self.versions:
                version = QuestionVersion(
                    question=self.questions[item.id],
                    number=numbers[item.id] + 1,
                    content=item.content.to_json(),
                    content_hash=item.content.hash,
                )
                self.versions[item.id, item.content.hash] = version
                new.append(version)
                self.report.new_versions.append(item.id)
        QuestionVersion.objects.bulk_create(new)
        note_uses(new)

    def _version(self, item: Item) -> QuestionVersion:
        return self.versions[item.id, item.content.hash]

    def _point_to_current(self, items: list[Item]) -> None:
        """Let each question point to the version of its file; to none where the gate refused or the item is gone.

        A question that somebody retired points to none until it is restored.
        """
        current = {
            item.id: self._version(item).pk
            for item in items
            if item.id not in self.report.refused and self.questions[item.id].retired_at is None
        }
        listed = {item.id for item in items}
        moved = []
        for code, question in self.questions.items():
            wanted = current.get(code)
            if question.current_id != wanted:
                if code not in listed:
                    self.report.retired.append(code)
                question.current_id = wanted
                moved.append(question)
        Question.objects.bulk_update(moved, ["current"])


def _template(item: Item, question: Question | None) -> str:
    """Return the template of a file; one with twins at the workbench goes by its code till a file says else."""
    is_copied = question is not None and question.template == question.code
    return item.template or (item.id if is_copied else "")


def _tags(question: Question | None) -> list[str]:
    return [tag.name for tag in question.tags.all()] if question is not None else []


def withdraw_versions(versions: Iterable[uuid.UUID], *, actor: uuid.UUID, now: datetime) -> None:
    """Draw these versions no more; inside the caller's transaction. Those that are withdrawn already stay so."""
    rows = [Withdrawal(version_id=version, actor=actor, at=now) for version in sorted(versions)]
    Withdrawal.objects.bulk_create(rows, ignore_conflicts=True)


@transaction.atomic
def release_questions(codes: Iterable[str], *, actor: uuid.UUID, now: datetime) -> list[str]:
    """Take questions out of the secure pool for good: from now on anybody may meet them anywhere.

    Return the codes that were still secret, by code; what is open or released already stays as it is.
    """
    secret = Question.objects.secure().select_for_update().filter(code__in=set(codes)).order_by("code")
    released = list(secret)
    Question.objects.filter(pk__in=[one.pk for one in released]).update(released_at=now)
    for one in released:
        journal.record("question.released", subject=f"question:{one.pk}", actor_id=actor, now=now)
    return [one.code for one in released]


def record_statistics(found: Iterable[tuple[uuid.UUID, int, int]], *, now: datetime) -> int:
    """Write how people did on versions; what was measured before is replaced. Return how many.

    Args:
        found: (version, attempts, mean share of the points in basis points).
        now: when it was measured.
    """
    rows = [
        VersionStatistic(version_id=version, attempts=n, share=share, measured_at=now) for version, n, share in found
    ]
    VersionStatistic.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["version"], update_fields=["attempts", "share", "measured_at"]
    )
    return len(rows)
