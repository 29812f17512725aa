"""Every refusal has its words."""

import ast
from collections.abc import Iterator

from tests.architecture.sources import python_files, tree


def codes_raised() -> Iterator[str]:
    """Yield the literal codes that the code refuses with."""
    for path in python_files("certification"):
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Refusal":
                first = node.args[0]
                assert isinstance(first, ast.Constant), f"{path}:{node.lineno}: a code is a literal"
                yield first.value


def codes_worded() -> set[str]:
    """Return the keys of every mapping whose name ends in REFUSALS."""
    found = set()
    for path in python_files("certification"):
        for node in ast.walk(tree(path)):
            targets = [node.target] if isinstance(node, ast.AnnAssign) else getattr(node, "targets", [])
            names = [target.id for target in targets if isinstance(target, ast.Name)]
            value = getattr(node, "value", None)
            if any(name.endswith("REFUSALS") for name in names) and isinstance(value, ast.Dict):
                found |= {key.value for key in value.keys if isinstance(key, ast.Constant)}
    return found


def test_every_refusal_can_be_told_to_a_person():
    assert set(codes_raised()) <= codes_worded()
