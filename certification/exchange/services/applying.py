"""Confirming an import: everything or nothing, in one short write."""

import uuid
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from django.db import transaction

from certification.bank.domain import Content
from certification.bank.models import Derivation, Question, QuestionVersion
from certification.bank.pictures.reading import pictures_in
from certification.bank.pictures.services import keep_picture, note_uses
from certification.bank.workflow.domain import CODE_PREFIX, FIRST_NUMBER, Origin, why_not_code
from certification.bank.workflow.models import Tag
from certification.bank.workflow.searching import search_text_of
from certification.bank.workflow.services.keeping import read_policy
from certification.core import journal
from certification.core.refusals import Refusal, RefusedError, insist
from certification.exchange.domain import Verdict
from certification.exchange.models import UNDER_WAY, ImportPicture, ImportPlan, ImportRow, PlanState
from certification.exchange.services.bulk import Statement, insert, prepared_inserts
from certification.people.models import User

_MOST_NAMED: Final = 5
_BATCH: Final = 500
_CHANGED: Final = (
    "type", "enemies", "template", "pool", "origin", "current", "retired_at", "search_text", "provenance",
)  # fmt: skip


@dataclass(slots=True)
class _Writes:
    """Everything that goes out, gathered before the write lock is taken."""

    new: list[Question] = field(default_factory=list)
    changed: list[Question] = field(default_factory=list)
    versions: list[QuestionVersion] = field(default_factory=list)
    derivations: list[Derivation] = field(default_factory=list)
    tags: list[tuple[Question, str]] = field(default_factory=list)
    shown: list[QuestionVersion] = field(default_factory=list)
    inserts: list[Statement] = field(default_factory=list)

    def make_ready(self) -> None:
        """Do everything that needs no lock: rows become statements."""
        for rows in (self.new, self.versions, self.derivations):
            self.inserts += prepared_inserts(rows)


def apply_import(
    plan_id: uuid.UUID, *, edition: str, skip_errors: bool = False, actor: User | None, now: datetime
) -> ImportPlan:
    """Write what a plan holds: new questions, new versions of those that change. All of it or nothing.

    Args:
        plan_id: the plan, checked.
        edition: the edition in force.
        skip_errors: leave out the rows with errors instead of refusing.
        actor: who confirms; None on the command line.
        now: when.

    Raises:
        ImportPlan.DoesNotExist: there is none.
        RefusedError: it is not checked or closed, has errors, has nothing to write, was made by the same person where
            another has to confirm, or the bank or the edition changed since. Nothing was written.
    """
    plan = ImportPlan.objects.defer("data").select_related("made_by").get(pk=plan_id)
    counts = ImportRow.objects.filter(plan=plan).counts()
    insist(_why_not(plan, counts, edition, actor, skip_errors=skip_errors))
    rows = list(ImportRow.objects.filter(plan=plan).to_write().order_by("number"))
    writes = _gathered(plan, rows, edition, actor)
    writes.make_ready()
    with transaction.atomic():
        if not ImportPlan.objects.filter(pk=plan_id, state=PlanState.CHECKED).update(
            state=PlanState.APPLIED, applied_by=actor, applied_at=now, data=None
        ):
            raise RefusedError(Refusal("exchange.plan-closed"))
        insist(_why_not_bank(rows, writes))
        _write_pictures(plan, rows, actor, now)
        _write(writes)
        journal.record(
            "exchange.imported", subject=f"import:{plan.pk}", actor_id=actor.pk if actor else None, now=now,
            details={"format": plan.format, "sha256": plan.file_hash, "edition": edition, **counts},
        )  # fmt: skip
    _forget(plan)
    plan.refresh_from_db()
    return plan


def _forget(plan: ImportPlan) -> None:
    """Let go of what is written now, piece by piece: none of it is needed, and nobody is to wait for it."""
    for start in range(0, plan.total, _BATCH):
        part = ImportRow.objects.filter(plan=plan, number__gt=start, number__lte=start + _BATCH)
        part.update(staged=None, cells=[])


def _why_not(
    plan: ImportPlan, counts: dict[str, int], edition: str, actor: User | None, *, skip_errors: bool
) -> Refusal | None:
    if plan.state in UNDER_WAY:
        return Refusal("exchange.plan-busy")
    if plan.state != PlanState.CHECKED:
        return Refusal("exchange.plan-closed")
    if plan.edition != edition:
        return Refusal("exchange.edition-changed")
    if not counts[Verdict.NEW] + counts[Verdict.UPDATE]:
        return Refusal("exchange.nothing")
    return _why_not_confirmed(plan, counts, actor, skip_errors=skip_errors)


def _why_not_confirmed(
    plan: ImportPlan, counts: dict[str, int], actor: User | None, *, skip_errors: bool
) -> Refusal | None:
    if counts[Verdict.ERROR] and not skip_errors:
        return Refusal("exchange.plan-errors", {"errors": counts[Verdict.ERROR]})
    if actor is not None and plan.made_by_id == actor.pk and read_policy().reviewer_differs:
        return Refusal("exchange.same-person")
    return None


def _gathered(plan: ImportPlan, rows: Sequence[ImportRow], edition: str, actor: User | None) -> _Writes:
    writes = _Writes()
    held = {
        one.code: one
        for start in range(0, len(rows), _BATCH)
        for one in Question.objects.filter(code__in=[row.code for row in rows[start : start + _BATCH]])
    }
    numbers = Counter(
        QuestionVersion.objects.filter(question__in=[one.pk for one in held.values()]).values_list(
            "question", flat=True
        )
    )
    codes = _codes(rows)
    for row, code in zip(rows, codes, strict=True):
        assert row.staged is not None, "rows that are written were staged"
        question = held.get(code) if row.verdict == Verdict.UPDATE else None
        if question is None:
            question = Question(code=code, owner=actor)
            writes.new.append(question)
        else:
            writes.changed.append(question)
        _fill(question, row.staged, plan, writes, numbers[question.pk] + 1, edition)
    return writes


