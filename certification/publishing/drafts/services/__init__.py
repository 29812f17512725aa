"""Verbs of the draft edition."""

from certification.publishing.drafts.services.checks import request_check
from certification.publishing.drafts.services.life import discard_draft, move_to_current, open_draft, the_open_draft
from certification.publishing.drafts.services.presence import Here, leave, touch, who_is_at
from certification.publishing.drafts.services.rules import remove_rule, revert_rule, save_rule

__all__ = [
    "Here",
    "discard_draft",
    "leave",
    "move_to_current",
    "open_draft",
    "remove_rule",
    "request_check",
    "revert_rule",
    "save_rule",
    "the_open_draft",
    "touch",
    "who_is_at",
]
