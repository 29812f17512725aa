"""How each fact and event is told: the phrase book, and the vocabulary's own sentences where it has none."""

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from cases import api

_BOOK: Final = Path(__file__).parent / "phrases.yaml"
_SUMS: Final = ("int", "money")


@lru_cache(maxsize=1)
def phrase_book() -> Mapping[str, Mapping[str, Any]]:
    """Return the phrases by fact and by event, as they stand in the file."""
    found: Mapping[str, Mapping[str, Any]] = api.load_text(_BOOK.read_text(encoding="utf-8"), _BOOK.name)
    return found


def fact_phrase(fact: Any, raw: str) -> str:
    """Return how a stated fact is told, its subject in front; "" where it goes without saying."""
    phrases = phrase_book()["facts"].get(fact.id, {})
    if fact.type in _SUMS:
        return _sum_phrase(fact, raw, phrases)
    value = {"true": "yes", "false": "no"}.get(raw, raw)
    if value == "?":
        return f"{fact.label}还不清楚"
    if value in phrases:
        return str(phrases[value])
    said = str(fact.says.get(value) or "")
    return said.rstrip("。") if said else f"{fact.label}：{fact.values.get(value, value)}"


def _sum_phrase(fact: Any, raw: str, phrases: Mapping[str, str]) -> str:
    if raw == "?":
        return f"{fact.label}还不清楚"
    if raw.rstrip("元yuan ") in ("0", ""):
        return str(phrases.get("zero", f"没有{fact.label}" if fact.type == "money" else f"{fact.label}为 0"))
    value = sum_text(fact, raw)
    return str(phrases["v"]).replace("{v}", value) if "v" in phrases else f"{fact.label} {value}"


def sum_text(fact: Any, raw: str) -> str:
    """Return 12.5 元 or 3 天 for the raw value of a sum or a number."""
    if fact.type == "money":
        return raw.replace("yuan", "").replace("元", "").strip() + " 元"
    return f"{raw} {fact.unit}".strip()


def event_phrase(event: Any, when: str) -> str:
    """Return how an event is told; `when` is its time in words, "" where the case names none."""
    phrase = str(phrase_book()["events"].get(event.id, f"{event.label}在{{t}}"))
    if when:
        return phrase.replace("{t}", when).strip()
    return phrase.replace("{t} ", "已经").replace("在{t}", "已经发生").replace("{t}", "").strip()
