"""An edition by whatever names it: a stored one by id or label, or a folder of corpus files."""

from __future__ import annotations

from pathlib import Path

from cases.editions.content import build_edition, read_files
from cases.editions.store import find_edition_id, load_edition
from cases.engine.edition import Edition


def open_edition(text: str) -> Edition:
    """The stored edition with this id, beginning of an id, or label; or that of a folder of files.

    Raises:
        NoEditionError: nothing is called so.
        CorpusError: the folder's files are not sound.
    """
    folder = Path(text)
    if folder.is_dir():
        return build_edition(read_files(folder), folder.resolve().name)
    return load_edition(find_edition_id(text))
