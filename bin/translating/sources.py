"""The strings that the sources have wrapped for translation, and the Chinese that they have not."""

import ast
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_python
from django.template.base import Lexer, Token, TokenType
from django.utils.translation.template import templatize

from certification.formats.en.formats import INSTEAD_OF

ROOT: Final = Path(__file__).resolve().parents[2]
#: Ideographs and the punctuation that only Chinese uses.
CHINESE: Final = re.compile(r"[\u3001-\u303f\u4e00-\u9fff\uff01-\uff5e]")
_LAZY: Final = ("gettext", "gettext_lazy", "gettext_noop", "_")
KEYWORDS: Final = {
    **dict.fromkeys(_LAZY, None),
    **dict.fromkeys(("ngettext", "ngettext_lazy"), (1, 2)),
    **dict.fromkeys(("pgettext", "pgettext_lazy"), ((1, "c"), 2)),
    **dict.fromkeys(("npgettext", "npgettext_lazy"), ((1, "c"), 2, 3)),
}
_WRAPPED: Final = re.compile(r"""_\((["']).*?\1\)""")
_STRING: Final = re.compile(r""""[^"]*"|'[^']*'""")
_CUTTING: Final = frozenset({"replace", "strip", "rstrip", "lstrip", "split", "startswith", "endswith", "removesuffix"})
#: An attribute that the style sheet goes by; nobody reads it.
_STYLED: Final = re.compile(r'data-g="[^"]*"')


@dataclass(frozen=True, slots=True)
class Place:
    """Chinese that nobody can translate: where it stands and what it says."""

    path: str
    line: int
    text: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.text.strip()[:80]!r}"


def python_files() -> list[Path]:
    """Return the code of the site, without what only changes the database."""
    return sorted(
        path
        for folder in ("certification", "cases")
        for path in (ROOT / folder).rglob("*.py")
        if "migrations" not in path.parts
    )


def templates() -> list[Path]:
    return sorted(path for path in (ROOT / "templates").rglob("*") if path.suffix in {".html", ".js", ".txt"})


def scripts() -> list[Path]:
    return sorted((ROOT / "static" / "js").glob("*.js"))


def wrapped() -> Catalog:
    """Return what the sources have wrapped, in the order of the files, without translations."""
    catalog = Catalog(locale="en", charset="utf-8")
    for path in [*python_files(), *templates()]:
        text = path.read_text()
        if path.suffix != ".py":
            text = "\n".join(line.lstrip() for line in templatize(text).split("\n"))
        where = str(path.relative_to(ROOT))
        for message, context in _messages(text):
            if message != "" and message[0] != "":
                catalog.add(message, locations=[(where, 0)], context=context)
    for message in catalog:
        message.locations = sorted(set(message.locations))
    return catalog


def _messages(text: str) -> Iterator[tuple[str | tuple[str, str], str | None]]:
    """Yield messages, with the plural where there is one, and their contexts."""
    found = extract_python(io.BytesIO(text.encode()), KEYWORDS.keys(), [], {})
    for _line, function, said, _comments in found:
        spec = KEYWORDS[function]
        words = list(said) if isinstance(said, tuple) else [said]
        context = words.pop(0) if spec and isinstance(spec[0], tuple) else None
        wanted = words[:2] if function.startswith(("n", "np")) else words[:1]
        if all(wanted) and wanted:
            yield (wanted[0] if len(wanted) == 1 else (wanted[0], wanted[1])), context


def unwrapped_in_template(path: Path) -> Iterator[Place]:
    """Yield Chinese of a template outside `translate` and `blocktranslate`."""
    where, is_inside = str(path.relative_to(ROOT)), False
    for token in Lexer(path.read_text()).tokenize():
        name = token.contents.split()[0] if token.token_type is TokenType.BLOCK and token.contents else ""
        if name in {"blocktranslate", "blocktrans", "comment"}:
            is_inside = True
        elif name in {"endblocktranslate", "endblocktrans", "endcomment"}:
            is_inside = False
        for text in _bare(token, name, is_inside=is_inside):
            yield Place(where, token.lineno, text)


def _bare(token: Token, name: str, *, is_inside: bool) -> list[str]:
    if token.token_type is TokenType.COMMENT or name in {"translate", "trans", "comment"}:
        return []
    if token.token_type is TokenType.TEXT:
        lines = [] if is_inside else _STYLED.sub("", token.contents).splitlines()
        return [line for line in lines if CHINESE.search(line)]
    return [
        one
        for one in _STRING.findall(_WRAPPED.sub("", token.contents))
        if CHINESE.search(one) and one[1:-1] not in INSTEAD_OF
    ]


def unwrapped_in_python(path: Path) -> Iterator[Place]:
    """Yield Chinese literals of a module that no call of gettext holds; docstrings are for developers."""
    where, tree = str(path.relative_to(ROOT)), ast.parse(path.read_text())
    fine = {id(node) for outer in ast.walk(tree) for node in _not_looked_at(outer)}
    for node in ast.walk(tree):
        if not isinstance(node, ast.Constant) or not isinstance(node.value, str) or id(node) in fine:
            continue
        if CHINESE.search(node.value) and node.value not in INSTEAD_OF:
            yield Place(where, node.lineno, node.value)


def _not_looked_at(node: ast.AST) -> Iterator[ast.AST]:
    """Yield docstrings, what gettext is given, and what a text that somebody typed is compared with or cut at."""
    if isinstance(node, ast.Compare):
        yield from (node.left, *node.comparators)
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in _CUTTING:
        yield from node.args
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
        yield node.value
    if isinstance(node, ast.Call) and _name(node.func) in KEYWORDS:
        for argument in node.args:
            yield from ast.walk(argument)


def _name(function: ast.expr) -> str:
    return function.id if isinstance(function, ast.Name) else getattr(function, "attr", "")


def unwrapped_in_script(path: Path) -> Iterator[Place]:
    """Yield Chinese of a script outside comments: its words belong into `data-` attributes of a template."""
    for number, line in enumerate(path.read_text().splitlines(), start=1):
        code = re.sub(r"(^|\s)//.*$|/\*.*?\*/", "", line)
        if CHINESE.search(code):
            yield Place(str(path.relative_to(ROOT)), number, code)
