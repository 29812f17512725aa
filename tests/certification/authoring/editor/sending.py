"""A browser's side of the editor: the fields of a page as they would be sent back."""

from html.parser import HTMLParser
from typing import Any


class _Fields(HTMLParser):
    """Collects what belongs to the form of a question, wherever it stands on the page."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, str]] = []
        self.inside = False
        self.select: str | None = None
        self.options: list[tuple[str, bool]] = []
        self.area: str | None = None
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        name = given.get("name")
        if tag == "form":
            self.inside = given.get("id") == "question-form"
        elif tag == "option" and self.select is not None:
            self.options.append((given.get("value") or "", "selected" in given))
        elif name and (self.inside or given.get("form") == "question-form"):
            self.take(tag, name, given)

    def take(self, tag: str, name: str, given: dict[str, str | None]) -> None:
        if tag == "select":
            self.select, self.options = name, []
        elif tag == "textarea":
            self.area, self.text = name, ""
        elif tag == "input" and (given.get("type") not in ("checkbox", "radio") or "checked" in given):
            self.found.append((name, given.get("value") or ""))

    def handle_data(self, data: str) -> None:
        if self.area is not None:
            self.text += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.inside = False
        elif tag == "textarea" and self.area is not None:
            self.found.append((self.area, self.text))
            self.area = None
        elif tag == "select" and self.select is not None:
            chosen = [value for value, is_chosen in self.options if is_chosen]
            self.found.append((self.select, (chosen or [self.options[0][0]])[0]))
            self.select = None


def fields_of(html: str) -> dict[str, Any]:
    """Return what a browser would send with the form, by name; several of one name as a list."""
    parser = _Fields()
    parser.feed(html)
    found: dict[str, Any] = {}
    for name, value in parser.found:
        found[name] = [*_listed(found[name]), value] if name in found else value
    return found


def _listed(value: Any) -> list[str]:
    return value if isinstance(value, list) else [value]
