"""The acts a reply may perform, with their names in Chinese and what they are to the corpus. Read once from a file."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any, Final

from cases import api

DATA: Final = Path(__file__).parent / "data"
#: Kinds of evidence and addressees that an act may carry, by what they are called.
WORDS: Final[Mapping[str, str]] = {
    "photo": "照片", "video": "视频", "waybill": "运单或底单", "receipt": "小票或发票", "other": "其他凭证",
    "shop_owner": "店长", "supervisor": "主管", "platform": "平台", "carrier": "快递",
}  # fmt: skip


class Kind(StrEnum):
    """What an act is to the judge."""

    GOOD = "good"
    OFFER = "offer"
    FREIGHT = "freight"
    BAD = "bad"
    FORBIDDEN = "forbidden"


@dataclass(frozen=True, slots=True)
class CorpusAct:
    """An act of the corpus that a recognised act is, under conditions on the case and the talk (see the file)."""

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


@cache
def known_acts() -> Mapping[str, KnownAct]:
    """Return every act that scripts and pages may speak of, by name."""
    file = DATA / "acts.yaml"
    data = api.load_text(file.read_text(encoding="utf-8"), file.name)
    return {
        row["name"]: KnownAct(
            row["name"], row["label"], Kind(row["kind"]), tuple(_corpus(one) for one in row.get("corpus", ()))
        )
        for row in data["acts"]
    }


def _corpus(row: Mapping[str, Any]) -> CorpusAct:
    flags = {name: row.get(name) == "yes" for name in ("amount", "unless_owed", "if_owed", "first")}
    return CorpusAct(row["act"], tuple(row.get("to", ())), dict(row.get("facts", {})), row.get("before", ""), **flags)


def label_of(name: str) -> str:
    """Return what an act is called; an unknown one goes by its name."""
    known = known_acts().get(name)
    return known.label if known else name
