"""Begin a draft, write it, throw it away."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone

from cases import api
from certification.bank.domain import QuestionType, digest
from certification.bank.generate.drafting import Draft
from certification.bank.models import Derivation, Question, QuestionVersion
from certification.bank.workflow.domain import (
    CODE_PREFIX,
    FIRST_NUMBER,
    DraftState,
    DraftWrite,
    Origin,
    why_not,
    why_not_code,
    why_not_save,
)
from certification.bank.workflow.loose import blank_content, is_readable
from certification.bank.workflow.models import QuestionDraft
from certification.bank.workflow.permissions import why_not_author
from certification.bank.workflow.searching import search_text_of
from certification.core import journal
from certification.core.refusals import Refusal, RefusedError, insist
from certification.people.models import User

_TRIES: Final = 5
_WRITTEN: Final = ("content", "expected", "enemies", "template", "pool", "note")
LONGEST: Final = {"enemies": 80, "template": 80, "note": 500}


class StaleDraftError(RefusedError):
    """Somebody saved the draft meanwhile; `draft` is as it stands now."""

    def __init__(self, draft: QuestionDraft) -> None:
        at = timezone.localtime(draft.updated_at)
        params = {"who": draft.updated_by.display_name, "at": f"{at:%H:%M:%S}", "revision": draft.revision}
        super().__init__(Refusal("workflow.stale", params))
        self.draft = draft


@dataclass(frozen=True, slots=True)
class _New:
    """What a new question begins with."""

    content: Mapping[str, Any]
    code: str = ""
    expected: Sequence[str] = ()
    enemies: str = ""
    template: str = ""
    pool: str = "open"
    note: str = ""
    provenance: Mapping[str, str] | None = None


def start_question(
    *,
    type: str,  # noqa: A002 - the word for it everywhere
    actor: User,
    now: datetime,
    code: str = "",
    draft_id: uuid.UUID | None = None,
) -> QuestionDraft:
    """Begin a question of one's own; nobody is asked it before it is published.

    Args:
        type: a `QuestionType`.
        actor: its author, and for now its owner.
        now: when.
        code: the trainer's own code; empty for the next free one from MD-9001 on.
        draft_id: what a form called the draft beforehand: a second click gets the draft of the first.

    Raises:
        RefusedError: the actor keeps no questions, the code will not do, or it is taken.
    """
    as_of = timezone.localtime(now).date().isoformat()
    return _begin(_New(blank_content(QuestionType(type), as_of=as_of), code.strip()), actor, now, draft_id)


def take_draft(generated: Draft, *, actor: User, now: datetime, note: str = "") -> QuestionDraft:
    """Take over what the generator drafted as a question of one's own.

    What is asked of one case is never asked on one paper: such drafts share their template.
    """
    rule = generated.id.removeprefix("GEN-").rpartition("-")[0]
    new = _New(
        content=generated.content.to_json(),
        expected=generated.key,
        template=f"{rule}-{digest(dict(generated.content.case))[:8]}",
        note=(note or generated.origin)[: LONGEST["note"]],
        provenance={"own": generated.origin, "note": f"生成自 {rule}"},
    )
    return _begin(new, actor, now, None)


def duplicate_question(question_id: uuid.UUID, *, as_twin: bool, actor: User, now: datetime) -> QuestionDraft:
    """Begin a new question with what another one says. A twin never shares a paper with it, whatever becomes of both.

    Raises:
        Question.DoesNotExist: there is none.
        RefusedError: the actor keeps no questions, or the other one says nothing yet.
    """
    source = Question.objects.get(pk=question_id)
    shown = _newest(source)
    open_draft = source.drafts.open().first() if shown is None else None
    if shown is None and open_draft is None:
        raise RefusedError(Refusal("workflow.nothing-to-copy", {"code": source.code}))
    content = shown.content if shown else open_draft.content if open_draft else {}
    expected = _expected(shown) if shown else open_draft.expected if open_draft else ()
    template = (source.template or source.code) if as_twin else ""
    new = _New(content, "", expected, source.enemies, template, source.pool, provenance={"own": source.code})
    with transaction.atomic():
        draft = _begin(new, actor, now, None)
        if as_twin and not source.template:
            Question.objects.filter(pk=source.pk, template="").update(template=template)
    return draft


def _begin(new: _New, actor: User, now: datetime, draft_id: uuid.UUID | None) -> QuestionDraft:
    insist(why_not_author(actor))
    if new.code:
        insist(why_not_code(new.code))
    if (made := _made_before(draft_id, actor)) is not None:
        return made
    code = new.code
    for _try in range(_TRIES):
        code = new.code or _next_code()
        try:
            with transaction.atomic():
                return _create(new, code, actor, now, draft_id or uuid.uuid4())
        except IntegrityError:  # two at once, or a code that somebody has: the constraint decides
            if (made := _made_before(draft_id, actor)) is not None:
                return made
            if new.code:
                break
    raise RefusedError(Refusal("workflow.code-taken", {"code": code}))


def _made_before(draft_id: uuid.UUID | None, author: User) -> QuestionDraft | None:
    return QuestionDraft.objects.filter(pk=draft_id, author=author).first() if draft_id else None


def _create(new: _New, code: str, actor: User, now: datetime, draft_id: uuid.UUID) -> QuestionDraft:
    question = Question.objects.create(
        code=code,
        type=new.content["type"],
        enemies=new.enemies,
        template=new.template,
        pool=new.pool,
        origin=Origin.WORKBENCH,
        owner=actor,
        provenance=dict(new.provenance or {"own": "工作台"}),
        search_text=search_text_of(code, new.content),
    )
    draft = QuestionDraft.objects.create(
        id=draft_id, question=question, content=dict(new.content), expected=list(new.expected), enemies=new.enemies,
        template=new.template, pool=new.pool, note=new.note, author=actor, made_at=now, updated_by=actor,
        updated_at=now,
    )  # fmt: skip
    journal.record("question.started", subject=f"question:{question.pk}", actor_id=actor.pk, now=now)
    return draft


def _next_code() -> str:
    taken = Question.objects.filter(code__startswith=CODE_PREFIX).values_list("code", flat=True)
    numbers = [int(text) for code in taken if (text := code.removeprefix(CODE_PREFIX)).isdecimal()]
    return f"{CODE_PREFIX}{max([FIRST_NUMBER - 1, *numbers]) + 1}"


def edit_question(question_id: uuid.UUID, *, actor: User, now: datetime) -> QuestionDraft:
    """Return the open draft of a question, whoever opened it; open one from its newest version if there is none.

    Raises:
        Question.DoesNotExist: there is none.
        RefusedError: the actor keeps no questions.
    """
    insist(why_not_author(actor))
    question = Question.objects.select_related("current").get(pk=question_id)
    if (found := _open_draft(question)) is not None:
        return found
    try:
        with transaction.atomic():
            return _open(question, actor, now)
    except IntegrityError:  # two tabs at once: the constraint lets one in
        again = _open_draft(question)
        assert again is not None, "one open draft a question"
        return again


def _open_draft(question: Question) -> QuestionDraft | None:
    return QuestionDraft.objects.open().filter(question=question).select_related("updated_by").first()


def _open(question: Question, actor: User, now: datetime) -> QuestionDraft:
    shown = _newest(question)
    last = question.drafts.order_by("-updated_at").first() if shown is None else None
    draft = QuestionDraft.objects.create(
        question=question,
        based_on=shown,
        content=shown.content
        if shown
        else last.content
        if last
        else blank_content(QuestionType(question.type), as_of=timezone.localtime(now).date().isoformat()),
        expected=list(_expected(shown)) if shown else list(last.expected) if last else [],
        enemies=question.enemies,
        template=question.template,
        pool=question.pool,
        author=actor,
        made_at=now,
        updated_by=actor,
        updated_at=now,
    )
    journal.record("question.edited", subject=f"question:{question.pk}", actor_id=actor.pk, now=now)
    return draft


def _newest(question: Question) -> QuestionVersion | None:
    """Return what a question says: its current version, else the newest."""
    return question.current or question.versions.order_by("-number").first()


def _expected(version: QuestionVersion) -> tuple[str, ...]:
    """Return the labels of a version's key: under the edition in force if it passed there, else as it once did."""
    rows = {row.edition: row.key for row in Derivation.objects.filter(version=version)}
    key = rows.get(api.current_edition_id()) or next(iter(rows.values()), ())
    labels = version.read.labels
    return tuple(labels[index] for index in key)


