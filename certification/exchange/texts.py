"""Between Markdown, as the bank keeps texts, and what other programs keep: plain text, HTML, XHTML. Pure."""

import re
import uuid
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Final
from xml.etree.ElementTree import Element, SubElement

from certification.bank.markup.html import Rendered, Shown, render, render_line
from certification.bank.markup.plain import plain_text
from certification.bank.markup.reading import is_plain, read_line, words
from certification.exchange.limits import MOST_XML_DEPTH

_ANYWHERE: Final = re.compile(r"\\(?=[!-/:-@\[-`{-~])|[*`]|!(?=\[)|\|")
_LINE_START: Final = re.compile(r"^(\s*)(?:(>)|([-+])(?=\s|$)|(\d{1,9})([.)])(?=\s|$))", re.MULTILINE)
VOID: Final = frozenset({"br", "img", "hr", "input", "link", "meta", "col", "area", "base", "embed", "source", "wbr"})
SILENT: Final = frozenset({"script", "style", "iframe", "object", "embed", "applet", "noscript", "template", "head"})
_BLOCKS: Final = frozenset(
    {"p", "div", "h1", "h2", "h3", "h4", "h5", "h6", "section", "article", "pre", "figure", "figcaption", "center"}
)
_STRONG: Final = frozenset({"strong", "b", "em", "i", "u"})
_HARMLESS: Final = frozenset(
    {"span", "font", "a", "sub", "sup", "small", "br", "img", "root", "html", "body", "code", "thead", "tbody",
     "tr", "td", "th", "li", "ul", "ol", "table", "blockquote", "label", "o:p"}
)  # fmt: skip
Picture = Callable[[str, str], str]


def markdown_of_plain(text: str) -> str:
    """Return Markdown that shows a plain text as it stands."""
    return text if is_plain(text) else _forced(text)


def _forced(text: str) -> str:
    escaped = _ANYWHERE.sub(lambda found: f"\\{found.group()}", text)
    return _LINE_START.sub(_escaped_start, escaped)


def _escaped_start(found: re.Match[str]) -> str:
    space, quote, dash, number, dot = found.groups()
    return f"{space}{number}\\{dot}" if number else f"{space}\\{quote or dash}"


def markdown_of_line(text: str) -> str:
    """Return Markdown that shows a plain text as it stands where only a line fits, as in an option."""
    return text if is_plain(text) else _ANYWHERE.sub(lambda found: f"\\{found.group()}", text)


def plain_of_line(text: str) -> str:
    """Return a text without its marks where only a line fits; what would begin a block is text."""
    return text if is_plain(text) else " ".join(words(read_line(text)[0].children or ()).split())


def plain_of(text: str) -> str:
    """Return a text without its marks."""
    return plain_text(text)


def is_marked(text: str) -> bool:
    """Say whether plain text would lose something of it."""
    return not is_plain(text) and markdown_of_plain(plain_text(text)) != text


def is_html(text: str) -> bool:
    """Say whether a text of unknown kind holds tags or entities."""
    return bool(re.search(r"</?[a-zA-Z][^<>]*>|&(?:[a-zA-Z]{2,8}|#\d{1,7}|#x[0-9a-fA-F]{1,6});", text))


