"""What was posted, as slots by path (`when.0.i.1.op`), and the buttons that change their structure. Pure."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

#: Tells that an item is there, whatever else of it is filled in: `row`, `and`, `or`, or just `1`.
KIND: Final = "t"
_INDEX: Final = re.compile(r"\d+")


class Slots:
    """Texts by path. A path is made of names and numbers with dots between them."""

    def __init__(self, posted: Mapping[str, Sequence[str]]) -> None:
        self.all: dict[str, list[str]] = {name: list(values) for name, values in posted.items()}

    def text(self, path: str) -> str:
        """Return the text of a slot, "" if it is not there; line ends are those of this system."""
        values = self.all.get(path)
        return values[-1].replace("\r\n", "\n").strip() if values else ""

    def texts(self, path: str) -> tuple[str, ...]:
        """Return all texts of a slot that may be picked several times."""
        return tuple(value for value in self.all.get(path, ()) if value)

    def has(self, path: str) -> bool:
        return path in self.all

    def items(self, path: str) -> list[str]:
        """Return the paths of the items of a list, in order."""
        start = f"{path}."
        numbers = {name[len(start) :].split(".")[0] for name in self.all if name.startswith(start)}
        return [f"{start}{number}" for number in sorted((n for n in numbers if _INDEX.fullmatch(n)), key=int)]

    # -- buttons ----------------------------------------------------------------------------------

    def do(self, button: str) -> None:
        """Do what a button says: `add:PATH`, `drop:PATH`, `up:PATH`, `group:PATH`, `ungroup:PATH`; others nothing."""
        verb, _colon, path = button.partition(":")
        verbs = {"add": self.add, "drop": self.drop, "up": self.up, "group": self.group, "ungroup": self.ungroup}
        if verb in verbs and path:
            verbs[verb](path)

    def add(self, path: str) -> str:
        """Add an empty item to a list."""
        last = self.items(path)
        number = int(last[-1].rpartition(".")[2]) + 1 if last else 0
        self.all[f"{path}.{number}.{KIND}"] = ["row"]
        return f"{path}.{number}"

    def drop(self, path: str) -> None:
        """Take an item away with all that is in it."""
        for name in self._under(path):
            del self.all[name]

    def up(self, path: str) -> None:
        """Let an item change places with the one before it."""
        items = self.items(path.rpartition(".")[0])
        at = items.index(path) if path in items else 0
        if at:
            self._move(path, "moving")
            self._move(items[at - 1], path)
            self._move("moving", items[at - 1])

    def group(self, path: str) -> None:
        """Put a row into a group of two of which one has to hold; inside such a group, both."""
        parent = path.rpartition(".i.")[0]
        join = "and" if parent and self.text(f"{parent}.{KIND}") == "or" else "or"
        self._move(path, "moving")
        self.all[f"{path}.{KIND}"] = [join]
        self._move("moving", f"{path}.i.0")
        self.add(f"{path}.i")

    def ungroup(self, path: str) -> None:
        """Put the first item of a group in the place of the group."""
        items = self.items(f"{path}.i")
        if items:
            self._move(items[0], "moving")
            self.drop(path)
            self._move("moving", path)

    def _under(self, path: str) -> list[str]:
        return [name for name in self.all if name == path or name.startswith(f"{path}.")]

    def _move(self, path: str, to: str) -> None:
        for name, values in self._taken(path):
            self.all[to + name[len(path) :]] = values

    def _taken(self, path: str) -> Iterator[tuple[str, list[str]]]:
        yield from [(name, self.all.pop(name)) for name in self._under(path)]
