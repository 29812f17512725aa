"""Acts: those that may be known, and those that were heard in a reply. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any, Final

#: Kinds of evidence and addressees that an act may carry, by what they are called.
WORDS: Final[Mapping[str, str]] = {
    "photo": "照片", "video": "视频", "waybill": "运单或底单", "receipt": "小票或发票", "other": "其他凭证",
    "shop_owner": "店长", "supervisor": "主管", "platform": "平台", "carrier": "快递",
}  # fmt: skip
RETRACT: Final = "retract"
REFUSE: Final = "refuse"


class Kind(StrEnum):
    """What an act is to the judge."""

    GOOD = "good"
    OFFER = "offer"
    FREIGHT = "freight"
    BAD = "bad"
    FORBIDDEN = "forbidden"


@dataclass(frozen=True, slots=True)
class CorpusAct:
    """An act of the corpus that a recognised act is, under the conditions of `data/acts.yaml`."""

    act: str
    to: tuple[str, ...] = ()
    facts: Mapping[str, str] = field(default_factory=dict)
    before: str = ""
    amount: bool = False
    unless_owed: bool = False
    if_owed: bool = False
    first: bool = False


@dataclass(frozen=True, slots=True)
class KnownAct:
    """An act by the recogniser's name."""

    name: str
    label: str
    kind: Kind
    corpus: tuple[CorpusAct, ...] = ()


@dataclass(frozen=True, slots=True)
class Heard:
    """An act that was recognised in a reply: its arguments, and [from, to) of the words that convinced."""

    name: str
    args: Mapping[str, Any] = field(default_factory=dict)
    span: tuple[int, int] = (0, 0)
    confidence: float = 1.0

    def to_json(self) -> dict[str, Any]:
        """Return plain JSON values as the recogniser prints them."""
        return {"act": self.name, "args": dict(self.args), "span": list(self.span), "confidence": self.confidence}


@dataclass(frozen=True, slots=True)
class Hearing:
    """What was recognised in one reply, what was left to a trainer, and by which recogniser."""

    acts: tuple[Heard, ...] = ()
    abstained: tuple[str, ...] = ()
    version: str = ""

    def to_json(self) -> dict[str, Any]:
        """Return plain JSON values; `from_json` reads them back."""
        return {"acts": [one.to_json() for one in self.acts], "abstained": list(self.abstained)}

    @classmethod
    def from_json(cls, data: Mapping[str, Any], version: str = "") -> "Hearing":
        """Read what `to_json` wrote."""
        acts = (Heard(a["act"], a["args"], (a["span"][0], a["span"][1]), a["confidence"]) for a in data["acts"])
        return cls(tuple(acts), tuple(data["abstained"]), version)

    def corrected(self, marks: Mapping[str, bool], length: int) -> "Hearing":
        """Return what was said by a person who read it: each act of `marks` was said, or was not.

        Args:
            marks: act name → whether it was said.
            length: characters of the reply, the span of an act that a person adds.
        """
        kept = [one for one in self.acts if marks.get(one.name, True)]
        named = {one.name for one in kept}
        added = [Heard(name, {}, (0, length)) for name, said in marks.items() if said and name not in named]
        left = tuple(name for name in self.abstained if name not in marks)
        return replace(self, acts=(*kept, *added), abstained=left)


def names_of(acts: Iterable[Heard]) -> frozenset[str]:
    """Return the names of acts."""
    return frozenset(one.name for one in acts)
