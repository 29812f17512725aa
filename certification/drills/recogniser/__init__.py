"""The recogniser of acts in free Chinese replies: pure Python, no Django, its data files beside it."""

from certification.drills.recogniser.acts import ACT_NAMES, FORBIDDEN, LABELS, Act, Recognition
from certification.drills.recogniser.recognise import read_ahead, recognise
from certification.drills.recogniser.version import VERSION

__all__ = ["ACT_NAMES", "FORBIDDEN", "LABELS", "VERSION", "Act", "Recognition", "read_ahead", "recognise"]
