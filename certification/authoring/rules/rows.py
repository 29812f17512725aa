"""A condition as the editor shows it: rows and groups with their pickers, each problem at its row."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from cases import api
from cases.api import rule_rows
from certification.authoring.rules import pickers
from certification.authoring.rules.pickers import Label, Pickers, options, picked
from certification.core.punctuation import labelled

_KINDS_OF: Final = {
    "money": pickers.MONEY_KINDS,
    "duration": pickers.DURATION_KINDS,
    "instant": pickers.MOMENT_KINDS,
}


@dataclass(frozen=True, slots=True)
class TermView:
    """A number or a moment: what kind, which word or event, how many, of what unit."""

    path: str
    kinds: str
    kind: str
    names: str = ""
    others: str = ""
    number: str = ""
    units: str = ""
    unit_label: str = ""

    @property
    def has_number(self) -> bool:
        return self.kind in ("amount", "times", "times_after", "percent", "months", "workdays")


@dataclass(frozen=True, slots=True)
class OperandView:
    """A term and what is added to it; `text` where it has to be written as an expression."""

    base: TermView
    signs: str
    shift: TermView | None = None


@dataclass(frozen=True, slots=True)
class RowView:
    """One row."""

    path: str
    kind: str
    subject: str
    subjects: str
    first: str = ""
    second: str = ""
    ops: str = ""
    values: Sequence[tuple[str, Label, bool]] = ()
    is_several: bool = False
    operand: OperandView | None = None
    text: str = ""
    code: str = ""
    problems: tuple[api.EditProblem, ...] = ()
    is_group: bool = False


@dataclass(frozen=True, slots=True)
class GroupView:
    """Rows and groups of which all, or one, have to hold."""

    path: str
    join: str
    denied: bool
    items: "tuple[ConditionView, ...]"
    problems: tuple[api.EditProblem, ...] = ()
    is_group: bool = True


ConditionView = RowView | GroupView


@dataclass(frozen=True)
class RowMaker:
    """Makes views of conditions in one vocabulary."""

    words: api.Vocabulary
    lists: Pickers
    problems: Mapping[str, tuple[api.EditProblem, ...]] = field(default_factory=dict)

    def condition(self, one: rule_rows.Condition, path: str) -> ConditionView:
        problems = self.problems.get(path, ())
        if isinstance(one, rule_rows.Group):
            items = tuple(self.condition(item, f"{path}.i.{at}") for at, item in enumerate(one.items))
            return GroupView(path, one.join, one.denied, items, problems)
        return self.row(one, path, problems)

    def row(self, one: rule_rows.Row, path: str, problems: tuple[api.EditProblem, ...]) -> RowView:
        match one:
            case rule_rows.Choice(name, op, values) if name or one == rule_rows.Choice():
                return self.choice(path, name, op, values, problems)
            case rule_rows.Status(issue, op, value):
                return self.status(path, issue, op, value, problems)
            case rule_rows.Comparison() if self.can_show(one):
                return self.comparison(path, one, problems)
            case _:
                return replace(self.happening(one, path), path=path, problems=problems)

    def happening(self, one: rule_rows.Row, path: str) -> RowView:
        """A row of one or two events, of every case, or an expert's."""
        match one:
            case rule_rows.Happened(event, op):
                ops = options(pickers.HAPPENED_OPS.items(), op)
                return RowView(path, "has", "has", self.subject("has"), first=self.event(event), ops=ops)
            case rule_rows.Order(first, second, op):
                events, ops = (self.event(first), self.event(second)), options(pickers.ORDER_OPS.items(), op)
                return RowView(path, "order", "order", self.subject("order"), *events, ops=ops)
            case rule_rows.Always(value):
                ops = options([("is", _("都适用")), ("not", _("都不适用"))], "is" if value == "yes" else "not")
                return RowView(path, "always", "always", self.subject("always"), ops=ops)
            case _:
                return RowView(path, "expert", "expert", self.subject("expert"), text=one.text)

    def can_show(self, one: rule_rows.Comparison) -> bool:
        """Say whether the pickers have what stands on either side."""
        left, kind = one.left, self.kind_of(one.left.base)
        is_listed = left.shift is None and left.base.kind in ("word", "event", "elapsed") and kind != ""
        return is_listed and can_pick(one.right, kind)

    def kind_of(self, term: rule_rows.Term) -> str:
        """Return the type of a term, "" for an unknown word."""
        if term.kind == "elapsed":
            return "duration"
        if term.kind != "word":
            return "instant"
        owner = self.words.facts.get(term.name) or self.words.issues.get(term.name)
        return owner.type.value if owner is not None else ""

    def subject(self, value: str) -> str:
        if value in pickers.SPECIAL or not value:
            return picked(value, pickers.SPECIAL.get(value, ""), self.lists.subjects)
        return picked(value, self.lists.labels.get(value.partition(":")[2], value), self.lists.subjects)

    def event(self, name: str) -> str:
        return picked(name, self.lists.labels.get(name, name), self.lists.events)

    def choice(
        self, path: str, name: str, op: str, values: tuple[str, ...], problems: tuple[api.EditProblem, ...]
    ) -> RowView:
        subject = f"{'fact' if name in self.words.facts else 'issue'}:{name}" if name else ""
        known = value_labels(name, self.words)
        listed = {**{value: known.get(value, value) for value in values}, **known} if len(values) > 1 else known
        listed = {**listed, **{value: value for value in values if value not in known}}
        return RowView(
            path,
            "choice" if name else "empty",
            subject,
            self.subject(subject),
            ops=options(pickers.CHOICE_OPS.items(), op),
            values=[(value, label, value in values) for value, label in listed.items()],
            is_several=op in ("in", "not_in"),
            code=name,
            problems=problems,
        )

    def status(self, path: str, issue: str, op: str, value: str, problems: tuple[api.EditProblem, ...]) -> RowView:
        return RowView(
            path,
            "status",
            "status",
            self.subject("status"),
            first=picked(issue, self.lists.labels.get(issue, issue), self.lists.issues),
            ops=options([("is", pgettext("operator", "是")), ("not", _("不是"))], op),
            values=[(name, label, name == value) for name, label in pickers.STATUSES.items()],
            problems=problems,
        )

    def comparison(self, path: str, one: rule_rows.Comparison, problems: tuple[api.EditProblem, ...]) -> RowView:
        left, kind = one.left.base, self.kind_of(one.left.base)
        shape = {"elapsed": "gap", "event": "at"}.get(left.kind, "number")
        is_fact = left.name in self.words.facts
        subject = shape if shape != "number" else f"{'fact' if is_fact else 'issue'}:{left.name}"
        by_type = {"duration": pickers.GAP_OPS, "instant": pickers.MOMENT_OPS}
        return RowView(
            path,
            shape,
            subject,
            self.subject(subject),
            first=self.event(left.name) if shape != "number" else "",
            second=self.event(left.other) if shape == "gap" else "",
            ops=options(by_type.get(kind, pickers.NUMBER_OPS).items(), one.op),
            operand=self.operand(one.right, f"{path}.r", kind, unit=self.unit(left.name)),
            code=left.name if shape == "number" else "",
            problems=problems,
        )

    def unit(self, name: str) -> str:
        owner = self.words.facts.get(name) or self.words.issues.get(name)
        return owner.unit if owner is not None else ""

    # -- numbers and moments ----------------------------------------------------------------------

    def operand(self, one: rule_rows.Operand, path: str, kind: str, *, unit: str = "") -> OperandView:
        shift = one.shift or rule_rows.Term("amount", unit="d")
        return OperandView(
            self.term(one.base, path, kind, unit=unit),
            options(pickers.SIGNS.items(), one.sign) if one.sign or kind == "instant" else "",
            self.term(shift, f"{path}.shift", "duration" if kind == "instant" else kind, unit=unit)
            if one.sign
            else None,
        )

    def term(self, one: rule_rows.Term, path: str, kind: str, *, unit: str = "") -> TermView:
        kinds = dict(_KINDS_OF.get(kind, pickers.AMOUNT_KINDS))
        if one.kind == "times_after":
            kinds = {("times_after" if name == "times" else name): label for name, label in kinds.items()}
        shown = one.kind if one.kind in kinds else next(iter(kinds))
        return TermView(
            path,
            options(kinds.items(), shown),
            shown,
            names=self.names(shown, one.name, kind),
            number=one.number,
            units=self.units(shown, one.unit, kind),
            unit_label={"percent": "%", "months": _("个月"), "workdays": _("个工作日")}.get(
                shown, unit if shown == "amount" and kind == "int" else ""
            ),
        )

    def names(self, shown: str, name: str, kind: str) -> str:
        if shown == "amount":
            return ""
        if shown in ("event", "midnight", "months", "workdays"):
            return self.event(name)
        of = {"word": kind, "percent": "money"}.get(shown, "int")
        return picked(name, self.lists.labels.get(name, name), self.lists.numbers.get(of, SafeString()))

    def units(self, shown: str, unit: str, kind: str) -> str:
        if shown not in ("amount", "times", "times_after"):
            return ""
        known = {"money": pickers.MONEY, "duration": pickers.DURATIONS}.get(kind)
        if known is None:
            return ""
        return options(known.items(), unit or next(iter(known)))


def can_pick(one: rule_rows.Operand, kind: str) -> bool:
    """Say whether the pickers have every piece of a number or a moment."""
    shift = one.shift
    return _is_among(one.base, kind) and (shift is None or _is_among(shift, "duration" if kind == "instant" else kind))


def _is_among(term: rule_rows.Term, kind: str) -> bool:
    kinds = _KINDS_OF.get(kind, pickers.AMOUNT_KINDS)
    is_empty = term == rule_rows.Term("amount")
    return is_empty or ("times" if term.kind == "times_after" else term.kind) in kinds


def value_labels(name: str, words: api.Vocabulary) -> dict[str, Label]:
    """Return the values of a fact or an issue with their wording: 是、否、没能举证 for one that is a yes or a no."""
    fact, issue = words.facts.get(name), words.issues.get(name)
    owner = fact or issue
    if owner is None:
        return {}
    found: dict[str, Label] = dict(owner.values)
    if owner.type.value == "bool":
        found = {
            key: labelled(word, owner.says[key].rstrip("。")) if key in owner.says else word
            for key, word in (("yes", _("是")), ("no", _("否")))
        }
    if fact is not None and fact.burden:
        found["unproven"] = fact.says.get("unproven", _("没能举证"))
    return found
