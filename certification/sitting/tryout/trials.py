"""A case being tried: what the adjudicator says about it, or why it cannot be judged."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from cases import api
from cases.api import CaseError, Edition, Explanation
from certification.core.case_links import CaseLinkError, unpack_case

RawCase = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Trial:
    """A raw case with its explanation, or with the problems that keep it from being judged."""

    case: RawCase
    explanation: Explanation | None = None
    problems: tuple[str, ...] = ()
    base: RawCase | None = None
    is_empty: bool = False


def is_blank(case: RawCase) -> bool:
    """Tell whether a case says nothing yet."""
    return not any(case.get(part) for part in ("facts", "events", "order", "acts"))


def try_case(case: RawCase, *, edition: Edition, base: RawCase | None = None) -> Trial:
    """Judge a raw case."""
    if is_blank(case):
        return Trial(case, base=base, is_empty=True)
    try:
        explanation = api.explain(api.parse_case(case, edition=edition), edition=edition)
    except CaseError as error:
        return Trial(case, problems=error.problems, base=base)
    return Trial(case, explanation, base=base)


def _usual_stack(edition: Edition) -> dict[str, str]:
    """Return the first platform: by law alone most questions stay open."""
    platforms = [book.id for book in edition.books.values() if book.level == "platform"]
    return {"platform": platforms[0]} if platforms else {}


def trial_from_address(query: QueryDict, *, edition: Edition, today: str) -> Trial:
    """Judge the case in an address, under its supposition if it carries one; without a case, start a blank one."""
    blank: dict[str, Any] = {"stack": _usual_stack(edition), "as_of": today}
    token, overlay = query.get("case", ""), query.get("set", "")
    if not token:
        return Trial(blank, is_empty=True)
    try:
        case = unpack_case(token)
        if not overlay:
            return try_case(case, edition=edition)
        return try_case(api.lay_over(case, unpack_case(overlay)), edition=edition, base=case)
    except (CaseLinkError, TypeError, ValueError):
        return Trial(blank, problems=(_("地址里的案情读不出来：它不完整，或者被改动过。请从原来的页面再打开一次。"),))
