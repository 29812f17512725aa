"""Drills: the example script of the reference."""

from functools import cache

from certification.drills.script.model import Script
from certification.drills.script.reading import SCRIPTS_FOLDER, read_script

EXAMPLE = "DR-0001"


@cache
def the_script(name: str = EXAMPLE) -> Script:
    """Return a script that the project ships."""
    script, problems = read_script(example_text(name), f"{name}.yaml")
    assert script is not None, problems
    return script


def example_text(name: str = EXAMPLE) -> str:
    """Return the file of a script as it stands."""
    return (SCRIPTS_FOLDER / f"{name}.yaml").read_text(encoding="utf-8")