class _Builder(HTMLParser):
    """Builds a tree of whatever comes: tags that do not close are closed, those that never opened are passed over."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Element("root")
        self.open = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if len(self.open) > MOST_XML_DEPTH:
            return
        child = SubElement(self.open[-1], tag, {name: value or "" for name, value in attrs})
        if tag not in VOID:
            self.open.append(child)

    def handle_endtag(self, tag: str) -> None:
        if any(one.tag == tag for one in self.open[1:]):
            while self.open.pop().tag != tag:
                pass

    def handle_data(self, data: str) -> None:
        here = self.open[-1]
        if len(here):
            here[-1].tail = (here[-1].tail or "") + data
        else:
            here.text = (here.text or "") + data


def tree_of_html(text: str) -> Element:
    """Return HTML as a tree under one `root`."""
    builder = _Builder()
    builder.feed(text)
    builder.close()
    return builder.root


def local(tag: object) -> str:
    """Return the name of an element without its namespace, in small letters."""
    return tag.rpartition("}")[2].lower() if isinstance(tag, str) else ""


@dataclass(slots=True)
class Told:
    """HTML as Markdown, and what of it was left out."""

    markdown: str
    dropped: tuple[str, ...] = ()


def markdown_of_html(text: str, picture: Picture | None = None) -> Told:
    """Return HTML as Markdown; scripts and whatever else the bank does not know are left out and told."""
    return markdown_of_tree(tree_of_html(text), picture)


def markdown_of_tree(tree: Element, picture: Picture | None = None) -> Told:
    """Return the inside of an element as Markdown.

    Args:
        tree: XHTML, or what `tree_of_html` built.
        picture: what to write for a picture, given its source and description; without it a picture is told as words.
    """
    writer = _Writer(picture)
    text = "\n\n".join(block for block in writer.blocks(tree) if block.strip())
    return Told(text.strip(), tuple(dict.fromkeys(writer.dropped)))


@dataclass(slots=True)
class _Writer:
    picture: Picture | None
    dropped: list[str] = field(default_factory=list)

    def blocks(self, tree: Element) -> Iterator[str]:
        """Yield the blocks inside an element: lines that stand loose are a paragraph."""
        line = _squeezed(tree.text)
        for child in tree:
            tag = local(child.tag)
            if tag in SILENT:
                self.dropped.append(f"<{tag}>")
            elif tag in _BLOCKS or tag in {"ul", "ol", "table", "blockquote"}:
                yield _escaped(line)
                line = ""
                yield from self._block(tag, child)
            else:
                line += self.inline(child)
            line += _squeezed(child.tail)
        yield _escaped(line)

    def _block(self, tag: str, element: Element) -> Iterator[str]:
        if tag in {"ul", "ol"}:
            yield "\n".join(self._items(element, numbered=tag == "ol"))
        elif tag == "table":
            yield "\n".join(self._rows(element))
        elif tag == "blockquote":
            inner = "\n\n".join(block for block in self.blocks(element) if block.strip())
            yield "\n".join(f"> {line}".rstrip() for line in inner.split("\n"))
        else:
            yield from self.blocks(element)

    def _items(self, element: Element, *, numbered: bool) -> Iterator[str]:
        items = [one for one in element if local(one.tag) == "li"]
        for number, one in enumerate(items, 1):
            mark = f"{number}. " if numbered else "- "
            inner = "\n".join(block for block in self.blocks(one) if block.strip())
            yield mark + inner.replace("\n", "\n" + " " * len(mark))

    def _rows(self, element: Element) -> Iterator[str]:
        rows = [
            [self._cell(cell) for cell in row if local(cell.tag) in {"td", "th"}]
            for row in element.iter()
            if local(row.tag) == "tr"
        ]
        width = max(map(len, rows), default=0)
        for number, row in enumerate(one for one in rows if one):
            yield "| " + " | ".join([*row, *[""] * (width - len(row))]) + " |"
            if number == 0:
                yield "|" + " --- |" * width

    def _cell(self, element: Element) -> str:
        return re.sub(r"(?<!\\)\|", r"\\|", " ".join(" ".join(self.blocks(element)).split()))

    def inline(self, element: Element) -> str:
        """Return what an element adds to its line; marks of ours are put as characters that escaping leaves alone."""
        tag = local(element.tag)
        if tag in SILENT:
            self.dropped.append(f"<{tag}>")
            return ""
        if tag in {"br", "img"}:
            return _BREAK if tag == "br" else self._image(element)
        if tag and tag not in _HARMLESS | _STRONG:
            self.dropped.append(f"<{tag}>")
        inner = _squeezed(element.text) + "".join(self.inline(one) + _squeezed(one.tail) for one in element)
        mark = _STAR * 2 if tag in _STRONG else _TICK if tag == "code" else ""
        return _marked(inner, mark) if mark else inner

    def _image(self, element: Element) -> str:
        source, said = element.get("src", ""), " ".join((element.get("alt") or "").split())
        if self.picture is None or not source:
            self.dropped.append("<img>")
            return f"［图：{said}］"
        return self.picture(source, said).translate(_KEPT)


# Marks that the writer itself makes, in characters nobody types, until everything else is escaped.
_STAR, _TICK, _BREAK = "\ue000", "\ue001", "\ue002"
_IMAGE: Final = "\ue003"
_KEPT: Final = {ord("!"): _IMAGE, ord("\\"): "\ue004", ord("*"): _STAR, ord("`"): _TICK}
_MADE: Final = {ord(_STAR): "*", ord(_TICK): "`", ord(_BREAK): "\n", ord(_IMAGE): "!", 0xE004: "\\"}
_PRIVATE: Final = dict.fromkeys(range(0xE000, 0xE005))


def _marked(inner: str, mark: str) -> str:
    """Return a piece of a line between marks, unless it is empty or has such marks within."""
    said = inner.strip()
    if not said or _STAR in said or _TICK in said or _BREAK in said:
        return inner
    return inner.replace(said, f"{mark}{said}{mark}", 1)


def _squeezed(text: str | None) -> str:
    return re.sub(r"[ \t\r\n\f]+", " ", text.translate(_PRIVATE)) if text else ""


def _escaped(line: str) -> str:
    """Return a paragraph as Markdown: typed characters stay what they are, our marks become marks."""
    lines = [one.strip() for one in line.split(_BREAK)]
    joined = "\n".join(lines).strip("\n")
    made = any(mark in joined for mark in (_STAR, _TICK, _IMAGE))
    told = _forced(joined) if made else markdown_of_plain(joined)
    return told.translate(_MADE)


Addresses = Mapping[str, str]


def html_of(text: str, addresses: Addresses | None = None) -> str:
    """Return Markdown as clean HTML: one paragraph's inside, or blocks.

    Args:
        text: Markdown.
        addresses: where the file of each picture lies, by its name; others are told as words.
    """
    return _rendered(text, addresses).html


def paragraphs_of(text: str, addresses: Addresses | None = None) -> Element:
    """Return Markdown as a tree of blocks under one `root`; pictures as for `html_of`."""
    rendered = _rendered(text, addresses)
    return tree_of_html(rendered.html if rendered.has_blocks else f"<p>{rendered.html}</p>")


def line_of(text: str, addresses: Addresses | None = None) -> Element:
    """Return Markdown that fits into a line as a tree under one `root`; pictures as for `html_of`."""
    return tree_of_html(_unsized(render_line(text, _shown(addresses))))


def _rendered(text: str, addresses: Addresses | None) -> Rendered:
    rendered = render(text, _shown(addresses))
    return Rendered(_unsized(rendered.html), has_blocks=rendered.has_blocks)


def _shown(addresses: Addresses | None) -> dict[uuid.UUID, Shown]:
    return {uuid.UUID(name): Shown(address, "", 1, 1, "") for name, address in (addresses or {}).items()}


def _unsized(html: str) -> str:
    """Return HTML whose pictures say no size: how large they are is in their files."""
    return re.sub(r'(<img src="[^"]*") width="1" height="1"', r"\1", html)
