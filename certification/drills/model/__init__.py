"""The optional language model: it may reword the buyer and propose acts to a trainer. It never scores. Off by default.

The judge reads only what the script and the recogniser say: `Proposal` is no `Heard`, and a reworded line is for the
eye alone. Call it outside transactions: it may take as long as `MINGDUAN_MODEL_TIMEOUT_SECONDS` says.
"""

from certification.drills.model.assistant import Assistant, assistant, is_on
from certification.drills.model.proposing import Proposal

__all__ = ["Assistant", "Proposal", "assistant", "is_on"]
