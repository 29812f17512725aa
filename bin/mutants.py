"""Mutation run: small mistakes put into the engine and the prover's encoder; the tests must notice nearly all.

mutmut would start the whole test run, with its imports, once for each of some 2,000 mutants. Here a process that has
loaded the libraries already is forked for each mutant, and runs the tests nearest to the module first. A sample drawn
by a seed keeps the run to minutes; ``--all`` takes every mutant.
"""

from __future__ import annotations

import argparse
import ast
import copy
import importlib.abc
import importlib.util
import os
import random
import signal
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
WANTED = 0.95
SECONDS = 400
ENGINE = "tests/cases/engine/"
GENERAL = [f"{ENGINE}test_decide.py", f"{ENGINE}test_against_naive.py", f"{ENGINE}test_properties.py"]
ENCODING = ["tests/cases/prover/test_encoding.py"]
#: Each module with the tests to try, nearest first.
MODULES = {
    "cases/engine/values.py": [f"{ENGINE}test_{name}.py" for name in ("values", "timeline", "case")] + GENERAL,
    "cases/engine/timeline.py": [f"{ENGINE}test_timeline.py", f"{ENGINE}test_case.py", *GENERAL],
    "cases/engine/precedence.py": [f"{ENGINE}test_precedence.py", *GENERAL],
    "cases/engine/program.py": [f"{ENGINE}test_versions.py", f"{ENGINE}test_precedence.py", *GENERAL],
    "cases/engine/decide.py": GENERAL,
    "cases/engine/evaluate.py": GENERAL,
    "cases/engine/evaluate_terms.py": [f"{ENGINE}test_decide.py", f"{ENGINE}test_values.py", *GENERAL, *ENCODING],
    "cases/engine/support.py": [f"{ENGINE}test_support.py", "tests/cases/corpus/test_examples.py"],
    "cases/engine/flips.py": [f"{ENGINE}test_flips.py"],
    "cases/engine/keys.py": [f"{ENGINE}test_keys.py"],
    "cases/prover/logic.py": ENCODING,
    "cases/prover/amounts.py": ENCODING,
    "cases/prover/encode_terms.py": ENCODING,
    "cases/prover/encode.py": ENCODING,
    "cases/prover/encode_rules.py": ENCODING,
    "cases/prover/weighing.py": ENCODING,
    "cases/prover/encode_issue.py": ENCODING,
}

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


@dataclass(frozen=True)
class Mutant:
    """One mistake: the ``number``-th node of the module, in the ``way``-th way."""

    path: str
    number: int
    way: int
    line: int
    what: str


def ways(node: ast.AST) -> list[tuple[str, ast.AST]]:  # noqa: C901, PLR0912 - one flat match
    """The mistakes that can be made in a node, each with what it becomes."""
    changed: list[tuple[str, ast.AST]] = []

    def change(what: str, **parts: object) -> None:
        other = copy.deepcopy(node)
        for name, value in parts.items():
            setattr(other, name, value)
        changed.append((what, other))

    match node:
        case ast.Compare(ops=[op]) if type(op) in COMPARISONS:
            change(f"{type(op).__name__} → {COMPARISONS[type(op)].__name__}", ops=[COMPARISONS[type(op)]()])
        case ast.BoolOp(op=op):
            other = ast.Or if isinstance(op, ast.And) else ast.And
            change(f"{type(op).__name__} → {other.__name__}", op=other())
        case ast.BinOp(op=op) if type(op) in ARITHMETIC:
            change(f"{type(op).__name__} → {ARITHMETIC[type(op)].__name__}", op=ARITHMETIC[type(op)]())
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            changed.append(("not dropped", operand))
        case ast.Constant(value=bool() as value):
            change(f"{value} → {not value}", value=not value)
        case ast.Constant(value=int() as value):
            change(f"{value} → {value + 1}", value=value + 1)
        case ast.Call(func=ast.Name(id=name)) if name in NAMES:
            change(f"{name} → {NAMES[name]}", func=ast.Name(NAMES[name], ast.Load()))
        case ast.IfExp(test=test) | ast.If(test=test):
            change("condition turned", test=ast.UnaryOp(ast.Not(), test))
        case _:
            pass
    return changed


def mutable(tree: ast.Module) -> Iterator[ast.AST]:
    """The nodes in which a mistake would be one: not annotations, type aliases, assertions or messages."""
    todo: list[ast.AST] = [tree]
    while todo:
        node = todo.pop(0)
        yield node
        for name, value in ast.iter_fields(node):
            children = [item for item in (value if isinstance(value, list) else [value]) if isinstance(item, ast.AST)]
            todo.extend(child for child in children if not _meaningless(node, name, child))


