"""Reading what a model wrote as if an enemy had written it. Pure."""

import json
import re
from typing import Any, Final

_FENCE: Final = re.compile(r"\A```(?:json)?\s*\n(.*)\n```\Z", re.DOTALL)


def read_list(text: str, key: str) -> list[Any] | None:
    """Return the list of an answer that is exactly `{key: [...]}`; None for anything else.

    A single fence around the whole is let pass, since many models cannot leave it; a word before or after is not.
    """
    text = text.strip()
    if fenced := _FENCE.match(text):
        text = fenced.group(1)
    try:
        data = json.loads(text, object_pairs_hook=_once, parse_constant=_refuse)
    except (ValueError, RecursionError):
        return None
    if not isinstance(data, dict) or set(data) != {key}:
        return None
    value = data[key]
    return value if isinstance(value, list) else None


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    if len({name for name, _ in pairs}) != len(pairs):
        raise ValueError("a key stands twice")
    return dict(pairs)


def _refuse(word: str) -> None:
    raise ValueError(f"{word} is no JSON")
