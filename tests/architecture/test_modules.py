"""Conventions of the code: sizes, names, purity."""

import ast
import re
from pathlib import Path

import pytest

from tests.architecture.sources import ROOT, named, python_files, tree

LONGEST_MODULE = 300
LONGEST_TEST = 400
VAGUE = re.compile(r"^(utils?|helpers?|common|misc|managers?|handlers?)(\.py)?$")
CODE = python_files("cases", "certification", "bin")
PURE = [
    path
    for path in python_files("cases", "certification")
    if ROOT / "cases" / "engine" in path.parents or path.name == "domain.py" or "domain" in path.parts
]
IMPURE_MODULES = {"django", "yaml", "time", "os", "socket", "sqlite3", "secrets"}
CLOCKS = {f"{owner}.{verb}" for owner in ("datetime", "date", "timezone") for verb in ("now", "today", "utcnow")}


def imported(path: Path) -> set[str]:
    names = set()
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            names |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names.add(node.module.split(".")[0])
    return names


@pytest.mark.parametrize("path", CODE, ids=named)
def test_a_module_fits_on_a_few_screens(path: Path):
    assert len(path.read_text().splitlines()) <= LONGEST_MODULE


@pytest.mark.parametrize("path", python_files("tests"), ids=named)
def test_a_test_module_is_no_heap(path: Path):
    assert len(path.read_text().splitlines()) <= LONGEST_TEST


@pytest.mark.parametrize("path", CODE, ids=named)
def test_a_module_says_what_it_is_for(path: Path):
    text = path.read_text()

    assert not text.strip() or ast.get_docstring(tree(path))


@pytest.mark.parametrize("path", CODE, ids=named)
def test_no_name_is_a_drawer_for_odds_and_ends(path: Path):
    assert not any(VAGUE.match(part) for part in path.relative_to(ROOT).parts)


@pytest.mark.parametrize("path", PURE, ids=named)
def test_engine_and_domains_are_pure(path: Path):
    assert not imported(path) & IMPURE_MODULES


@pytest.mark.parametrize("path", PURE, ids=named)
def test_engine_and_domains_have_no_clock_and_no_chance(path: Path):
    asked = {
        f"{node.value.id}.{node.attr}"
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name)
    }
    chance = {name for name in asked if name.startswith("random.")} - {"random.Random"}  # with a seed it is none

    assert not asked & CLOCKS
    assert not chance
