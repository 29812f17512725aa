"""The acts a reply may perform, and what the recogniser returns. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field

LABELS: tuple[str, ...] = (
    "apology",
    "ask_evidence",
    "next_step_time",
    "freight_seller",
    "freight_buyer",
    "offer_return",
    "offer_exchange",
    "offer_compensation",
    "blame_argue",
    "refuse",
    "review_bribe",
    "off_platform",
    "cash_in_parcel",
)
"""The thirteen acts that are measured on labelled replies, answered or abstained from in every reply."""

FURTHER: tuple[str, ...] = (
    "greet",
    "empathise",
    "ask_fact",
    "state_rule",
    "offer_repair",
    "offer_reship",
    "coupon",
    "escalate",
    "retain",
    "private_data",
    "over_authority",
    "note_case",
    "verify_first",
    "retract",
)
"""Acts found by the lexicon alone; never abstained from."""

ACT_NAMES: tuple[str, ...] = LABELS + FURTHER

FORBIDDEN: frozenset[str] = frozenset({"review_bribe", "off_platform", "cash_in_parcel"})
"""The red lines: an abstention from one of these is never reported as an act beside it."""


@dataclass(frozen=True, slots=True)
class Act:
    """One thing said or promised.

    ``span`` is [from, to) in characters of the raw reply: the words that convinced the recogniser.
    ``confidence`` is the calibrated probability that a reader would agree.
    ``args`` holds what was said about it: ``kind``, ``amount`` (分), ``deadline`` (text, minutes or None), ``to``,
    ``conditional`` (only when true).
    """

    name: str
    args: Mapping[str, object] = field(hash=False)
    span: tuple[int, int]
    confidence: float

    def to_json(self) -> dict[str, object]:
        return {
            "act": self.name,
            "args": dict(self.args),
            "span": list(self.span),
            "confidence": self.confidence,
        }


@dataclass(frozen=True, slots=True)
class Recognition:
    """What was recognised in one reply, by place in the text, and the labels left to a trainer."""

    acts: tuple[Act, ...]
    abstained: tuple[str, ...]

    def to_json(self) -> dict[str, object]:
        return {"acts": [act.to_json() for act in self.acts], "abstained": list(self.abstained)}
