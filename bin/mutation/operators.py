"""The mistakes that can be made in a module: each turns one node of its syntax tree into another."""

from __future__ import annotations

import ast
import copy
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

COMPARISONS = {
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq, ast.NotEq: ast.Eq, ast.Is: ast.IsNot, ast.IsNot: ast.Is, ast.In: ast.NotIn, ast.NotIn: ast.In,
}  # fmt: skip
ARITHMETIC = {
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Add, ast.FloorDiv: ast.Mult, ast.Mod: ast.FloorDiv,
    ast.BitOr: ast.BitAnd, ast.BitAnd: ast.BitOr,
}  # fmt: skip
PAIRS = (("min", "max"), ("any", "all"), ("and_", "or_"), ("all_of", "any_of"))
NAMES = {one: other for pair in PAIRS for one, other in (pair, pair[::-1])}


class Place(NamedTuple):
    """Where a node stands: in which function or class, in the statement of which lines, run when."""

    where: str
    lines: tuple[int, int]
    at_import: bool


@dataclass(frozen=True)
class Mutant:
    """One mistake: the ``number``-th node of the module, in the ``way``-th way.

    ``before`` and ``after`` are the lines of the node as they are and with the mistake. Any test that runs one of
    ``lines`` reaches it; ``at_import`` is one that is made when the module is loaded.
    """

    path: str
    number: int
    way: int
    line: int
    where: str
    lines: tuple[int, int]
    at_import: bool
    what: str
    before: str
    after: str

    @property
    def key(self) -> tuple[str, str, str, str]:
        """What it is, whatever its line."""
        return self.path, self.where, self.before, self.after

    def __str__(self) -> str:
        return f"{self.path}:{self.line}  {self.where}: {self.what}\n      - {self.before}\n      + {self.after}"


def ways(node: ast.AST) -> list[tuple[str, ast.AST, ast.AST]]:  # noqa: C901, PLR0912 - one flat match
    """The mistakes that can be made in a node: what, the node changed, and what it becomes."""
    changed: list[tuple[str, ast.AST, ast.AST]] = []

    def change(what: str, **parts: object) -> None:
        other = copy.copy(node)
        for name, value in parts.items():
            setattr(other, name, value)
        changed.append((what, node, other))

    match node:
        case ast.Compare(ops=[op]) if type(op) in COMPARISONS:
            change(f"{type(op).__name__} → {COMPARISONS[type(op)].__name__}", ops=[COMPARISONS[type(op)]()])
        case ast.BoolOp(op=op):
            other = ast.Or if isinstance(op, ast.And) else ast.And
            change(f"{type(op).__name__} → {other.__name__}", op=other())
        case ast.BinOp(op=op) if type(op) in ARITHMETIC:
            change(f"{type(op).__name__} → {ARITHMETIC[type(op)].__name__}", op=ARITHMETIC[type(op)]())
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            changed.append(("not dropped", node, operand))
        case ast.Constant(value=bool() as value):
            change(f"{value} → {not value}", value=not value)
        case ast.Constant(value=int() as value):
            change(f"{value} → {value + 1}", value=value + 1)
        case ast.Call(func=ast.Name(id=name)) if name in NAMES:
            change(f"{name} → {NAMES[name]}", func=ast.copy_location(ast.Name(NAMES[name], ast.Load()), node))
        case ast.IfExp(test=test) | ast.If(test=test):
            changed.append(("condition turned", test, ast.copy_location(ast.UnaryOp(ast.Not(), test), test)))
        case _:
            pass
    return changed


#: Where a module begins.
MODULE = Place("", (1, 1), at_import=True)


def mutable(node: ast.AST, place: Place = MODULE) -> Iterator[tuple[ast.AST, Place]]:
    """The nodes in which a mistake would be one: not annotations, type aliases, assertions or messages."""
    yield node, place
    for name, value in ast.iter_fields(node):
        for child in value if isinstance(value, list) else [value]:
            if isinstance(child, ast.AST) and not _meaningless(node, name, child):
                yield from mutable(child, _place(node, name, child, place))


def _place(parent: ast.AST, name: str, child: ast.AST, place: Place) -> Place:
    where, lines, at_import = place
    if isinstance(parent, ast.FunctionDef | ast.ClassDef):
        where = f"{where}.{parent.name}".lstrip(".") if name == "body" else where
    if isinstance(parent, ast.FunctionDef | ast.Lambda) and name == "body":
        at_import = False
    if isinstance(child, ast.stmt | ast.match_case):
        lines = _header(child)
    return Place(where, lines, at_import)


def _header(node: ast.stmt | ast.match_case) -> tuple[int, int]:
    """The lines of a statement, or of its head when it holds others."""
    first = node.pattern.lineno if isinstance(node, ast.match_case) else node.lineno
    inner: list[ast.stmt] | list[ast.match_case] = (
        node.cases if isinstance(node, ast.Match) else getattr(node, "body", [])
    )
    if not inner:
        return first, getattr(node, "end_lineno", None) or first
    start = inner[0].pattern.lineno if isinstance(inner[0], ast.match_case) else inner[0].lineno
    return first, max(first, start - 1)


def _meaningless(parent: ast.AST, name: str, child: ast.AST) -> bool:
    if name in ("annotation", "returns", "decorator_list") or isinstance(child, ast.Assert | ast.Raise | ast.JoinedStr):
        return True
    if isinstance(parent, ast.AnnAssign) and "TypeAlias" in ast.dump(parent.annotation):
        return True
    return isinstance(child, ast.Constant) and isinstance(child.value, str)


def mutants_of(root: Path, path: str) -> list[Mutant]:
    """Every mutant of a module."""
    source = (root / path).read_text()
    found = []
    for number, (node, place) in enumerate(mutable(ast.parse(source))):
        for way, (what, old, new) in enumerate(ways(node)):
            before, after = _lines(source, old, new)
            line = getattr(node, "lineno", 0)
            found.append(Mutant(path, number, way, line, *place[:1], *place[1:], what, before, after))
    return found


def _lines(source: str, old: ast.AST, new: ast.AST) -> tuple[str, str]:
    """The lines of a node before and after, in one."""
    assert isinstance(old, ast.expr)
    lines = source.encode().splitlines()
    first, last = old.lineno - 1, (old.end_lineno or old.lineno) - 1
    head, tail = lines[first][: old.col_offset].decode(), lines[last][old.end_col_offset :].decode()
    before = b" ".join(lines[first : last + 1]).decode()
    return " ".join(before.split()), " ".join(f"{head}{ast.unparse(new)}{tail}".split())


def mutated(root: Path, mutant: Mutant) -> ast.Module:
    """The module's tree with the mistake in it."""
    tree = ast.parse((root / mutant.path).read_text())
    node, _ = list(mutable(tree))[mutant.number]
    _, old, new = ways(node)[mutant.way]

    class Swap(ast.NodeTransformer):
        def visit(self, node: ast.AST) -> ast.AST:
            return new if node is old else self.generic_visit(node)

    return ast.fix_missing_locations(Swap().visit(tree))
