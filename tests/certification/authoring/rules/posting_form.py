"""What a browser posts of a form as it was served."""

from html.parser import HTMLParser


class _Fields(HTMLParser):
    """Collects the successful controls of the one form that has a revision."""

    def __init__(self) -> None:
        super().__init__()
        self.found: dict[str, list[str]] = {}
        self.area = ""
        self.written = ""
        self.select = ""
        self.chosen: str | None = None
        self.first: str | None = None

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        name = given.get("name") or ""
        if tag == "input" and name and (given.get("type") not in ("checkbox", "radio") or "checked" in given):
            self.found.setdefault(name, []).append(given.get("value") or "")
        elif tag == "textarea":
            self.area, self.written = name, ""
        elif tag == "select":
            self.select, self.chosen, self.first = name, None, None
        elif tag == "option":
            value = given.get("value") or ""
            self.first = value if self.first is None else self.first
            if "selected" in given:
                self.chosen = value

    def handle_endtag(self, tag):
        if tag == "textarea" and self.area:
            self.found.setdefault(self.area, []).append(self.written.removeprefix("\n"))
            self.area = ""
        elif tag == "select" and self.select:
            self.found.setdefault(self.select, []).append((self.first or "") if self.chosen is None else self.chosen)

    def handle_data(self, data):
        if self.area:
            self.written += data


def fields_of(html: str) -> dict[str, list[str]]:
    """Return all that a browser would post of a page's form."""
    parser = _Fields()
    parser.feed(html)
    parser.found.pop("csrfmiddlewaretoken", None)
    return parser.found
