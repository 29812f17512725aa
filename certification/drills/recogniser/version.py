"""Which lexicon and weights recognised a turn. Pure."""

import hashlib

from certification.drills.recogniser.data import FOLDER

_SHOWN_DIGITS = 12


def _hash_of_data() -> str:
    digest = hashlib.sha256()
    for path in sorted(path for path in FOLDER.rglob("*") if path.suffix in {".toml", ".json", ".txt"}):
        digest.update(path.relative_to(FOLDER).as_posix().encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()[:_SHOWN_DIGITS]


VERSION = _hash_of_data()
"""Hash of the data files; stored beside every turn, so that a recognition can be traced to what made it."""
