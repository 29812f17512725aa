"""Attempts, their responses, and what happens while they run."""

from certification.attempts.models.attempt import Attempt, AttemptQuerySet
from certification.attempts.models.responses import LateDecision, LateResponse, Response
from certification.attempts.models.running import FocusEvent, Heartbeat, Outage, Presence, Step

__all__ = [
    "Attempt",
    "AttemptQuerySet",
    "FocusEvent",
    "Heartbeat",
    "LateDecision",
    "LateResponse",
    "Outage",
    "Presence",
    "Response",
    "Step",
]
