"""The names that expressions mention, without parsing them. Pure."""

import re
from collections.abc import Iterable

_NAME = re.compile(r"[a-z][a-z0-9_]*")


def names_in(texts: Iterable[str]) -> set[str]:
    """Return every word that may be the name of a fact, an event or an issue."""
    return {name for text in texts for name in _NAME.findall(text)}
