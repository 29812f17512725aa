"""A mapping from a file being read strictly: what is wrong is collected with file, line, field, value and remedy."""

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Final, TypeVar

from cases import api
from certification.bank.items import ItemProblem

E = TypeVar("E", bound=StrEnum)
R = TypeVar("R")
SHOWN: Final = 40
YES: Final = {"yes": True, "no": False}


@dataclass(slots=True)
class Reading:
    """One file being read."""

    file: str
    script: str = "-"
    problems: list[ItemProblem] = field(default_factory=list)

    def tell(self, line: int, path: str, value: object, todo: str) -> None:
        text = str(value)
        shown = text if len(text) <= SHOWN else f"{text[: SHOWN - 1]}…"
        self.problems.append(ItemProblem(self.file, line, self.script, path, shown, todo))


@dataclass(slots=True)
class Node:
    """A mapping at `path`; every read tells what is wrong instead of stopping."""

    reading: Reading
    row: Mapping[str, Any]
    path: str = ""

    def where(self, name: str) -> str:
        return f"{self.path}.{name}" if self.path else name

    def wrong(self, name: str, value: object, todo: str) -> None:
        row = self.row
        line = row.lines.get(name, row.line) if isinstance(row, api.Located) else 0
        self.reading.tell(line, self.where(name), value, todo)

    def known(self, *fields: str) -> "Node":
        """Tell fields that do not exist; return itself."""
        for name in self.row:
            if name not in fields:
                self.wrong(name, self.row[name], f"没有这个字段，可用：{'、'.join(fields)}")
        return self

    def text(self, name: str, *, needed: bool = True) -> str:
        value = self.row.get(name, "")
        if not isinstance(value, str):
            self.wrong(name, value, "应是一段文字")
            return ""
        if needed and not value.strip():
            self.wrong(name, "", "必填")
        return value.strip()

    def number(self, name: str, low: int, high: int, default: int | None = None) -> int:
        value = self.row.get(name, "" if default is None else str(default))
        text = str(value)
        if not text.removeprefix("+").removeprefix("-").isdecimal() or not low <= int(text) <= high:
            self.wrong(name, value, f"应是 {low} 到 {high} 的整数")
            return low
        return int(text)

    def flag(self, name: str, *, default: bool | None = None) -> bool | None:
        value = self.row.get(name)
        if value is None:
            return default
        if value not in YES:
            self.wrong(name, value, "应是 yes 或 no")
        return YES.get(str(value))

    def choice(self, name: str, kinds: type[E], default: E | None = None) -> E:
        value = self.row.get(name, default)
        if value in list(kinds):
            return kinds(value)
        self.wrong(name, value or "", f"应是 {'、'.join(kinds)} 之一")
        return next(iter(kinds))

    def texts(self, name: str, *, needed: bool = False) -> tuple[str, ...]:
        """Return the texts of a list; a single text counts as a list of one."""
        value = self.row.get(name)
        listed = [value] if isinstance(value, str) and value else value or []
        if not isinstance(listed, list) or not all(isinstance(one, str) and one.strip() for one in listed):
            self.wrong(name, value, "应写成列表，每一项是一段文字")
            return ()
        if needed and not listed:
            self.wrong(name, "", "必填，至少一项")
        return tuple(one.strip() for one in listed)

    def words(self, name: str, allowed: Collection[str], *, needed: bool = False, hint: str = "") -> tuple[str, ...]:
        """Return the texts of a list, each one of `allowed`."""
        found = self.texts(name, needed=needed)
        for one in found:
            if one not in allowed:
                self.wrong(name, one, hint or f"没有这个名称，可用：{'、'.join(allowed)}")
        return tuple(one for one in found if one in allowed)

    def child(self, name: str, *, needed: bool = True) -> "Node":
        value = self.row.get(name)
        if value is None and not needed:
            return Node(self.reading, {}, self.where(name))
        if not isinstance(value, Mapping):
            self.wrong(name, "" if value is None else value, "必填，应是“名称: 值”")
            value = {}
        return Node(self.reading, value, self.where(name))

    def has(self, name: str) -> bool:
        return name in self.row

    def children(self, name: str, *, needed: bool = False) -> Iterator["Node"]:
        """Yield the mappings of a list, each with its number in its path."""
        value = self.row.get(name) or []
        if not isinstance(value, list):
            self.wrong(name, value, "应写成列表")
            return
        if needed and not value:
            self.wrong(name, "", "必填，至少一项")
        for index, one in enumerate(value):
            at = f"{self.where(name)}.{index + 1}"
            if isinstance(one, Mapping):
                yield Node(self.reading, one, at)
            else:
                self.wrong(name, one, "每一项应是“字段: 值”")

    def each(self, name: str, read: Callable[["Node"], R], *, needed: bool = False) -> tuple[R, ...]:
        """Return what `read` makes of every mapping of a list."""
        return tuple(read(one) for one in self.children(name, needed=needed))
