"""The publish gate, and what publishing writes."""

import uuid
from collections.abc import Iterator
from datetime import datetime
from typing import Final

from django.db import transaction
from django.db.models import Max
from django.urls import reverse
from django.utils.translation import gettext as _

from cases import api
from certification.bank.derivations import derivation_row
from certification.bank.deriving import Derived, derive
from certification.bank.domain import Content, Finding
from certification.bank.models import Derivation, Question, QuestionVersion
from certification.bank.pictures.reading import picture_findings
from certification.bank.pictures.services import note_uses
from certification.bank.workflow.changes import compare
from certification.bank.workflow.domain import Change, ChangeKind, DraftState, Origin, why_not
from certification.bank.workflow.loose import gaps, read_loose
from certification.bank.workflow.models import QuestionDraft
from certification.bank.workflow.permissions import why_not_author
from certification.bank.workflow.searching import search_text_of
from certification.bank.workflow.services.keeping import read_policy
from certification.bank.workflow.services.reviewing import tell_authors
from certification.core import journal
from certification.core.punctuation import clauses
from certification.core.refusals import Refusal, RefusedError, insist
from certification.people.models import User

_KEPT_APART: Final = ("enemies", "template", "pool")
_WRITTEN: Final = (*_KEPT_APART, "type", "origin", "current", "retired_at", "owner", "search_text")


def gate_findings(draft: QuestionDraft, edition: api.Edition) -> tuple[Finding, ...]:
    """Return everything that keeps a draft from being published: what is unfinished, else what the rules say to it."""
    return _judge(draft, edition)[1]


def _judge(draft: QuestionDraft, edition: api.Edition) -> tuple[Derived | None, tuple[Finding, ...]]:
    content = read_loose(draft.content)
    if lacking := gaps(content, draft.expected):
        return None, tuple(one.finding for one in lacking)
    derived = derive(content, expected=draft.expected, disputed=None, edition=edition)
    return derived, (*derived.findings, *picture_findings(content), *_undecided(draft, content))


def _undecided(draft: QuestionDraft, content: Content) -> Iterator[Finding]:
    """Yield what keeps a question that the rules decide from being its author's word again."""
    base = base_of(draft) if content.typed is not None else None
    if base is not None and base.read.typed is None:
        yield Finding("bank.undecided", _("这道题的答案由规则推出，不能改回由人核定"))


def base_of(draft: QuestionDraft) -> QuestionVersion | None:
    """Return the version that publishing a draft would replace: the current one, else the newest."""
    question = draft.question
    return question.current or question.versions.order_by("-number").first()


def what_changes(draft: QuestionDraft, edition: api.Edition) -> Change:
    """Return what publishing a draft would change of what the question says now, and whether marks depend on it."""
    base = base_of(draft)
    after = read_loose(draft.content)
    if base is None:
        return Change(ChangeKind.NEW)
    before = base.read
    return compare(before, after, keys=(_key(before, edition), _key(after, edition)), edition=edition)


def _key(content: Content, edition: api.Edition) -> tuple[int, ...]:
    return derive(content, expected=(), disputed=None, edition=edition).derivation.key


def publish_draft(
    draft_id: uuid.UUID,
    *,
    edition: api.Edition,
    actor: User,
    now: datetime,
    seen: tuple[int, uuid.UUID | None] | None = None,
) -> QuestionDraft:
    """Make a draft in review the version that is drawn from now on; versions that were asked stay as they are.

    Content that the question had before becomes current again without a new version. Everything is judged first; the
    write lock is held for one short transaction.

    Args:
        draft_id: the draft.
        edition: the rules that judge it.
        actor: the reviewer.
        now: when.
        seen: the draft's revision and the version it was compared with, as the reviewer's page showed them.

    Raises:
        QuestionDraft.DoesNotExist: there is none.
        RefusedError: it is not in review, not by this reviewer, the gate has findings, nothing would change, another
            question says exactly the same, or either side changed after it was `seen`.
    """
    insist(why_not_author(actor))
    draft = QuestionDraft.objects.select_related("question__current").get(pk=draft_id)
    insist(why_not(draft.state, DraftState.PUBLISHED))
    derived, findings = _judge(draft, edition)
    if derived is None or findings:
        raise RefusedError(Refusal("workflow.gate", {"findings": clauses(one.message for one in findings)}))
    change, base = what_changes(draft, edition), _pk(base_of(draft))
    with transaction.atomic():
        locked = QuestionDraft.objects.select_for_update().get(pk=draft_id)
        insist(why_not(locked.state, DraftState.PUBLISHED))
        for judged in (seen or (draft.revision, base), (draft.revision, base)):
            insist(_why_not_seen(locked, judged))
        insist(_why_not_reviewer(locked, actor))
        insist(_why_not_content(locked, read_loose(locked.content), change))
        return _write(locked, derived, change, edition.id, actor, now)