def _meaningless(parent: ast.AST, name: str, child: ast.AST) -> bool:
    if name in ("annotation", "returns", "decorator_list") or isinstance(child, (ast.Assert, ast.Raise, ast.JoinedStr)):
        return True
    if isinstance(parent, ast.AnnAssign) and "TypeAlias" in ast.dump(parent.annotation):
        return True
    return isinstance(child, ast.Constant) and isinstance(child.value, str)


def mutants_of(path: str) -> list[Mutant]:
    """Every mutant of a module."""
    tree = ast.parse((ROOT / path).read_text())
    return [
        Mutant(path, number, way, getattr(node, "lineno", 0), what)
        for number, node in enumerate(mutable(tree))
        for way, (what, _) in enumerate(ways(node))
    ]


def mutated(mutant: Mutant) -> ast.Module:
    """The module's tree with the mistake in it."""
    tree = ast.parse((ROOT / mutant.path).read_text())
    target = list(mutable(tree))[mutant.number]
    replacement = ways(target)[mutant.way][1]

    class Swap(ast.NodeTransformer):
        def visit(self, node: ast.AST) -> ast.AST:
            return replacement if node is target else self.generic_visit(node)

    return ast.fix_missing_locations(Swap().visit(tree))


class Finder(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Gives the mutated module to whoever imports it."""

    def __init__(self, mutant: Mutant) -> None:
        self.name = mutant.path.removesuffix(".py").replace("/", ".")
        self.code = compile(mutated(mutant), mutant.path, "exec")

    def find_spec(self, name: str, path: object = None, target: object = None) -> object:
        return importlib.util.spec_from_loader(name, self) if name == self.name else None

    def exec_module(self, module: object) -> None:
        exec(self.code, module.__dict__)  # noqa: S102 - the point of the exercise


def start(tests: Sequence[str], mutant: Mutant | None) -> int:
    """Run tests in a fork, on a mutant if one is given; the exit code is pytest's."""
    import pytest  # noqa: PLC0415 - loaded before the first fork

    finder = None if mutant is None else Finder(mutant)
    child = os.fork()
    if child:
        return child
    quiet = os.open(os.environ.get("MUTANTS_LOG", os.devnull), os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    os.dup2(quiet, 1)
    os.dup2(quiet, 2)
    signal.alarm(SECONDS if mutant else 0)
    code = 1
    try:
        if finder is not None:
            sys.meta_path.insert(0, finder)
        plugins = [part for name in ("randomly", "cacheprovider", "playwright") for part in ("-p", f"no:{name}")]
        options = ["-x", "-q", "--assert=plain", "--hypothesis-seed=0", *plugins]
        code = int(pytest.main([*options, *tests]))
    finally:
        sys.stdout.flush()
        os._exit(code)


def run(chosen: Sequence[Mutant], at_once: int) -> list[Mutant]:
    """The mutants that no test noticed."""
    waiting, running, survivors, done = list(chosen), {}, [], 0
    while waiting or running:
        while waiting and len(running) < at_once:
            mutant = waiting.pop(0)
            running[start(MODULES[mutant.path], mutant)] = mutant
        child, status = os.wait()
        mutant, done = running.pop(child), done + 1
        if os.WIFSIGNALED(status):
            print(f"  timed out  {mutant.path}:{mutant.line}  {mutant.what}", flush=True)
        if status == 0:
            survivors.append(mutant)
            print(f"  survived  {mutant.path}:{mutant.line}  {mutant.what}", flush=True)
        elif done % 25 == 0:
            print(f"  {done} of {len(chosen)}", flush=True)
    return survivors


def main() -> None:
    """Draw, run, report; exit code 1 below the wanted share."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sample", type=int, default=240)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--all", action="store_true")
    parser.add_argument("--at-once", type=int, default=2)
    parser.add_argument("--only", default="", help="modules whose path contains this")
    options = parser.parse_args()
    os.chdir(ROOT)
    sys.path.insert(0, str(ROOT))
    import django, hypothesis, lark, pytest, yaml, z3  # noqa: E401, F401, I001, PLC0415 - before the first fork

    every = [mutant for path in MODULES if options.only in path for mutant in mutants_of(path)]
    size = len(every) if options.all else min(options.sample, len(every))
    chosen = random.Random(options.seed).sample(every, size)  # noqa: S311 - nothing secret
    print(f"{len(chosen)} of {len(every)} mutants, seed {options.seed}", flush=True)
    nearest = list(dict.fromkeys(test for mutant in chosen for test in MODULES[mutant.path]))
    if os.waitpid(start(nearest, None), 0)[1]:
        sys.exit("the tests fail without any mistake put in")
    started = time.monotonic()
    survivors = run(chosen, options.at_once)
    killed = 1 - len(survivors) / len(chosen)
    print(
        f"killed {len(chosen) - len(survivors)} of {len(chosen)} = {killed:.1%} in {time.monotonic() - started:.0f} s"
    )
    sys.exit(killed < WANTED)


if __name__ == "__main__":
    main()
