"""Texts are put into words when somebody reads them, not when the program starts: then they would be Chinese for ever."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.architecture.sources import ROOT

EAGER = frozenset({"gettext", "ngettext", "pgettext", "npgettext"})
FILES = [path for path in sorted((ROOT / "certification").rglob("*.py")) if "migrations" not in path.parts]


def names_of(tree: ast.Module) -> tuple[set[str], set[str]]:
    """Return what the module calls functions that translate at once, and those that wait."""
    found = [
        (alias.name, alias.asname or alias.name)
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module == "django.utils.translation"
        for alias in node.names
    ]
    return {name for of, name in found if of in EAGER}, {name for of, name in found if of.endswith("gettext_lazy")}


def at_start(node: ast.AST) -> Iterator[ast.AST]:
    """Yield what runs when the module is imported."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef):
            for default in [*child.args.defaults, *child.args.kw_defaults, *child.decorator_list]:
                if default is not None:
                    yield default
                    yield from at_start(default)
        elif not isinstance(child, ast.Lambda):
            yield child
            yield from at_start(child)


def calls(node: ast.AST, names: set[str]) -> bool:
    return any(
        isinstance(one, ast.Call) and isinstance(one.func, ast.Name) and one.func.id in names for one in ast.walk(node)
    )


def is_word_made(node: ast.AST, lazy: set[str]) -> bool:
    """Say whether a text that waits is made a string here: by %, in an f-string, by str, join or format."""
    if isinstance(node, ast.BinOp | ast.JoinedStr):
        return calls(node, lazy)
    made = isinstance(node, ast.Call) and {getattr(node.func, "id", ""), getattr(node.func, "attr", "")}
    return bool(made and made & {"str", "join", "format"} and calls(node, lazy))


def wrong_in(source: str) -> list[int]:
    tree = ast.parse(source)
    eager, lazy = names_of(tree)
    return [
        getattr(node, "lineno", 0)
        for node in at_start(tree)
        if (isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in eager)
        or is_word_made(node, lazy)
    ]


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_text_is_put_into_words_when_the_program_starts(path: Path):
    assert wrong_in(path.read_text()) == []


@pytest.mark.parametrize(
    "line",
    [
        "X = _('甲')", "class X:\n    y = _('甲')", "def f(x=_('甲')): pass",
        "X = later('%s 天') % 1", "X = f'{later('甲')}：'", "X = str(later('甲'))", "X = ','.join([later('甲')])",
    ],
)  # fmt: skip
def test_a_text_that_is_put_into_words_too_early_is_found(line):
    head = "from django.utils.translation import gettext as _, gettext_lazy as later\n"

    assert wrong_in(head + line.replace("f'{later('甲')}：'", 'f"{later(1)}："'))
    assert not wrong_in(head + "X = later('甲')\ndef f():\n    return _('甲') + str(later('甲'))\n")
