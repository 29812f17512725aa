"""Verbs of the bank: take an item over, publish it for an edition, retire what is gone."""

from dataclasses import dataclass, field

from django.db import transaction

from cases import api
from certification.bank.deriving import Derived, derive, trace_hash
from certification.bank.domain import Disputed, Finding
from certification.bank.files import BankFiles
from certification.bank.items import Item
from certification.bank.models import Derivation, Question, QuestionVersion


@dataclass(slots=True)
class LoadReport:
    """What loading changed, by code of the question."""

    new_versions: list[str] = field(default_factory=list)
    derived: list[str] = field(default_factory=list)
    retired: list[str] = field(default_factory=list)
    refused: dict[str, tuple[Finding, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Staged:
    """An item ready to be written: `derived` is None where this content is already derived for the edition."""

    item: Item
    derived: Derived | None


def load_bank(files: BankFiles, *, edition: api.Edition) -> LoadReport:
    """Bring the bank to what the files say, for `edition`. Idempotent: a second run writes nothing.

    Everything is derived first; the write lock is held for one short transaction at the end. Content that the
    database holds already gets no new version, a version that is derived for this edition no new derivation.
    An item that fails the gate keeps its version but is not drawn.

    Raises:
        ItemError: the files cannot be read as items.
    """
    files.insist()
    known = set(
        Derivation.objects.filter(edition=edition.id).values_list("version__question__code", "version__content_hash")
    )
    staged = [_stage(item, known, disputed=files.disputed.get(item.id), edition=edition) for item in files.items]
    report = LoadReport()
    with transaction.atomic():
        for one in staged:
            _write(one, edition=edition, report=report)
        gone = Question.objects.exclude(code__in=[one.item.id for one in staged]).exclude(current=None)
        report.retired = list(gone.values_list("code", flat=True))
        gone.update(current=None)
    return report


def _stage(item: Item, known: set[tuple[str, str]], *, disputed: Disputed | None, edition: api.Edition) -> _Staged:
    if (item.id, item.content.hash) in known:
        return _Staged(item, None)
    return _Staged(item, derive(item.content, expected=item.expected, disputed=disputed, edition=edition))


def _write(staged: _Staged, *, edition: api.Edition, report: LoadReport) -> None:
    item = staged.item
    question = _question(item)
    version = question.versions.filter(content_hash=item.content.hash).first()
    if version is None:
        version = QuestionVersion.objects.create(
            question=question,
            number=question.versions.count() + 1,
            content=item.content.to_json(),
            content_hash=item.content.hash,
        )
        report.new_versions.append(item.id)
    current: QuestionVersion | None = version
    if staged.derived is not None:
        if staged.derived.findings:
            report.refused[item.id] = staged.derived.findings
            current = None
        else:
            _publish(version, staged, edition=edition)
            report.derived.append(item.id)
    if question.current != current:
        question.current = current
        question.save(update_fields=["current"])


def _question(item: Item) -> Question:
    values = {"type": str(item.content.type), "enemies": item.enemies, "provenance": dict(item.provenance)}
    question, made = Question.objects.select_related("current").get_or_create(code=item.id, defaults=values)
    if not made and any(getattr(question, name) != value for name, value in values.items()):
        for name, value in values.items():
            setattr(question, name, value)
        question.save(update_fields=list(values))
    return question


def _publish(version: QuestionVersion, staged: _Staged, *, edition: api.Edition) -> None:
    assert staged.derived is not None
    derivation = staged.derived.derivation
    assert derivation is not None
    Derivation.objects.create(
        version=version,
        edition=edition.id,
        key=list(derivation.key),
        truths=list(derivation.truths),
        rules=list(derivation.rules),
        topic=derivation.topic,
        difficulty=derivation.difficulty,
        decisions=list(derivation.decisions),
        trace=trace_hash(staged.item.content, derivation),
    )
