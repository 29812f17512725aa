"""The acts a reply may perform, with their names in Chinese and what they are to the corpus. Read once from a file."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, Final

from cases import api
from certification.drills.domain.acts import WORDS, CorpusAct, Kind, KnownAct

__all__ = ["DATA", "WORDS", "Kind", "known_acts", "label_of"]
DATA: Final = Path(__file__).parent / "data"


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
