"""Loose content → what the form shows: what is said, then what is worth asking, the rest behind a search."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from django.utils.translation import gettext as _

from cases.api import Edition
from certification.bank.caseform.acts import ActRow, act_rows
from certification.bank.caseform.claim_rows import JOINERS, RowField, row_fields, say_claim
from certification.bank.caseform.claims import Claim, Row, rows_of
from certification.bank.caseform.fields import Field, book_field, fact_field, raw_text
from certification.bank.caseform.relevance import facts_that_matter
from certification.bank.caseform.times import TimeField, time_field
from certification.bank.deriving import issues_asked
from certification.bank.domain import LETTERS, QuestionType
from certification.bank.preview.domain import OptionCheck, Preview
from certification.bank.workflow.loose import read_loose
from certification.bank.workflow.models import DraftComment
from certification.core.choices import Choice

_CASE: Final = ("stack", "as_of", "facts", "events", "order", "acts")
_LAID: Final = ("facts", "events", "acts", "as_of")
#: So many facts and events that nothing is said of are asked for by themselves.
_MOST_FACTS: Final = 6
_MOST_EVENTS: Final = 3


@dataclass(frozen=True, slots=True)
class FactRow:
    """A fact in the form; `is_stated` where the case says it, `moves_key` where silence makes the question unfair."""

    field: Field
    is_stated: bool
    moves_key: bool = False


@dataclass(frozen=True, slots=True)
class OptionCard:
    """An option in the form. `rows` is None where its claim is shown as text."""

    index: int
    label: str
    prefix: str
    text: str
    claim: str
    said: str
    rows: tuple[RowField, ...] | None
    joiners: tuple[Choice, ...]
    laid: tuple[Field, ...]
    laid_times: tuple[Field, ...]
    acts: tuple[ActRow, ...]
    kept: str
    is_pinned: bool
    right: str
    feedback: str
    is_marked: bool
    is_open: bool
    check: OptionCheck | None
    troubles: tuple[str, ...]
    comments: tuple[DraftComment, ...] = ()


@dataclass(frozen=True, slots=True)
class CasePart:
    """The case in the form."""

    platform: Field
    shop: Field
    as_of: Field
    order: Field
    stated: tuple[FactRow, ...]
    asked: tuple[FactRow, ...]
    times: tuple[TimeField, ...]
    acts: tuple[ActRow, ...]
    shown: tuple[str, ...]
    kept: str
    troubles: tuple[str, ...]


def case_part(loose: Mapping[str, Any], preview: Preview, edition: Edition, *, shown: Sequence[str] = ()) -> CasePart:
    """Return the case of loose content as fields, those first that open issues depend on."""
    case = loose["case"] if isinstance(loose.get("case"), Mapping) else {}
    facts, events, stack = (_mapping(case, part) for part in ("facts", "events", "stack"))
    words = edition.vocabulary
    wanted = _wanted(loose, preview, edition)
    asked = [name for name in wanted if name in words.facts and name not in facts][:_MOST_FACTS]
    asked += [name for name in shown if name in words.facts and name not in facts and name not in asked]
    more = [name for name in wanted if name in words.events and name not in events][:_MOST_EVENTS]
    more += [name for name in shown if name in words.events and name not in events and name not in more]
    moving = {one.fact for one in preview.sensitive}
    return CasePart(
        platform=book_field(edition, "platform", stack),
        shop=book_field(edition, "shop", stack),
        as_of=Field("as_of", _("判断时间"), raw_text(case.get("as_of", "")), placeholder="2025-09-01"),
        order=Field("order", _("先后顺序"), _order_text(case.get("order"), edition)),
        stated=tuple(
            FactRow(_fact(edition, name, facts, preview), is_stated=True) for name in _in_order(facts, words.facts)
        ),
        asked=tuple(
            FactRow(_fact(edition, name, facts, preview), is_stated=False, moves_key=name in moving) for name in asked
        ),
        times=tuple(
            time_field(edition, name, events, is_wrong=bool(preview.at(f"event.{name}")))
            for name in (*_by_time(events), *more)
        ),
        acts=act_rows(case.get("acts"), edition=edition, prefix="act"),
        shown=tuple(name for name in shown if name not in facts and name not in events),
        kept=_kept(case, _CASE),
        troubles=preview.at("case"),
    )


def _mapping(case: Mapping[str, Any], part: str) -> dict[str, Any]:
    found = case.get(part)
    return {str(name): value for name, value in found.items()} if isinstance(found, Mapping) else {}


def _kept(part: Mapping[str, Any], known: Sequence[str]) -> str:
    rest = {name: value for name, value in part.items() if name not in known}
    return json.dumps(rest, ensure_ascii=False) if rest else ""


def _wanted(loose: Mapping[str, Any], preview: Preview, edition: Edition) -> list[str]:
    """Return unstated facts and events in the order they become relevant.

    That is: what moves the key, what open issues wait for, what the rules of the issues asked about read.
    """
    near: dict[str, int] = dict.fromkeys(preview.needed, -1)
    for issue in issues_asked(read_loose(loose), edition):
        for name, depth in facts_that_matter(edition, issue).items():
            near[name] = min(depth, near.get(name, depth))
    return [name for name, depth in sorted(near.items(), key=lambda item: item[1]) if depth <= 0]


def _in_order(stated: Mapping[str, Any], known: Mapping[str, Any]) -> list[str]:
    return [*(name for name in known if name in stated), *(name for name in stated if name not in known)]


def _by_time(events: Mapping[str, Any]) -> list[str]:
    dated = sorted((name for name in events if str(events[name])[:1].isdigit()), key=lambda name: str(events[name]))
    return [*dated, *(name for name in events if name not in dated)]


def _order_text(order: object, edition: Edition) -> str:
    events = edition.vocabulary.events
    listed = order if isinstance(order, list | tuple) else ()
    return " < ".join(events[str(name)].label if str(name) in events else str(name) for name in listed)


def _fact(edition: Edition, name: str, facts: Mapping[str, Any], preview: Preview) -> Field:
    if name not in edition.vocabulary.facts:
        return Field(f"fact.{name}", name, raw_text(facts[name]), hint=_("规则库里没有这项事实"), is_wrong=True)
    field = fact_field(edition, name, facts, ())
    label = edition.vocabulary.facts[name].label
    is_wrong = bool(preview.at(f"fact.{name}")) and name in facts
    return replace(field, label=label, hint=field.label if field.label != label else field.hint, is_wrong=is_wrong)


# -- options ------------------------------------------------------------------------------------------


def option_cards(
    loose: Mapping[str, Any],
    expected: Sequence[str],
    preview: Preview,
    edition: Edition,
    *,
    as_text: frozenset[int] = frozenset(),
    opened: int | None = None,
) -> tuple[OptionCard, ...]:
    """Return the options of loose content as cards."""
    is_judgement = loose["type"] == QuestionType.TRUEFALSE
    cards = []
    for index, option in enumerate(loose["options"][: 1 if is_judgement else len(LETTERS)]):
        is_text = index in as_text
        card = _card(index, option, preview, edition, is_text=is_text, is_opened=index == opened)
        cards.append(replace(card, is_marked=card.label in expected))
    return tuple(cards)


def _card(
    index: int, option: Mapping[str, Any], preview: Preview, edition: Edition, *, is_text: bool, is_opened: bool
) -> OptionCard:
    claim_text = str(option.get("claim") or "")
    claim = None if is_text else rows_of(claim_text)
    check = preview.options[index] if index < len(preview.options) else None
    prefix, words = f"option.{index}", edition.vocabulary
    label = check.label if check else LETTERS[index]
    raw = option.get("overlay")
    overlay: Mapping[str, Any] = raw if isinstance(raw, Mapping) else {}
    unfinished = claim is None or not claim.rows or not all(row.is_finished for row in claim.rows)
    joiner = claim.joiner if claim else ""
    right = option.get("right")
    return OptionCard(
        index=index,
        label=label,
        prefix=prefix,
        text=str(option.get("text") or ""),
        claim=claim_text,
        said=say_claim(claim_text, words),
        rows=row_fields(claim if claim.rows else Claim((Row(),)), words, prefix=f"{prefix}.row") if claim else None,
        joiners=tuple(Choice(one, str(said), one == joiner) for one, said in JOINERS.items()),
        laid=tuple(_laid_facts(edition, prefix, _mapping(overlay, "facts"))),
        laid_times=tuple(_laid_times(edition, prefix, overlay)),
        acts=act_rows(overlay.get("acts"), edition=edition, prefix=f"{prefix}.act"),
        kept=_kept(overlay, _LAID),
        is_pinned=option.get("pinned") is True,
        right={True: "yes", False: "no"}.get(right, "") if isinstance(right, bool) else "",
        feedback=str(option.get("feedback") or ""),
        is_marked=False,
        is_open=is_opened or unfinished,
        check=check,
        troubles=preview.at(f"option:{index}"),
    )


def _laid_facts(edition: Edition, prefix: str, facts: Mapping[str, Any]) -> Iterator[Field]:
    for name in facts:
        place = f"{prefix}.set.fact.{name}"
        if name not in edition.vocabulary.facts:
            yield Field(place, name, raw_text(facts[name]), is_wrong=True)
            continue
        field = fact_field(edition, name, facts, ())
        choices = tuple(replace(one, label=_("请选")) if one.value == "" else one for one in field.choices)
        label = edition.vocabulary.facts[name].label
        yield replace(field, name=place, label=label, hint="", choices=choices, placeholder="")


def _laid_times(edition: Edition, prefix: str, overlay: Mapping[str, Any]) -> list[Field]:
    events, found = edition.vocabulary.events, []
    for name, raw in _mapping(overlay, "events").items():
        label = events[name].label if name in events else name
        text = time_field(edition, name, {name: raw}).text or raw_text(raw)
        found.append(Field(f"{prefix}.set.event.{name}", label, text, placeholder="2025-08-16 17:05"))
    if "as_of" in overlay:
        found.append(Field(f"{prefix}.set.as_of", _("判断时间"), raw_text(overlay["as_of"]), placeholder="2025-09-01"))
    return found
