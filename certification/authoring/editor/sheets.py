"""What the page is filled with: the open draft of a question, what was just sent, or what a draft would begin with."""

from dataclasses import dataclass, replace
from typing import Any

from django.utils import timezone

from cases import api
from certification.authoring.editor.reading import Posted
from certification.bank.domain import LETTERS, QuestionType
from certification.bank.models import Derivation, Question, QuestionVersion
from certification.bank.workflow.domain import DraftState
from certification.bank.workflow.loose import blank_content
from certification.bank.workflow.models import QuestionDraft


@dataclass(frozen=True, slots=True)
class Sheet:
    """Content and marks as the page shows them; `revision` is the draft's that they were made from, 0 without one."""

    question: Question
    draft: QuestionDraft | None
    loose: dict[str, Any]
    expected: tuple[str, ...] = ()
    enemies: str = ""
    template: str = ""
    pool: str = "open"
    note: str = ""
    revision: int = 0

    @property
    def is_locked(self) -> bool:
        """Say whether it lies with a reviewer."""
        return self.draft is not None and self.draft.state == DraftState.IN_REVIEW

    @property
    def marked(self) -> tuple[int, ...]:
        """Return the places of the options that the author marked."""
        labels = ("正确", "错误") if self.loose["type"] == QuestionType.TRUEFALSE else LETTERS
        return tuple(index for index, label in enumerate(labels) if label in self.expected)


def open_draft(question: Question) -> QuestionDraft | None:
    """Return the draft that is being written, or reviewed."""
    return QuestionDraft.objects.open().filter(question=question).select_related("updated_by", "question").first()


def sheet_of(question: Question) -> Sheet:
    """Return the open draft; without one what a draft would begin with: nothing is written by looking."""
    if (draft := open_draft(question)) is not None:
        return sheet_of_draft(question, draft)
    blank = Sheet(question, None, {}, (), question.enemies, question.template, question.pool)
    if (version := newest_version(question)) is not None:
        return replace(blank, loose=dict(version.content), expected=_expected(version))
    today = timezone.localdate().isoformat()
    return replace(blank, loose=blank_content(QuestionType(question.type), as_of=today))


def sheet_of_draft(question: Question, draft: QuestionDraft) -> Sheet:
    """Return a draft as it is stored."""
    return Sheet(
        question, draft, dict(draft.content), tuple(draft.expected), draft.enemies, draft.template, draft.pool,
        draft.note, draft.revision,
    )  # fmt: skip


def sheet_of_posted(question: Question, posted: Posted) -> Sheet:
    """Return what was sent, over the draft as it stands now."""
    write = posted.write
    return Sheet(
        question, open_draft(question), posted.loose, write.expected, write.enemies, write.template, str(write.pool),
        write.note, posted.revision,
    )  # fmt: skip


def newest_version(question: Question) -> QuestionVersion | None:
    """Return what a question says: its current version, else the newest."""
    return question.current or question.versions.order_by("-number").first()


def _expected(version: QuestionVersion) -> tuple[str, ...]:
    rows = {row.edition: row.key for row in Derivation.objects.filter(version=version)}
    key = rows.get(api.current_edition_id() or "") or next(iter(rows.values()), ())
    labels = version.read.labels
    return tuple(labels[index] for index in key)
