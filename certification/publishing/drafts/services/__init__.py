"""Verbs of the draft edition."""

from certification.publishing.drafts.services.checks import request_check
from certification.publishing.drafts.services.life import (
    discard_draft,
    move_to_current,
    open_draft,
    the_open_draft,
    warm_for_open_draft,
)
from certification.publishing.drafts.services.presence import Here, leave, touch, who_is_at
from certification.publishing.drafts.services.publishing import publish, roll_back, why_not_roll_back
from certification.publishing.drafts.services.rules import remove_rule, revert_rule, save_rule
from certification.publishing.drafts.services.waivers import take_back_waiver, waive_finding

__all__ = [
    "Here",
    "discard_draft",
    "leave",
    "move_to_current",
    "open_draft",
    "publish",
    "remove_rule",
    "request_check",
    "revert_rule",
    "roll_back",
    "save_rule",
    "take_back_waiver",
    "the_open_draft",
    "touch",
    "waive_finding",
    "warm_for_open_draft",
    "who_is_at",
    "why_not_roll_back",
]
