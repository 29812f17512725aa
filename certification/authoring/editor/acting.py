"""The buttons of the form: what each does to the loose content that was posted with it. Pure but for the vocabulary.

A button is `verb:argument:argument`. What is unknown or out of reach changes nothing.
"""

from collections.abc import Callable, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass, field
from typing import Any, Final

from cases.api import Edition, Vocabulary
from certification.authoring.editor.suggesting import Offer
from certification.authoring.editor.typed import BOUND_CASE
from certification.bank.caseform.claims import Claim, Row, rows_of, text_of, with_row, without_row
from certification.bank.domain import LETTERS, RIGHT_LABEL, WRONG_LABEL, QuestionType
from certification.bank.generate.phrases import fact_phrase
from certification.bank.preview.previewing import silence_text


@dataclass(slots=True)
class Desk:
    """What a button works on: content and marks, and what the page shows of them.

    `marked` are places of options; `anchor` is where the page goes on.
    """

    loose: dict[str, Any]
    marked: set[int]
    edition: Edition
    fields: Mapping[str, str]
    shown: list[str] = field(default_factory=list)
    as_text: set[int] = field(default_factory=set)
    opened: int | None = None
    anchor: str = ""

    @property
    def words(self) -> Vocabulary:
        return self.edition.vocabulary

    @property
    def options(self) -> list[dict[str, Any]]:
        options: list[dict[str, Any]] = self.loose["options"]
        return options

    @property
    def expected(self) -> tuple[str, ...]:
        """Return the labels of the marked options."""
        labels = (RIGHT_LABEL, WRONG_LABEL) if self.loose["type"] == QuestionType.TRUEFALSE else LETTERS
        return tuple(labels[index] for index in sorted(self.marked) if index < len(self.options))

    def open_option(self, index: int) -> dict[str, Any]:
        """Return an option to work on, and show it open."""
        self.opened, self.anchor = index, f"question-option-{index}"
        return self.options[index]


Verb = Callable[[Desk, Sequence[str]], None]


def act(desk: Desk, button: str) -> None:
    """Do what a button says; one that does not fit what was posted changes nothing."""
    verb, *given = button.split(":")
    if verb in VERBS:
        try:
            VERBS[verb](desk, given)
        except (IndexError, KeyError, ValueError):
            desk.opened = None


def option_from(text: str, claim: str) -> dict[str, Any]:
    """Return a loose option."""
    return {"text": text, "claim": claim, "overlay": {}, "right": None}


def take(desk: Desk, offer: Offer) -> None:
    """Add what was offered: into the first option that says nothing yet, else as another one."""
    if desk.loose["type"] == QuestionType.TRUEFALSE:
        return
    empty = [at for at, one in enumerate(desk.options) if not (one["text"] or one["claim"] or one.get("overlay"))]
    if not empty and len(desk.options) >= len(LETTERS):
        return
    at = empty[0] if empty else len(desk.options)
    desk.options[at : at + 1] = [option_from(offer.text, offer.claim)]
    if offer.is_right:
        desk.marked.add(at)


# -- options ------------------------------------------------------------------------------------------


def _add_option(desk: Desk, _given: Sequence[str]) -> None:
    if len(desk.options) < len(LETTERS) and desk.loose["type"] != QuestionType.TRUEFALSE:
        desk.options.append(option_from("", ""))
        desk.open_option(len(desk.options) - 1)


def _remove_option(desk: Desk, given: Sequence[str]) -> None:
    at = int(given[0])
    desk.options.pop(at)
    desk.marked = {one - (one > at) for one in desk.marked if one != at}
    desk.as_text = {one - (one > at) for one in desk.as_text if one != at}
    desk.anchor = "options"


def _move_option(desk: Desk, given: Sequence[str]) -> None:
    at, to = int(given[0]), int(given[0]) + int(given[1])
    if not (0 <= at < len(desk.options) and 0 <= to < len(desk.options)):
        return
    desk.options[at], desk.options[to] = desk.options[to], desk.options[at]
    swap = {at: to, to: at}
    desk.marked = {swap.get(one, one) for one in desk.marked}
    desk.as_text = {swap.get(one, one) for one in desk.as_text}
    desk.anchor = f"question-option-{to}"


def _edit_claim(change: Callable[[Claim, Sequence[str]], Claim]) -> Verb:
    def verb(desk: Desk, given: Sequence[str]) -> None:
        option = desk.open_option(int(given[0]))
        claim = rows_of(str(option["claim"]))
        if claim is not None:
            shown = claim if claim.rows else Claim((Row(),))  # the page shows an empty claim as one empty row
            option["claim"] = text_of(change(shown, given[1:]))

    return verb


def _to_text(desk: Desk, given: Sequence[str]) -> None:
    at = int(given[0])
    desk.open_option(at)
    desk.as_text.add(at)


def _to_rows(desk: Desk, given: Sequence[str]) -> None:
    at = int(given[0])
    desk.open_option(at)
    if rows_of(str(desk.options[at]["claim"])) is not None:
        desk.as_text.discard(at)


def _refresh(desk: Desk, given: Sequence[str]) -> None:
    if given:
        desk.open_option(int(given[0]))


# -- facts, events, acts ------------------------------------------------------------------------------


