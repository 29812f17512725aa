"""Verbs of the workbench. Everything takes `actor` and `now`; what is refused is told by `wording.REFUSALS`."""

from certification.bank.workflow.services.drafts import (
    StaleDraftError,
    discard_draft,
    duplicate_question,
    edit_question,
    save_draft,
    start_question,
    take_draft,
)
from certification.bank.workflow.services.keeping import (
    assign_owner,
    delete_filter,
    read_policy,
    restore_question,
    retire_question,
    save_filter,
    set_policy,
    tag_questions,
)
from certification.bank.workflow.services.publishing import gate_findings, publish_draft, what_changes
from certification.bank.workflow.services.reviewing import (
    comment,
    recall_draft,
    resolve_comment,
    return_draft,
    submit_draft,
)

__all__ = [
    "StaleDraftError",
    "assign_owner",
    "comment",
    "delete_filter",
    "discard_draft",
    "duplicate_question",
    "edit_question",
    "gate_findings",
    "publish_draft",
    "read_policy",
    "recall_draft",
    "resolve_comment",
    "restore_question",
    "retire_question",
    "return_draft",
    "save_draft",
    "save_filter",
    "set_policy",
    "start_question",
    "submit_draft",
    "tag_questions",
    "take_draft",
    "what_changes",
]
