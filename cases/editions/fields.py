"""Strict reading of mappings: unknown keys, missing keys and wrong shapes become problems with their place."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from typing import Any

from cases.editions.text_yaml import where


class Problems(list[str]):
    """Collected problems."""

    def at(self, node: object, message: str, key: str = "", name: str = "") -> None:
        """Add one problem with the place of ``node`` (or of its ``key``) and the name of what it is about."""
        place = where(node, key)
        self.append(":".join(part for part in (place, name, message) if part))


class Fields:
    """One mapping being read strictly."""

    def __init__(self, node: object, problems: Problems, name: str, allowed: Iterable[str]) -> None:
        self.node: Mapping[str, Any] = node if isinstance(node, Mapping) else {}
        self.problems = problems
        self.name = name
        if not isinstance(node, Mapping):
            problems.at(node, f"应为“键: 值”的内容,这里是“{node}”", name=name)
        names = list(allowed)
        for key in self.node:
            if key not in names:
                near = get_close_matches(key, names, n=1)
                hint = f",是不是 {near[0]}?" if near else f",可用:{'、'.join(names)}"
                self.fail(f"没有“{key}”这个字段{hint}", key)

    def fail(self, message: str, key: str = "") -> None:
        """Add a problem at ``key``."""
        self.problems.at(self.node, message, key, self.name)

    def has(self, key: str) -> bool:
        return key in self.node

    def raw(self, key: str) -> Any:
        return self.node.get(key)

    def text(self, key: str, *, required: bool = False, choices: Iterable[str] = ()) -> str:
        """A text, "" when missing."""
        value: object = self.node.get(key, "")
        if not isinstance(value, str):
            self.fail(f"{key} 应为文字", key)
            return ""
        value = value.strip()
        if required and not value:
            self.fail(f"缺少 {key}", key)
        options = list(choices)
        if value and options and value not in options:
            self.fail(f"{key} 不能是“{value}”,可用:{'、'.join(options)}", key)
            return ""
        return value

    def flag(self, key: str) -> bool:
        """``yes`` or ``no``; no when missing."""
        return self.text(key, choices=("yes", "no")) == "yes"

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of texts, empty when missing."""
        value = self.node.get(key, [])
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            self.fail(f"{key} 应为文字的列表", key)
            return ()
        return tuple(item.strip() for item in value)

    def items(self, key: str) -> list[Any]:
        """A list, empty when missing."""
        value = self.node.get(key, [])
        if not isinstance(value, list):
            self.fail(f"{key} 应为列表", key)
            return []
        return value

    def mapping(self, key: str) -> Mapping[str, Any]:
        """A mapping, empty when missing."""
        value = self.node.get(key, {})
        if not isinstance(value, Mapping):
            self.fail(f"{key} 应为“键: 值”的内容", key)
            return {}
        return value

    def integer(self, key: str) -> int | None:
        value = self.text(key)
        if not value:
            return None
        if not value.removeprefix("-").isdigit():
            self.fail(f"{key} 应为整数,这里是“{value}”", key)
            return None
        return int(value)
