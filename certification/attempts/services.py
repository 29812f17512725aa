"""The verbs of attempts, all in one place: start, save, close, and what a running clock needs."""

from certification.attempts.closing import close_attempt, drop_open_practice
from certification.attempts.framing import Frame, find_frame
from certification.attempts.outages import beat, credit_outage, is_interrupted
from certification.attempts.presence import note_presence, record_focus
from certification.attempts.saving import Receipt, Target, Write, find_target, save_response
from certification.attempts.starting import start_attempt, start_exam
from certification.attempts.timing import move_on, refresh_deadline

__all__ = [
    "Frame",
    "Receipt",
    "Target",
    "Write",
    "beat",
    "close_attempt",
    "credit_outage",
    "drop_open_practice",
    "find_frame",
    "find_target",
    "is_interrupted",
    "move_on",
    "note_presence",
    "record_focus",
    "refresh_deadline",
    "save_response",
    "start_attempt",
    "start_exam",
]
