"""What a browser sees in a page: forms with their fields as they stand, and links. Standard library only."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from html.parser import HTMLParser

Pairs = list[tuple[str, str]]
IGNORED = {"submit", "button", "file", "image", "reset"}


@dataclass
class Form:
    """A form: where it goes, what it would send, what can be chosen, and its buttons as (name, value, where)."""

    id: str
    action: str
    method: str
    fields: Pairs = field(default_factory=list)
    choices: dict[str, list[str]] = field(default_factory=dict)
    buttons: list[tuple[str, str, str]] = field(default_factory=list)

    def filled(self, **changes: str) -> Pairs:
        """Return what is sent when these fields are filled in; others stay as they stand."""
        kept = [(name, value) for name, value in self.fields if name not in changes]
        return kept + list(changes.items())

    def value(self, name: str) -> str:
        return next((value for own, value in self.fields if own == name), "")


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.forms: list[Form] = []
        self.links: list[str] = []
        self._form: Form | None = None
        self._area: tuple[str, list[str]] | None = None
        self._select: tuple[str, list[tuple[str, bool]]] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "a" and given.get("href"):
            self.links.append(given["href"])
        elif tag == "form":
            self._form = Form(given.get("id", ""), given.get("action", ""), given.get("method", "get").lower())
            self.forms.append(self._form)
        elif self._form is not None and "disabled" not in given:
            self._control(self._form, tag, given)

    def _control(self, form: Form, tag: str, given: dict[str, str]) -> None:
        if tag == "input":
            self._input(form, given)
        elif tag == "button":
            form.buttons.append((given.get("name", ""), given.get("value", ""), given.get("formaction", "")))
        elif tag == "textarea":
            self._area = (given.get("name", ""), [])
        elif tag == "select":
            self._select = (given.get("name", ""), [])
        elif tag == "option" and self._select:
            self._select[1].append((given.get("value", ""), "selected" in given))

    @staticmethod
    def _input(form: Form, given: dict[str, str]) -> None:
        name, kind = given.get("name", ""), given.get("type", "text")
        if not name or kind in IGNORED:
            return
        value = given.get("value", "on" if kind in {"checkbox", "radio"} else "")
        if kind in {"checkbox", "radio"}:
            form.choices.setdefault(name, []).append(value)
            if "checked" not in given:
                return
        form.fields.append((name, value))

    def handle_data(self, data: str) -> None:
        if self._area:
            self._area[1].append(data)

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._form = None
        elif tag == "textarea" and self._area and self._form:
            self._form.fields.append((self._area[0], "".join(self._area[1]).removeprefix("\n")))
            self._area = None
        elif tag == "select" and self._select and self._form:
            name, options = self._select
            values = [value for value, _is_picked in options]
            picked = [value for value, is_picked in options if is_picked] or values[:1]
            self._form.choices[name] = values
            self._form.fields += [(name, value) for value in picked]
            self._select = None


@dataclass
class Page:
    """A reply, read."""

    url: str
    status: int
    text: str
    forms: list[Form]
    links: list[str]

    def form(self, part: str, button: str = "") -> Form | None:
        """Return the first POST form whose id is `part` or whose address holds it, and that has such a button."""
        return next((one for one in self.forms if _fits(one, part, button)), None)

    def links_like(self, start: str, *, end: str = "/") -> list[str]:
        """Return the addresses that begin and end so, without what stands behind ? or #."""
        found = (link.partition("#")[0].partition("?")[0] for link in self.links)
        return list(dict.fromkeys(link for link in found if link.startswith(start) and link.endswith(end)))


def _fits(form: Form, part: str, button: str) -> bool:
    is_there = form.method == "post" and (form.id == part or part in form.action)
    return is_there and (not button or any(button in (name, value) for name, value, _where in form.buttons))


def read(url: str, status: int, body: bytes) -> Page:
    text = body.decode(errors="replace")
    reader = _Reader()
    reader.feed(text)
    return Page(url, status, text, reader.forms, reader.links)


def joined(pairs: Iterable[tuple[str, str]], extra: tuple[str, str] | None = None) -> Pairs:
    """Return what is sent when a button is pressed: the fields, then the button."""
    return [*pairs, *([extra] if extra and extra[0] else [])]
