"""A script on the author's desk: its text, where it stands, and how it is kept as the draft of a question."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

import yaml
from django.utils import timezone
from django.utils.translation import gettext as _

from certification.authoring.reviews.wording import STANDINGS
from certification.bank.domain import Pool, QuestionType
from certification.bank.models import Question
from certification.bank.workflow.domain import DraftState, DraftWrite, standing_of
from certification.bank.workflow.loose import blank_content
from certification.bank.workflow.models import QuestionDraft
from certification.bank.workflow.services import save_draft, start_question
from certification.core.refusals import RefusedError
from certification.drills.bank import content_of
from certification.drills.script.reading import SCRIPTS_FOLDER, read_script
from certification.people.models import User

CODE_PREFIX: Final = "DR-"
FIRST_NUMBER: Final = 9001
LONGEST_TEXT: Final = 60_000
_TRIES: Final = 3
_SAMPLE: Final = "DR-0001"


@dataclass(frozen=True, slots=True)
class Sheet:
    """What the page of a script shows besides its check."""

    question: Question
    code: str
    title: str
    text: str
    revision: int
    standing: str
    tone: str
    saved: str
    is_locked: bool
    has_draft: bool


def sheet_of(question: Question, draft: QuestionDraft | None, *, text: str | None = None, revision: int = 0) -> Sheet:
    """Return the sheet; `text` and `revision` where what was sent is to stay in the field."""
    shown = text if text is not None else text_of(question, draft)
    standing, tone = _standing(question, draft)
    return Sheet(
        question=question,
        code=question.code,
        title=_title(shown),
        text=shown,
        revision=revision or (draft.revision if draft else 0),
        standing=standing,
        tone=tone,
        saved=_saved(draft),
        is_locked=draft is not None and draft.state == DraftState.IN_REVIEW,
        has_draft=draft is not None,
    )


def text_of(question: Question, draft: QuestionDraft | None) -> str:
    """Return the script as its author typed it, else what its version says as YAML, else a sample to begin with."""
    if draft is not None and (draft.content.get("text") or draft.content.get("script")):
        return draft.content.get("text") or as_yaml(draft.content["script"])
    version = question.current or question.versions.order_by("-number").first()
    if version is None:
        sample = (SCRIPTS_FOLDER / f"{_SAMPLE}.yaml").read_text(encoding="utf-8")
        return sample.replace(_SAMPLE, question.code, 1)
    published = version.drafts.order_by("-updated_at").values_list("content", flat=True).first() or {}
    return published.get("text") or _shipped(question.code, version.content["script"])


def _shipped(code: str, raw: Mapping[str, Any]) -> str:
    """Return the file that a script came from, with its layout; the script as YAML where the file says otherwise."""
    path = SCRIPTS_FOLDER / f"{code}.yaml"
    text = path.read_text(encoding="utf-8") if path.is_file() else ""
    script = read_script(text, code)[0] if text else None
    return text if script is not None and script.raw == raw else as_yaml(raw)


class _Plain(yaml.SafeDumper):
    """Writes numbers, dates, yes and no bare: the reader of scripts takes every value for text."""

    yaml_implicit_resolvers: dict[str, Any] = {}


def as_yaml(raw: Mapping[str, Any]) -> str:
    """Return a raw script as YAML that reads as the same script."""
    return yaml.dump(dict(raw), Dumper=_Plain, allow_unicode=True, sort_keys=False, width=110)


def _title(text: str) -> str:
    line = next((one for one in text.splitlines() if one.startswith("title:")), "")
    return line.removeprefix("title:").strip()


def _standing(question: Question, draft: QuestionDraft | None) -> tuple[str, str]:
    if draft is not None and draft.state == DraftState.IN_REVIEW:
        return _("待复核"), "act"
    has_versions = question.versions.exists()
    is_retired, is_current = question.retired_at is not None, question.current_id is not None
    said, tone = STANDINGS[standing_of(is_retired=is_retired, is_current=is_current, has_versions=has_versions)]
    return (_("%(said)s，有草稿") % {"said": said} if draft and has_versions else str(said)), tone


def _saved(draft: QuestionDraft | None) -> str:
    if draft is None:
        return ""
    at = timezone.localtime(draft.updated_at)
    words = {"who": draft.updated_by.display_name, "at": f"{at:%H:%M:%S}"}
    return _("草稿由 %(who)s 存于 %(at)s") % words


def save_text(draft: QuestionDraft, text: str, *, revision: int, actor: User, now: datetime) -> QuestionDraft:
    """Keep what was typed, finished or not; what can be read is kept as the question it would be.

    Raises:
        StaleDraftError: somebody saved meanwhile.
        RefusedError: it lies with a reviewer, or the actor keeps no questions.
    """
    script, _problems = read_script(text, draft.question.code)
    is_sound = script is not None and script.id == draft.question.code
    content = content_of(script).to_json() if script is not None and is_sound else _blank()
    write = DraftWrite({**content, "text": text}, (), draft.enemies, draft.template, Pool(draft.pool), draft.note)
    return save_draft(draft.pk, write, expected_revision=revision, actor=actor, now=now)


def _blank() -> dict[str, Any]:
    return blank_content(QuestionType.DRILL, as_of="")


def start_script(*, actor: User, now: datetime) -> QuestionDraft:
    """Begin a script of one's own under the next free code from DR-9001 on.

    Raises:
        RefusedError: the actor keeps no questions, or others were faster three times in a row.
    """
    for left in range(_TRIES, 0, -1):
        try:
            return start_question(type=QuestionType.DRILL, actor=actor, now=now, code=_next_code())
        except RefusedError as error:
            if error.refusal.code != "workflow.code-taken" or left == 1:
                raise
    raise AssertionError("the last try returns or raises")


def _next_code() -> str:
    taken = Question.objects.filter(code__startswith=CODE_PREFIX).values_list("code", flat=True)
    numbers = [int(text) for code in taken if (text := code.removeprefix(CODE_PREFIX)).isdecimal()]
    return f"{CODE_PREFIX}{max([FIRST_NUMBER - 1, *numbers]) + 1}"