def save_draft(
    draft_id: uuid.UUID, write: DraftWrite, *, expected_revision: int, actor: User, now: datetime
) -> QuestionDraft:
    """Write a draft, if nobody wrote it since `expected_revision`. Saying the same again changes nothing.

    Raises:
        QuestionDraft.DoesNotExist: there is none.
        StaleDraftError: somebody was faster; it carries the draft as it stands.
        RefusedError: the draft lies with a reviewer or is history, or the actor keeps no questions.
    """
    insist(why_not_author(actor))
    values = _values(write)
    with transaction.atomic():
        rows = QuestionDraft.objects.filter(pk=draft_id, revision=expected_revision, state=DraftState.DRAFT)
        saved = rows.update(**values, revision=F("revision") + 1, updated_by=actor, updated_at=now)
        draft = QuestionDraft.objects.select_related("question", "updated_by").get(pk=draft_id)
        if saved:
            _refresh(draft)
            return draft
    if all(getattr(draft, name) == values[name] for name in _WRITTEN):
        return draft  # a second click, or a reply that was lost
    insist(why_not_save(draft.state))
    raise StaleDraftError(draft)


def _values(write: DraftWrite) -> dict[str, Any]:
    if not is_readable(write.content):
        raise ValueError("the content has not the shape of Content.to_json()")
    texts = {name: str(getattr(write, name)).strip()[:most] for name, most in LONGEST.items()}
    return {"content": dict(write.content), "expected": list(write.expected), "pool": str(write.pool), **texts}


def _refresh(draft: QuestionDraft) -> None:
    """Let a question that says nothing yet be found by what its draft says."""
    question = draft.question
    if question.versions.exists():
        return
    tags = question.tags.values_list("name", flat=True)
    question.search_text = search_text_of(question.code, draft.content, tags)
    question.type = draft.content["type"]
    question.save(update_fields=["search_text", "type"])


@transaction.atomic
def discard_draft(draft_id: uuid.UUID, *, actor: User, now: datetime) -> QuestionDraft:
    """Throw an open draft away; it is kept to be looked at. A question that was never published is retired with it.

    Raises:
        QuestionDraft.DoesNotExist: there is none.
        RefusedError: it is history already, or the actor keeps no questions.
    """
    insist(why_not_author(actor))
    draft = QuestionDraft.objects.select_for_update().get(pk=draft_id)
    insist(why_not(draft.state, DraftState.DISCARDED))
    draft.state, draft.updated_by, draft.updated_at = DraftState.DISCARDED, actor, now
    draft.save(update_fields=["state", "updated_by", "updated_at"])
    if not draft.question.versions.exists():
        Question.objects.filter(pk=draft.question_id).update(retired_at=now)
    journal.record("question.draft-discarded", subject=f"question:{draft.question_id}", actor_id=actor.pk, now=now)
    return draft
