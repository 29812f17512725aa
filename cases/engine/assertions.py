"""What the authors claim of a corpus as a whole, for the prover to check: gaps that are meant, and invariants. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from cases.engine import ir


@dataclass(frozen=True, slots=True)
class Waiver:
    """A gap that is meant: the rules are silent on ``issue`` where ``when`` holds, for a ``reason`` given in Chinese.

    ``platform`` is a rulebook of that level, ``law`` for law alone, "" for every stack.
    """

    issue: str
    platform: str
    when: ir.Bool
    when_text: str
    reason: str


@dataclass(frozen=True, slots=True)
class Invariant:
    """Where ``premise`` holds, so does ``conclusion``; ``says`` tells it in Chinese, ``platform`` is as in a waiver."""

    id: str
    says: str
    premise: ir.Bool
    conclusion: ir.Bool
    premise_text: str
    conclusion_text: str
    platform: str = ""
    note: str = ""
