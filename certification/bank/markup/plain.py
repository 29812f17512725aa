"""Marked-up text as plain text: what a search, a table, an aria label or a terminal takes. Pure."""

import re
from collections.abc import Iterator, Sequence

from markdown_it.token import Token

from certification.bank.markup.reading import is_plain, read, words


def plain_text(text: str) -> str:
    """Return a text without its marks: what a search, a table or a screen reader takes. Blocks are on their lines."""
    return text if is_plain(text) else "\n".join(_Lines().of(read(text)))


def plain_line(text: str) -> str:
    """Return a text without its marks, on one line."""
    return re.sub(r"\s*\n\s*", " ", plain_text(text))


class _Lines:
    """Goes through the tokens of a text; each paragraph and each row of a table becomes a line."""

    def __init__(self) -> None:
        self.numbers: list[int] = []  # the next number of each list that is open; 0 where it has none
        self.mark = ""
        self.cells: list[str] | None = None

    def of(self, tokens: Sequence[Token]) -> Iterator[str]:
        for token in tokens:
            if token.type.startswith(("bullet_list", "ordered_list", "list_item")):
                self._list(token)
            elif token.type == "tr_open":
                self.cells = []
            elif token.type == "tr_close":
                yield "｜".join(self.cells or ())
                self.cells = None
            elif token.type == "inline":
                yield from self._line(words(token.children or ()))

    def _list(self, token: Token) -> None:
        if token.type == "list_item_open":
            self.mark = f"{self.numbers[-1]}. " if self.numbers[-1] else "· "
            self.numbers[-1] += bool(self.numbers[-1])
        elif token.type in ("bullet_list_open", "ordered_list_open"):
            self.numbers.append(int(token.attrs.get("start", token.tag == "ol")))
        elif token.nesting < 0 and token.type != "list_item_close":
            self.numbers.pop()

    def _line(self, text: str) -> Iterator[str]:
        if self.cells is not None:
            self.cells.append(text)
            return
        yield f"{self.mark}{text}"
        self.mark = ""
