"""Full text of a question for the list's search: every word of a query has to be in it. Chinese needs no dictionary."""

from collections.abc import Iterable, Mapping
from typing import Any

from certification.bank.markup.plain import plain_line
from certification.bank.workflow.loose import read_loose


def search_text_of(code: str, content: Mapping[str, Any], tags: Iterable[str] = ()) -> str:
    """Return what a question is found by: its code, stem, options and tags, white space evened out."""
    read = read_loose(content)
    texts = [read.stem, *(one.text for one in read.options)]
    return " ".join(" ".join([code, *map(plain_line, texts), *tags]).split())