def _named(known: Mapping[str, Any], text: str) -> str:
    """Return the name that somebody picked by its label, or typed."""
    text = text.strip()
    label, _dot, name = text.partition(" · ")
    if text in known or name in known:
        return text if text in known else name
    return next((one.id for one in known.values() if one.label in (text, label)), "")


def _add_fact(desk: Desk, _given: Sequence[str]) -> None:
    if name := _named(desk.words.facts, desk.fields.get("new-fact", "")):
        desk.shown.append(name)
        desk.anchor = f"fact-row-fact.{name}"


def _add_event(desk: Desk, _given: Sequence[str]) -> None:
    if name := _named(desk.words.events, desk.fields.get("new-event", "")):
        desk.shown.append(name)
        desk.anchor = f"time-row-{name}"


def _add_act(desk: Desk, given: Sequence[str]) -> None:
    """Add an act to the case, or to what an option lays over it."""
    place = desk.open_option(int(given[0])).setdefault("overlay", {}) if given else desk.loose["case"]
    if name := _named(desk.words.acts, desk.fields.get(f"option.{given[0]}.new-act" if given else "new-act", "")):
        place["acts"] = [*(place.get("acts") or ()), name]
        desk.anchor = desk.anchor or "question-acts"


def _remove_act(desk: Desk, given: Sequence[str]) -> None:
    place = desk.open_option(int(given[1]))["overlay"] if len(given) > 1 else desk.loose["case"]
    place["acts"].pop(int(given[0]))
    if not place["acts"]:
        del place["acts"]
    desk.anchor = desk.anchor or "question-acts"


def _add_overlay(desk: Desk, given: Sequence[str]) -> None:
    option = desk.open_option(int(given[0]))
    text = desk.fields.get(f"option.{given[0]}.new-set", "")
    overlay = option.setdefault("overlay", {})
    if name := _named(desk.words.facts, text):
        overlay.setdefault("facts", {}).setdefault(name, "")
    elif name := _named(desk.words.events, text):
        overlay.setdefault("events", {}).setdefault(name, "")
    elif name := _named(desk.words.acts, text):
        overlay["acts"] = [*(overlay.get("acts") or ()), name]


def _remove_overlay(desk: Desk, given: Sequence[str]) -> None:
    overlay = desk.open_option(int(given[0]))["overlay"]
    part, _dot, name = given[1].partition(".")
    if not name:
        del overlay[part]
        return
    del overlay[f"{part}s"][name]
    if not overlay[f"{part}s"]:
        del overlay[f"{part}s"]


def _state(desk: Desk, given: Sequence[str]) -> None:
    """写进题干: say the fact in the case as silence takes it, and in the stem."""
    fact = desk.words.facts[given[0]]
    _background(desk, given)
    said = fact_phrase(fact, silence_text(fact)).strip("。，")
    stem = str(desk.loose["stem"])
    if said and said not in stem:
        desk.loose["stem"] = f"{said}。{stem}" if stem else f"{said}。"
    desk.anchor = "stem"


def _background(desk: Desk, given: Sequence[str]) -> None:
    """标为背景: say the fact in the case, where the case card tells it; the stem stays as it is."""
    fact = desk.words.facts[given[0]]
    facts = desk.loose["case"].setdefault("facts", {})
    facts[fact.id] = silence_text(fact)
    desk.anchor = f"fact-row-fact.{fact.id}"


def _cite(desk: Desk, _given: Sequence[str]) -> None:
    """Ask about a clause: what is right is read there, so that claims go."""
    desk.loose["cited"] = ["", ""]
    for option in desk.options:
        option.update(claim="", overlay={}, right=None)
    desk.anchor = "cited-rule"


def _uncite(desk: Desk, _given: Sequence[str]) -> None:
    desk.loose["cited"] = None
    for option in desk.options:
        option["right"] = None
    desk.anchor = "question-asks"


def _bind(desk: Desk, _given: Sequence[str]) -> None:
    """绑定案情: the rules are to decide what its author vouched for; what was written is kept until it is published."""
    desk.loose["case"] = dict(BOUND_CASE)
    desk.anchor = "question-case"


def _unbind(desk: Desk, _given: Sequence[str]) -> None:
    if desk.loose.get("typed"):
        desk.loose["case"] = {}
        for at, option in enumerate(desk.options):
            option.update(claim="", overlay={}, right=at in desk.marked)
        desk.anchor = "question-typed"


VERBS: Final[Mapping[str, Verb]] = {
    "bind": _bind,
    "unbind": _unbind,
    "cite": _cite,
    "uncite": _uncite,
    "add-option": _add_option,
    "remove-option": _remove_option,
    "move-option": _move_option,
    "add-row": _edit_claim(lambda claim, _given: with_row(claim, Row())),
    "remove-row": _edit_claim(lambda claim, given: without_row(claim, int(given[0]))),
    "to-text": _to_text,
    "to-rows": _to_rows,
    "refresh": _refresh,
    "add-fact": _add_fact,
    "add-event": _add_event,
    "add-act": _add_act,
    "remove-act": _remove_act,
    "add-overlay": _add_overlay,
    "remove-overlay": _remove_overlay,
    "state": _state,
    "background": _background,
}


def desk_of(
    loose: Mapping[str, Any], marked: Sequence[int], edition: Edition, fields: Mapping[str, str], shown: Sequence[str]
) -> Desk:
    """Return a desk with a copy of the content on it."""
    return Desk(deepcopy(dict(loose)), set(marked), edition, fields, list(shown))
