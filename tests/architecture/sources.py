"""The project's own files, as the conventions see them."""

import ast
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
TEMPLATES = ROOT / "templates"


def named(path: Path) -> str:
    """Return a path as a test id."""
    return str(path.relative_to(ROOT))


@cache
def python_files(*folders: str) -> tuple[Path, ...]:
    found = (path for folder in folders for path in (ROOT / folder).rglob("*.py"))
    return tuple(sorted(path for path in found if "migrations" not in path.parts))


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


@cache
def templates() -> tuple[Path, ...]:
    return tuple(sorted(TEMPLATES.rglob("*.html")))
