"""A question under another reading of its facts: which key comes out, and whether that would matter to anybody."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from django.utils.translation import gettext as _

from cases import api
from certification.bank.cards import case_card
from certification.bank.deriving import api_question, case_of_key, issues_asked
from certification.bank.domain import Content
from certification.grading.domain import chosen_options
from certification.grading.reading import MarkedQuestion
from certification.papers.modes import Mode, mark_answer


class Effect(StrEnum):
    """What the disputed reading does to the key."""

    SAME = "same"
    OTHER = "other"
    UNDECIDED = "undecided"
    IMPOSSIBLE = "impossible"


@dataclass(frozen=True, slots=True)
class Reading:
    """What comes out of a reading: `key` by the content's options, `points` what the answer would earn then."""

    effect: Effect
    key: tuple[int, ...] = ()
    points: int = 0
    problems: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DisputeLine:
    """One disputed fact or event: what the case says, and how it is read instead."""

    label: str
    was: str
    now: str


def read_under(one: MarkedQuestion, disputed: Mapping[str, Any], *, edition: api.Edition) -> Reading:
    """Let the adjudicator decide the question under the disputed facts.

    Args:
        one: the question as it was answered and marked.
        disputed: facts and events as the person reads them, laid over the case.
        edition: the rules that it was marked by.
    """
    derived = api.derive_key(api_question(disputed_content(one.content, disputed)), edition=edition)
    if not derived.truths:
        return Reading(Effect.IMPOSSIBLE, problems=tuple(problem.message for problem in derived.problems))
    if any(truth is None for truth in derived.truths):
        return Reading(Effect.UNDECIDED, problems=tuple(problem.message for problem in derived.problems[:1]))
    held = chosen_options(one.key, one.option_order)
    points = mark_answer(
        chosen_options(one.cell.answer, one.option_order),
        derived.key,
        options=len(one.option_order),
        mode=Mode(one.mode),
        points=one.out_of,
        void=one.mended.correction.void_options if one.mended else (),
    )
    is_same = sorted(derived.key) == sorted(held)
    return Reading(Effect.SAME if is_same else Effect.OTHER, tuple(derived.key), points)


def disputed_content(content: Content, disputed: Mapping[str, Any]) -> Content:
    """Return the question as the person reads it."""
    return replace(content, case=api.lay_over(content.case, disputed))


def explanation_of(content: Content, key: Sequence[int], *, edition: api.Edition) -> api.Explanation | None:
    """Return the decision of the case behind a key, told; None for a recall question and for a case that cannot be."""
    if not content.has_case:
        return None
    try:
        case = api.parse_case(case_of_key(content, key), edition=edition)
    except api.CaseError:
        return None
    return api.explain(case, edition=edition, issues=issues_asked(content, edition) or None)


def dispute_lines(
    case: Mapping[str, Any], disputed: Mapping[str, Any], *, edition: api.Edition
) -> tuple[DisputeLine, ...]:
    """Return what is disputed, in words."""
    lines = []
    for part, names in (("facts", edition.vocabulary.facts), ("events", edition.vocabulary.events)):
        stated: Mapping[str, str] = case.get(part) or {}
        order = case.get("order") or () if part == "events" else ()
        for name, raw in (disputed.get(part) or {}).items():
            known = stated.get(name, "yes" if name in order else "")
            lines.append(
                DisputeLine(
                    names[name].label, _spoken(part, name, known, edition), _spoken(part, name, str(raw), edition)
                )
            )
    return tuple(lines)


def _spoken(part: str, name: str, raw: str, edition: api.Edition) -> str:
    if not raw:
        return _("没有提到")
    card = case_card({part: {name: raw}}, edition)
    if card.events:
        return card.events[0].when
    return card.facts[0].text if card.facts else _("没有")
