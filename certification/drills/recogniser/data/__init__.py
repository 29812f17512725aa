"""The recogniser's data files: lexicon, aliases, tables of characters, weights and thresholds."""

from pathlib import Path

FOLDER = Path(__file__).parent


def read_data(name: str) -> str:
    return (FOLDER / name).read_text(encoding="utf-8")