def _codes(rows: Sequence[ImportRow]) -> list[str]:
    """Return what each question is called: as the file says where that is a code, else the next free number."""
    taken = Question.objects.filter(code__startswith=CODE_PREFIX).values_list("code", flat=True)
    wanted = [row.code for row in rows]
    numbers = [int(text) for code in (*taken, *wanted) if (text := code.removeprefix(CODE_PREFIX)).isdecimal()]
    following = max([FIRST_NUMBER - 1, *(one for one in numbers if one < 10**9)])
    codes = []
    for row in rows:
        if row.verdict == Verdict.UPDATE or why_not_code(row.code) is None:
            codes.append(row.code)
        else:
            following += 1
            codes.append(f"{CODE_PREFIX}{following}")
    return codes


def _fill(
    question: Question, staged: dict[str, Any], plan: ImportPlan, writes: _Writes, number: int, edition: str
) -> None:
    content = Content.from_json(staged["content"])
    version = question.versions.filter(content_hash=content.hash).first() if number > 1 else None
    if version is None:
        version = QuestionVersion(
            question=question, number=number, content=staged["content"], content_hash=content.hash
        )
        writes.versions.append(version)
        if pictures_in(content):
            writes.shown.append(version)
    if version._state.adding or not version.derivations.filter(edition=edition).exists():  # noqa: SLF001 - documented
        writes.derivations.append(Derivation(version=version, edition=edition, **staged["derivation"]))
    question.type, question.origin, question.retired_at = str(content.type), Origin.WORKBENCH, None
    question.enemies, question.template, question.pool = staged["enemies"], staged["template"], staged["pool"]
    question.current = version
    outer = {"external": staged["external"]} if staged["external"] not in {"", question.code} else {}
    question.provenance = {**question.provenance, **outer, "import": plan.name}
    question.search_text = search_text_of(question.code, staged["content"], staged["tags"])
    writes.tags += [(question, name) for name in staged["tags"]]


def _why_not_bank(rows: Sequence[ImportRow], writes: _Writes) -> Refusal | None:
    """Return why the bank is no longer what the plan was compared with; what will change is locked."""
    based = {row.code: row.based_on for row in rows if row.verdict == Verdict.UPDATE}
    changed = [one.pk for one in writes.changed]
    now: dict[str, uuid.UUID | None] = {}
    for start in range(0, len(changed), _BATCH):
        found = Question.objects.select_for_update(of=("self",)).filter(pk__in=changed[start : start + _BATCH])
        now |= dict(found.values_list("code", "current"))
    moved = [code for code, version in based.items() if now.get(code, "gone") != version]
    new = [one.code for one in writes.new]
    for start in range(0, len(new), _BATCH):
        moved += Question.objects.filter(code__in=new[start : start + _BATCH]).values_list("code", flat=True)
    outer = [one.provenance["external"] for one in writes.new if "external" in one.provenance]
    for start in range(0, len(outer), _BATCH):
        named = Question.objects.filter(provenance__external__in=outer[start : start + _BATCH])
        moved += named.values_list("code", flat=True)
    if not moved:
        return None
    return Refusal("exchange.bank-changed", {"codes": "、".join(sorted(moved)[:_MOST_NAMED])})


def _write_pictures(plan: ImportPlan, rows: Sequence[ImportRow], actor: User | None, now: datetime) -> None:
    """Put the pictures of what is written into the bank; the plan forgets them all.

    Raises:
        RefusedError: somebody put one of them into the bank since, under another id.
    """
    shown = {name for row in rows for name in row.pictures}
    for row_id, name in list(ImportPicture.objects.filter(plan=plan).values_list("pk", "name")):
        if str(name) not in shown:
            continue
        one = ImportPicture.objects.get(pk=row_id)  # one at a time: their bytes are large
        kept = keep_picture(one.name, one.encoded, alt=one.alt, actor_id=actor.pk if actor else None, now=now)
        if kept.pk != one.name:
            codes = [row.code or row.stem for row in rows if str(one.name) in row.pictures]
            raise RefusedError(Refusal("exchange.bank-changed", {"codes": "、".join(codes[:_MOST_NAMED])}))
    ImportPicture.objects.filter(plan=plan).delete()


def _write(writes: _Writes) -> None:
    """Write questions, versions, derivations, tags; the database checks at the end that each current one is there."""
    insert(writes.inserts)
    note_uses(writes.shown)
    Question.objects.bulk_update(writes.changed, _CHANGED, batch_size=_BATCH)
    _write_tags(writes.tags, [one.pk for one in writes.changed])


def _write_tags(tags: Iterable[tuple[Question, str]], changed: Sequence[uuid.UUID]) -> None:
    listed = list(tags)
    names = {name for _question, name in listed}
    Tag.objects.bulk_create([Tag(name=name) for name in sorted(names)], ignore_conflicts=True)
    ids = dict(Tag.objects.filter(name__in=names).values_list("name", "pk"))
    through = Question.tags.through
    for start in range(0, len(changed), _BATCH):
        through.objects.filter(question__in=changed[start : start + _BATCH]).delete()
    through.objects.bulk_create(
        [through(question_id=question.pk, tag_id=ids[name]) for question, name in listed], ignore_conflicts=True
    )