def _pk(version: QuestionVersion | None) -> uuid.UUID | None:
    return version.pk if version else None


def _why_not_seen(draft: QuestionDraft, seen: tuple[int, uuid.UUID | None]) -> Refusal | None:
    base = base_of(draft)
    if (draft.revision, _pk(base)) == seen:
        return None
    return Refusal("workflow.moved-on", {"number": base.number if base else 0})


def _why_not_reviewer(draft: QuestionDraft, actor: User) -> Refusal | None:
    wrote = {draft.author_id, draft.updated_by_id}
    return Refusal("workflow.reviewer-is-author") if read_policy().reviewer_differs and actor.pk in wrote else None


def _why_not_content(draft: QuestionDraft, content: Content, change: Change) -> Refusal | None:
    question = draft.question
    same = all(getattr(draft, name) == getattr(question, name) for name in _KEPT_APART)
    if change.kind is ChangeKind.NOTHING and same and question.current_id is not None:
        return Refusal("workflow.nothing-changed")
    withdrawn = question.versions.filter(content_hash=content.hash, withdrawal__isnull=False).first()
    if withdrawn is not None:
        return Refusal("workflow.withdrawn-content", {"number": withdrawn.number})
    twin = Question.objects.exclude(pk=question.pk).filter(current__content_hash=content.hash).first()
    return Refusal("workflow.twin-content", {"code": twin.code}) if twin else None


def _write(
    draft: QuestionDraft, derived: Derived, change: Change, edition: str, actor: User, now: datetime
) -> QuestionDraft:
    content, question = read_loose(draft.content), draft.question
    version = _version(question, content)
    if not Derivation.objects.filter(version=version, edition=edition).exists():
        derivation_row(version, content, derived, edition).save()
    for name in _KEPT_APART:
        setattr(question, name, getattr(draft, name))
    question.type, question.origin, question.current, question.retired_at = (
        content.type,
        Origin.WORKBENCH,
        version,
        None,
    )
    question.owner_id = question.owner_id or draft.author_id
    tags = question.tags.values_list("name", flat=True)
    question.search_text = search_text_of(question.code, version.content, tags)
    question.save(update_fields=_WRITTEN)
    draft.state, draft.version, draft.reviewer, draft.reviewed_at = DraftState.PUBLISHED, version, actor, now
    draft.save(update_fields=["state", "version", "reviewer", "reviewed_at"])
    details = {"draft": str(draft.pk), "version": version.number, "change": str(change.kind), "edition": edition}
    journal.record("question.published", subject=f"question:{question.pk}", actor_id=actor.pk, now=now, details=details)
    named = {"code": question.code, "number": version.number}

    def text() -> str:
        return _("%(code)s 已通过复核，发布为第 %(number)s 版。") % named

    tell_authors(draft, actor, text, reverse("authoring:question", args=[question.pk]), now)
    return draft


def _version(question: Question, content: Content) -> QuestionVersion:
    known = question.versions.filter(content_hash=content.hash).first()
    if known is not None:
        return known
    number = (question.versions.aggregate(last=Max("number"))["last"] or 0) + 1
    version = QuestionVersion.objects.create(
        question=question, number=number, content=content.to_json(), content_hash=content.hash
    )
    note_uses([version])
    return version
