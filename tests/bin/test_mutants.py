"""The mistakes of a mutation run: what can be one, which tests it meets, and which are excused."""

import importlib.util
import sys
from pathlib import Path

import pytest

BIN = Path(__file__).resolve().parents[2] / "bin"
SOURCE = '''"""A module."""
MOST: int = 3


def least(a, b=True):
    """Of two."""
    if a < b and a is not None:
        return min(a, b)
    raise ValueError(f"{a + 1}")
'''


@pytest.fixture
def mutants(monkeypatch):
    """The script, as a module."""
    monkeypatch.syspath_prepend(str(BIN))
    spec = importlib.util.spec_from_file_location("mutants_script", BIN / "mutants.py")
    module = importlib.util.module_from_spec(spec)
    monkeypatch.setitem(sys.modules, "mutants_script", module)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def made(mutants, tmp_path):
    (tmp_path / "module.py").write_text(SOURCE)
    return mutants.mutants_of(tmp_path, "module.py")


def test_each_decision_can_go_wrong_in_its_ways_and_messages_cannot(made):
    assert [(mutant.line, mutant.what, mutant.at_import) for mutant in made] == [
        (2, "3 → 4", True),
        (5, "True → False", True),
        (7, "condition turned", False),
        (7, "And → Or", False),
        (7, "Lt → LtE", False),
        (7, "IsNot → Is", False),
        (8, "min → max", False),
    ]


def test_a_mutant_is_told_by_the_line_before_and_after(made):
    lt = next(mutant for mutant in made if mutant.what == "Lt → LtE")

    assert (lt.where, lt.before, lt.after) == (
        "least", "if a < b and a is not None:", "if a <= b and a is not None:",
    )  # fmt: skip


def test_the_mistake_is_put_in(mutants, made, tmp_path):
    from mutation.operators import mutated  # noqa: PLC0415 - found beside the script

    names = {}
    swapped = next(mutant for mutant in made if mutant.what == "min → max")
    exec(compile(mutated(tmp_path, swapped), "module.py", "exec"), names)

    assert names["least"](1, 2) == 2


def test_a_mutant_meets_the_tests_that_run_its_statement_quickest_first(mutants, made):
    plan = mutants.Plan({"slow": 2.0, "quick": 0.1, "other": 0.1}, {"module.py": {7: ["slow", "quick"], 8: ["other"]}})
    inner, outer = (next(m for m in made if m.what == what) for what in ("And → Or", "3 → 4"))

    assert plan.tests_for(inner) == ["quick", "slow"]
    assert set(plan.tests_for(outer)) == {"slow", "quick", "other"}
    assert mutants.Plan({"slow": 1000.0}, {"module.py": {7: ["slow"]}}).tests_for(inner) == []


@pytest.mark.parametrize(
    ("before", "reason", "told"),
    [
        ("if a < b and a is not None:", "", "without a reason"),
        ("if a < c and a is not None:", "They are never equal.", "of no mutant any more"),
        ("if a < b and a is not None:", "They are never equal.", "more than 3%"),
    ],
)
def test_an_excuse_needs_a_reason_and_a_mutant_and_is_rare(mutants, made, tmp_path, before, reason, told):
    listed = mutants.EQUIVALENT = tmp_path / "equivalent.toml"
    listed.write_text(
        f'[[mutant]]\npath = "module.py"\nwhere = "least"\nbefore = "{before}"\n'
        f'after = "if a <= b and a is not None:"\nreason = "{reason}"\n'
    )

    with pytest.raises(SystemExit, match=told):
        mutants.equivalent(made)
