"""Words of one meaning read as one sign: what is learnt of one of them holds for the others. Pure."""

from functools import cache, lru_cache

from certification.drills.recogniser.data import read_data


@cache
def _signs() -> dict[str, str]:
    signs: dict[str, str] = {}
    for line in read_data("thesaurus.txt").splitlines():
        words = line.split("#")[0].split()
        signs.update(dict.fromkeys(words[1:], words[0])) if words else None
    return signs


@cache
def _lengths() -> dict[str, tuple[int, ...]]:
    """Return how long the words are that begin with a character, longest first."""
    lengths: dict[str, set[int]] = {}
    for word in _signs():
        lengths.setdefault(word[0], set()).add(len(word))
    return {char: tuple(sorted(found, reverse=True)) for char, found in lengths.items()}


@cache
def all_signs() -> frozenset[str]:
    """Return the signs that stand for words."""
    return frozenset(_signs().values())


@lru_cache(maxsize=256)
def with_signs(text: str) -> str:
    """Return text of the plain view with each known word, longest first, replaced by the sign of its meaning."""
    signs, lengths = _signs(), _lengths()
    parts: list[str] = []
    place = 0
    while place < len(text):
        words = (text[place : place + length] for length in lengths.get(text[place], ()))
        word = next((word for word in words if word in signs), "")
        parts.append(signs[word] if word else text[place])
        place += len(word) or 1
    return "".join(parts)
