"""Saving the editor's rule into the draft; what stands there instead if somebody else was quicker."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from difflib import SequenceMatcher
from typing import Self

from django.utils.translation import gettext as _

from cases import api
from certification.authoring.rules.work import Work, is_in_base
from certification.core.refusals import Refusal
from certification.people.models import User
from certification.publishing.drafts.models import DraftEdition, DraftRule
from certification.publishing.drafts.services import remove_rule, revert_rule, save_rule

#: The button that saves over what somebody else saved: the revision that was seen follows.
OVER = "save-over:"


@dataclass(frozen=True, slots=True)
class Line:
    """A line of one of two versions; `is_own` says that the other does not have it."""

    text: str
    is_own: bool


@dataclass(frozen=True, slots=True)
class Stale:
    """Two versions side by side: what the trainer wrote and what somebody saved in between."""

    editor: str
    at: datetime
    revision: int
    mine: tuple[Line, ...]
    theirs: tuple[Line, ...]
    is_removed: bool

    @classmethod
    def of(cls, refusal: Refusal, work: Work) -> Self | None:
        """Return the two versions; None if the refusal is another one."""
        if refusal.code != "drafts.stale":
            return None
        told = refusal.params
        raw = str(told.get("raw") or "")
        theirs = api.rule_text(json.loads(raw)) if raw else ""
        mine, other = _side_by_side(api.rule_text(work.raw), theirs)
        at, revision = told["at"], told["revision"]
        assert isinstance(at, datetime)
        assert isinstance(revision, int)
        return cls(str(told["editor"]), at, revision, mine, other, not raw)


def _side_by_side(mine: str, theirs: str) -> tuple[tuple[Line, ...], tuple[Line, ...]]:
    one, other = mine.splitlines(), theirs.splitlines()
    blocks = SequenceMatcher(a=one, b=other, autojunk=False).get_matching_blocks()
    same_one = {block.a + step for block in blocks for step in range(block.size)}
    same_other = {block.b + step for block in blocks for step in range(block.size)}
    return tuple(_lines(one, same_one)), tuple(_lines(other, same_other))


def _lines(texts: list[str], same: set[int]) -> Iterator[Line]:
    for at, text in enumerate(texts):
        yield Line(text, at not in same)


def why_not_save(work: Work) -> str:
    """Say why what was entered cannot be kept at all, "" if it can; it need not be finished."""
    if work.unread:
        return _("文字还读不成一条规则，没有保存：%(why)s") % {"why": work.unread}
    edit = work.edit
    if not edit.code:
        return _("请先写编号，再保存。")
    known = {rule.version for rule in work.base.families.get(edit.code, ())}
    if work.is_new and edit.version in known:
        return _("已经有编号是 %(code)s 的规则。要改它，请打开它来编辑；要写它的另一版，请填“口径”。") % {
            "code": edit.code
        }
    return ""


def save(work: Work, draft: DraftEdition, *, over: str, actor: User, now: datetime) -> DraftRule:
    """Write the rule into the draft.

    Raises:
        RefusedError: somebody else saved it in between, or the draft is closed.
    """
    seen = over.removeprefix(OVER)
    expected = int(seen) if over.startswith(OVER) and seen.isdecimal() else work.revision
    return save_rule(draft.pk, work.edit, expected_revision=expected, actor=actor, now=now)


def take_out(work: Work, draft: DraftEdition, *, revision: int, actor: User, now: datetime) -> None:
    """Let the next edition do without the rule; one that the draft alone has is gone with that.

    Args:
        work: the rule.
        draft: the draft.
        revision: the revision of the draft that the trainer saw, 0 where it had not touched the rule.
        actor: who takes it out.
        now: when.

    Raises:
        RefusedError: somebody else saved it in between, or the draft is closed.
    """
    if is_in_base(work):
        remove_rule(draft.pk, work.edit, expected_revision=revision, actor=actor, now=now)
    else:
        revert_rule(draft.pk, work.code, work.version, expected_revision=revision, actor=actor, now=now)
