"""The form of a case: every fact, event and act of the vocabulary as a field that keeps what was entered."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from cases.api import Edition
from certification.bank.caseform.relevance import facts_that_matter
from certification.bank.caseform.wording import plain_words
from certification.core.choices import Choice

RawCase = Mapping[str, Any]

_MOST_SHOWN = 14
_DEEPEST_SHOWN = 2


@dataclass(frozen=True, slots=True)
class Field:
    """A fact, an event or an argument: picked from `choices`, or typed where there are none."""

    name: str
    label: str
    value: str
    hint: str = ""
    placeholder: str = ""
    choices: tuple[Choice, ...] = ()
    group: str = ""
    is_wrong: bool = False

    @property
    def said(self) -> str:
        """Return the value in words."""
        return next((one.label for one in self.choices if one.is_chosen), self.value)

    @property
    def place(self) -> str:
        """Return what an option changes by it: `fact.x`, `event.x`, `as_of`; "" of a field of the case itself."""
        return self.name.partition(".set.")[2]


@dataclass(frozen=True, slots=True)
class ActField:
    """Something the agent may have said or done, with its arguments."""

    name: str
    label: str
    hint: str
    is_done: bool
    args: tuple[Field, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """Fields under one heading."""

    name: str
    fields: tuple[Field, ...]


@dataclass(frozen=True, slots=True)
class CaseForm:
    """Everything the form shows."""

    platform: Field
    shop: Field
    as_of: Field
    order: Field
    focus: Field
    facts: tuple[Field, ...]
    events: tuple[Field, ...]
    more_facts: tuple[Group, ...]
    more_events: tuple[Field, ...]
    acts: tuple[ActField, ...]
    kept_acts: tuple[Any, ...]


def raw_text(value: object) -> str:
    """Return a raw value of a case as it is written."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "?" if value is None else str(value)


def make_form(case: RawCase, *, edition: Edition, focus: str = "", problems: Sequence[str] = ()) -> CaseForm:
    """Return the form filled with a case, the fields that matter for `focus` first."""
    words = edition.vocabulary
    near = facts_that_matter(edition, focus)
    facts, events = _mapping(case, "facts"), _mapping(case, "events")
    shown = [name for name, depth in sorted(near.items(), key=lambda item: item[1]) if depth <= _DEEPEST_SHOWN]
    shown_facts = {*facts, *[name for name in shown if name in words.facts][:_MOST_SHOWN]}
    shown_events = {*events, *[name for name in shown if name in words.events][:_MOST_SHOWN]}
    fact_fields = {name: fact_field(edition, name, facts, problems) for name in words.facts}
    event_fields = {name: event_field(edition, name, events, problems) for name in words.events}
    more = [field for name, field in fact_fields.items() if name not in shown_facts]
    stack = _mapping(case, "stack")
    acts, kept = _split_acts(case, edition)
    return CaseForm(
        platform=book_field(edition, "platform", stack),
        shop=book_field(edition, "shop", stack),
        as_of=Field("as_of", _("裁判日期"), raw_text(case.get("as_of", "")), placeholder="2025-09-01"),
        order=Field("order", _("先后顺序"), " < ".join(map(str, _listed(case, "order")))),
        focus=_focus_field(edition, focus),
        facts=tuple(field for name, field in fact_fields.items() if name in shown_facts),
        events=tuple(field for name, field in event_fields.items() if name in shown_events),
        more_facts=tuple(
            Group(group or _("其他"), tuple(field for field in more if field.group == group))
            for group in dict.fromkeys(field.group for field in more)
        ),
        more_events=tuple(field for name, field in event_fields.items() if name not in shown_events),
        acts=tuple(_act_field(edition, name, acts) for name in words.acts),
        kept_acts=tuple(kept),
    )


def _mapping(case: RawCase, part: str) -> Mapping[str, Any]:
    found = case.get(part)
    return {str(name): value for name, value in found.items()} if isinstance(found, Mapping) else {}


def _listed(case: RawCase, part: str) -> list[Any]:
    found = case.get(part)
    return list(found) if isinstance(found, list | tuple) else []


