"""The examples of rules as whole cases: each judged by the rulebooks that its rule belongs to. Pure."""

from __future__ import annotations

from typing import Any, Final

from cases.engine.edition import Edition
from cases.engine.rules import Example, Level, Rule

_DEFAULT_AS_OF: Final = "2026-06-01"
_SHOP_PLATFORM: Final = "taobao"


def example_case(rule: Rule, example: Example, edition: Edition) -> dict[str, Any]:
    """The example as a raw case, with its default stack and as-of filled in."""
    case = dict(example.case)
    case.setdefault("stack", home_stack(rule, edition))
    case.setdefault("as_of", _DEFAULT_AS_OF)
    return case


def home_stack(rule: Rule, edition: Edition) -> dict[str, str]:
    """The smallest stack that sees the rule: the law alone, its platform, or its shop on a platform."""
    stacks = {
        Level.LAW: {},
        Level.PLATFORM: {"platform": rule.book},
        Level.SHOP: {"platform": _SHOP_PLATFORM, "shop": rule.book},
    }
    return stacks[edition.books[rule.book].level]
