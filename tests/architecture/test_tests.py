"""The tests lie where the code lies."""

from pathlib import Path

import pytest

from tests.architecture.sources import ROOT, named, python_files

MIRRORED = [path for path in python_files("tests/cases", "tests/certification") if path.name.startswith("test_")]


@pytest.mark.parametrize("path", MIRRORED, ids=named)
def test_each_test_folder_mirrors_a_package(path: Path):
    package = ROOT / path.parent.relative_to(ROOT / "tests")

    assert package.is_dir(), f"no {package.relative_to(ROOT)}"
