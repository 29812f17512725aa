"""Questions at the workbench: a draft that the gate lets through, published or not."""

from datetime import datetime, timedelta

from cases.api import Edition
from certification.bank.workflow.domain import DraftWrite
from certification.bank.workflow.models import QuestionDraft
from certification.bank.workflow.services import publish_draft, save_draft, start_question, submit_draft
from certification.people.models import User
from tests.factories import NOON

LATER = NOON + timedelta(hours=1)
CASE = {
    "stack": {"platform": "taobao"},
    "as_of": "2025-09-01",
    "facts": {"goods": "dress", "worn": "no"},
    "events": {"paid": "2025-08-14 10:20", "pickup_scan": "2025-08-16 22:20"},
}


def content(stem: str = "商家说“不算迟”。哪种说法正确？", **changes) -> dict:
    """A single choice whose first option is right: the pickup came after sixty hours."""
    claims = (("甲说得对", "late_ship_1"), ("乙说得对", "not late_ship_1"), ("丙说得对", "not late_ship_1 and worn"))
    options = [{"text": text, "claim": claim, "overlay": {}, "right": None} for text, claim in claims]
    told = {"schema": 1, "type": "single", "stem": stem, "ask": "correct", "case": CASE, "options": options}
    return {**told, "cited": None, **changes}


def with_option(index: int, **changes) -> dict:
    """The content with one option written otherwise."""
    found = content()
    found["options"][index] = {**found["options"][index], **changes}
    return found


def write(said: dict | None = None, *, expected=("A",), **fields) -> DraftWrite:
    return DraftWrite(said or content(), tuple(expected), **fields)


def make_draft(author: User, said: dict | None = None, *, now: datetime = NOON, **fields) -> QuestionDraft:
    """A new question of `author`, written and ready for review."""
    draft = start_question(type="single", actor=author, now=now)
    return save_draft(draft.pk, write(said, **fields), expected_revision=draft.revision, actor=author, now=now)


def make_submitted(author: User, said: dict | None = None, *, now: datetime = NOON, **fields) -> QuestionDraft:
    return submit_draft(make_draft(author, said, now=now, **fields).pk, actor=author, now=now)


def make_published(
    author: User, edition: Edition, said: dict | None = None, *, now: datetime = NOON, **fields
) -> QuestionDraft:
    """A question published from the workbench, reviewed by its own author."""
    draft = make_submitted(author, said, now=now, **fields)
    return publish_draft(draft.pk, edition=edition, actor=author, now=now)
