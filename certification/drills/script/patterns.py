"""What conditions of a script are made of: act patterns, `ask_evidence(photo)`, and comparisons, `<= 2`. Pure."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

_COMPARISON: Final = re.compile(r"(<=|>=|<|>|=)?\s*(-?\d+(?:\.\d{1,2})?)\s*(元|秒|轮)?")
_PATTERN: Final = re.compile(r"([a-z][a-z_]*)(?:\((.+)\))?")
FEN: Final = 100


@dataclass(frozen=True, slots=True)
class Comparison:
    """A bound on a whole number: turns, seconds, patience, or fen."""

    op: str
    value: int

    def holds(self, number: int) -> bool:
        """Say whether `number` keeps the bound."""
        match self.op:
            case "<=":
                return number <= self.value
            case ">=":
                return number >= self.value
            case "<":
                return number < self.value
            case ">":
                return number > self.value
            case _:
                return number == self.value


@dataclass(frozen=True, slots=True)
class ActPattern:
    """An act, perhaps with its argument: `word` is a kind or an addressee, `amount` a bound in fen.

    `firm`: a conditional offer does not count.
    """

    name: str
    word: str = ""
    amount: Comparison | None = None
    firm: bool = False

    def matches(self, name: str, args: Mapping[str, object]) -> bool:
        """Say whether an act of this name with these arguments is meant; an unknown amount keeps no bound."""
        if name != self.name or (self.firm and args.get("conditional") is True):
            return False
        if self.word and self.word not in (args.get("kind"), args.get("to")):
            return False
        amount = args.get("amount")
        return self.amount is None or (isinstance(amount, int) and self.amount.holds(amount))

    def __str__(self) -> str:
        inner = self.word or ("firm" if self.firm else "")
        if self.amount is not None:
            inner = f"{self.amount.op} {self.amount.value / FEN:g}元"
        return f"{self.name}({inner})" if inner else self.name


def read_comparison(text: str, *, money: bool = False) -> Comparison | None:
    """Return the bound that `text` writes, such as `<= 2`, `3` or `> 30元`; None where it is none.

    Args:
        text: the bound.
        money: whether the number is yuan, which is kept in fen.
    """
    found = _COMPARISON.fullmatch(text.strip())
    if found is None:
        return None
    op, number, unit = found.group(1) or "=", found.group(2), found.group(3) or ""
    if not money:
        return Comparison(op, int(number)) if "." not in number and unit != "元" else None
    return Comparison(op, round(float(number) * FEN)) if unit == "元" else None


def read_pattern(text: str, *, words: frozenset[str]) -> ActPattern | None:
    """Return the pattern that `text` writes: `name`, `name(word)`, `name(> 30元)`, `name(firm)`; None where it is none.

    Args:
        text: the pattern.
        words: kinds and addressees that may stand in brackets.
    """
    found = _PATTERN.fullmatch(text.strip())
    if found is None:
        return None
    name, inner = found.group(1), (found.group(2) or "").strip()
    if not inner:
        return ActPattern(name)
    if inner == "firm":
        return ActPattern(name, firm=True)
    if inner in words:
        return ActPattern(name, word=inner)
    amount = read_comparison(inner, money=True)
    return ActPattern(name, amount=amount) if amount is not None else None