def _names(problem: str, name: str) -> bool:
    return f" {name}" in problem and not problem.partition(f" {name}")[2][:1].isalnum()


def choices_of(options: Sequence[tuple[str, str]], value: str) -> tuple[Choice, ...]:
    """Return the options; a value that is none of them stays, so that nothing entered is lost."""
    if value not in dict(options):
        options = [*options, (value, _("%(value)s（不可用）") % {"value": value})]
    return tuple(Choice(one, label, one == value) for one, label in options)


def fact_field(edition: Edition, name: str, facts: RawCase, problems: Sequence[str]) -> Field:
    fact = edition.vocabulary.facts[name]
    value = raw_text(facts[name]) if name in facts else ""
    wordings = {"yes": _("是"), "no": _("否")} if fact.type == "bool" else dict(fact.values)
    silence = raw_text(fact.silence)
    silent = {"?": _("不清楚"), "unproven": _("没能举证"), **wordings}.get(silence, silence)
    unstated = _("未提及（按“%(value)s”）") % {"value": silent}
    options: list[tuple[str, str]] = []
    if wordings:
        options = [("", unstated), *wordings.items()]
        options += [("unproven", _("没能举证"))] if fact.burden else []
        options += [("?", _("不清楚"))]
    examples = {"money": _("如 30元"), "int": fact.unit and _("几%(unit)s") % {"unit": fact.unit}}
    return Field(
        name=f"fact.{name}",
        label=fact.ask or fact.label,
        value=value,
        hint=plain_words(fact.meaning, edition, {**fact.values, "yes": _("是"), "no": _("否")}),
        placeholder="" if wordings else f"{examples.get(str(fact.type), '')} {unstated}",
        choices=choices_of(options, value) if options else (),
        group=fact.group,
        is_wrong=any(_names(problem, name) for problem in problems),
    )


def event_field(edition: Edition, name: str, events: RawCase, problems: Sequence[str]) -> Field:
    event = edition.vocabulary.events[name]
    return Field(
        name=f"event.{name}",
        label=event.label,
        value=raw_text(events[name]) if name in events else "",
        hint=plain_words(event.meaning, edition),
        placeholder=_("没有发生"),
        is_wrong=any(_names(problem, name) for problem in problems),
    )


def book_field(edition: Edition, level: str, stack: RawCase) -> Field:
    value = raw_text(stack.get(level) or "")
    none = _("不看平台规则，只看法律") if level == "platform" else _("没有店铺规则")
    options = [("", none), *((book.id, book.name) for book in edition.books.values() if book.level == level)]
    label = _("平台") if level == "platform" else _("店铺")
    return Field(f"stack.{level}", label, value, choices=choices_of(options, value))


def _focus_field(edition: Edition, focus: str) -> Field:
    issues = edition.vocabulary.issues
    options = [("", _("全部争点")), *((name, issue.question or issue.label) for name, issue in issues.items())]
    return Field("focus", _("先看哪个争点"), focus, choices=choices_of(options, focus if focus in issues else ""))


def _split_acts(case: RawCase, edition: Edition) -> tuple[dict[str, RawCase], list[Any]]:
    """Return the acts that boxes can show, by id, and those they cannot: dated, taken back or repeated."""
    plain: dict[str, RawCase] = {}
    kept: list[Any] = []
    for one in _listed(case, "acts"):
        entry = {"act": one} if isinstance(one, str) else one
        act = edition.vocabulary.acts.get(str(entry.get("act"))) if isinstance(entry, Mapping) else None
        if act is None or act.id in plain or set(entry) - {"act", *act.args}:
            kept.append(one)
        else:
            plain[act.id] = entry
    return plain, kept


def _act_field(edition: Edition, name: str, done: Mapping[str, RawCase]) -> ActField:
    act = edition.vocabulary.acts[name]
    entry = done.get(name, {})
    args = tuple(
        Field(
            f"act.{name}.{arg}",
            _("金额") if kind == "money" else arg,
            raw_text(entry[arg]) if arg in entry else "",
            placeholder=_("如 30元") if kind == "money" else "",
        )
        for arg, kind in act.args.items()
    )
    return ActField(f"act.{name}", act.label, act.meaning, name in done, args)
