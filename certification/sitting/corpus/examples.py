"""The examples of rules as cases that can be tried."""

from collections.abc import Mapping
from typing import Any, Final

from cases.api import Edition, Rule

# Where an example leaves these out, the corpus check fills them in the same way.
_AS_OF: Final = "2026-06-01"
_SHOP_PLATFORM: Final = "taobao"


def example_case(rule: Rule, case: Mapping[str, Any], edition: Edition) -> dict[str, Any]:
    """Return an example of a rule with its date, and with the stack in which the rule stands."""
    level = edition.books[rule.book].level
    stack = {"law": {}, "platform": {"platform": rule.book}, "shop": {"platform": _SHOP_PLATFORM, "shop": rule.book}}
    return {"stack": stack[level], "as_of": _AS_OF, **case}
