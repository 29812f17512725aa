"""The rule's form as the page shows it: conclusions, misreadings and examples with their pickers."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from django.utils.translation import gettext as _

from cases import api
from cases.api import rule_form, rule_rows
from certification.authoring.rules import pickers
from certification.authoring.rules.pickers import Label, Pickers, options, picked
from certification.authoring.rules.posting import WORKED_OUT
from certification.authoring.rules.rows import ConditionView, OperandView, RowMaker, can_pick, value_labels
from certification.bank.caseform.reading import read_time

_AFTER: Final = re.compile(r"([a-z][a-z0-9_]*) ([+-]) (\d+)(min|h|d)")

Problems = Mapping[str, tuple[api.EditProblem, ...]]


@dataclass(frozen=True, slots=True)
class ConclusionView:
    """What is decided of one issue: picked, worked out by a condition or from a number, or written."""

    path: str
    issue: str
    issues: str
    label: str
    values: Sequence[tuple[str, Label, bool]] = ()
    condition: ConditionView | None = None
    operand: OperandView | None = None
    text: str = ""
    fixed: bool = False
    is_yes_no: bool = False
    problems: tuple[api.EditProblem, ...] = ()


@dataclass(frozen=True, slots=True)
class MisreadingView:
    """A misreading: what is wrong with it, and what it changes."""

    path: str
    number: int
    say: str
    changes_when: bool
    when: tuple[ConditionView, ...]
    then: tuple[ConclusionView, ...]
    problems: tuple[api.EditProblem, ...] = ()


@dataclass(frozen=True, slots=True)
class PairView:
    """A name with its value: picked from `values`, or typed."""

    path: str
    name: str
    names: str
    label: str
    value: str
    values: str = ""
    hint: str = ""


@dataclass(frozen=True, slots=True)
class ActView:
    """An act of an example with its arguments."""

    path: str
    name: str
    names: str
    args: Sequence[tuple[str, str, str]] = ()


@dataclass(frozen=True, slots=True)
class ExampleView:
    """An example: its case, and what has to come out."""

    path: str
    number: int
    name: str
    applies: str
    as_of: str
    platform: str
    shop: str
    facts: tuple[PairView, ...]
    events: tuple[PairView, ...]
    order: str
    acts: tuple[ActView, ...]
    expect: tuple[PairView, ...]
    empty: str = ""
    problems: tuple[api.EditProblem, ...] = ()


@dataclass(frozen=True)
class FormMaker:
    """Makes the views of one rule."""

    edition: api.Edition
    form: api.RuleForm
    problems: Problems = field(default_factory=dict)

    @property
    def words(self) -> api.Vocabulary:
        return self.edition.vocabulary

    @property
    def lists(self) -> Pickers:
        return pickers.pickers_of(self.edition)

    @property
    def rows(self) -> RowMaker:
        return RowMaker(self.words, self.lists, self.problems)

    def conditions(self) -> tuple[ConditionView, ...]:
        return tuple(self.rows.condition(one, f"when.{at}") for at, one in enumerate(self.form.when))

    def conclusions(self) -> tuple[ConclusionView, ...]:
        return tuple(
            self.conclusion(one, f"then.{at}", one.issue, self.problems.get(f"then.{at}", ()))
            for at, one in enumerate(self.form.then)
        )

    def conclusion(
        self,
        one: rule_form.Conclusion,
        path: str,
        issue: str,
        problems: tuple[api.EditProblem, ...] = (),
    ) -> ConclusionView:
        """One conclusion; where it names no issue itself, it is about the rule's own `issue`."""
        found = self.words.issues.get(issue)
        bare: dict[str, Any] = {
            "path": path, "issue": one.issue, "issues": picked(one.issue, self.label(one.issue), self.lists.issues),
            "label": self.label(issue), "fixed": issue != one.issue, "problems": problems,
        }  # fmt: skip
        if found is None:
            return ConclusionView(**bare, text=one.text)
        if found.type.value in ("bool", "enum"):
            return self.picked_conclusion(one, found, bare)
        operand = api.operand_of_text(one.text or rule_rows.HOLE, self.words)
        kind = found.type.value
        if operand is None or not can_pick(operand, kind):
            return ConclusionView(**bare, text=one.text)
        return ConclusionView(**bare, operand=self.rows.operand(operand, f"{path}.r", kind, unit=found.unit))

    def picked_conclusion(self, one: rule_form.Conclusion, issue: Any, bare: dict[str, Any]) -> ConclusionView:
        known = value_labels(issue.id, self.words)
        is_bool = issue.type.value == "bool"
        is_worked_out = bool(one.text) and one.text not in known
        bare["is_yes_no"] = is_bool
        values = [(value, label, value == one.text) for value, label in known.items()]
        values.append((WORKED_OUT, _("看下面的条件") if is_bool else _("与某一项相同"), is_worked_out))
        if not is_worked_out:
            return ConclusionView(**bare, values=values)
        if is_bool:
            condition = self.rows.condition(api.condition_of_text(one.text, self.words), f"{bare['path']}.c.0")
            return ConclusionView(**bare, values=values, condition=condition)
        return ConclusionView(**bare, values=values, text="" if one.text == rule_rows.HOLE else one.text)

    def label(self, name: str) -> str:
        return self.lists.labels.get(name, name)

    # -- misreadings ------------------------------------------------------------------------------

    def misreadings(self) -> tuple[MisreadingView, ...]:
        return tuple(self.misreading(one, f"misreadings.{at}", at + 1) for at, one in enumerate(self.form.misreadings))

    def misreading(self, one: rule_form.MisreadingForm, path: str, number: int) -> MisreadingView:
        own = self.form.then[0].issue if len(self.form.then) == 1 else ""
        return MisreadingView(
            path,
            number,
            one.say,
            one.when is not None,
            tuple(self.rows.condition(each, f"{path}.when.{at}") for at, each in enumerate(one.when or ())),
            tuple(self.conclusion(each, f"{path}.then.{at}", each.issue or own) for at, each in enumerate(one.then)),
            self.problems.get(path, ()),
        )

    # -- examples ---------------------------------------------------------------------------------

    def examples(self) -> tuple[ExampleView, ...]:
        return tuple(self.example(one, f"examples.{at}", at + 1) for at, one in enumerate(self.form.examples))

    def example(self, one: rule_form.ExampleForm, path: str, number: int) -> ExampleView:
        stack = dict(one.stack)
        books = self.edition.books.values()
        chosen = {
            level: options(
                [("", _("照规则集")), *((book.id, book.name) for book in books if book.level.value == level)],
                stack.get(level, ""),
            )
            for level in ("platform", "shop")
        }
        return ExampleView(
            path=path,
            number=number,
            name=one.name,
            applies=options([("", _("请选择")), ("yes", _("适用")), ("no", _("不适用"))], one.applies),
            as_of=one.as_of,
            platform=chosen["platform"],
            shop=chosen["shop"],
            facts=tuple(self.fact(f"{path}.facts.{at}", *pair) for at, pair in enumerate(one.facts)),
            events=tuple(self.event(f"{path}.events.{at}", *pair) for at, pair in enumerate(one.events)),
            order=" < ".join(self.label(name) for name in one.order),
            acts=tuple(self.act(f"{path}.acts.{at}", act) for at, act in enumerate(one.acts)),
            expect=tuple(self.expected(f"{path}.expect.{at}", *pair) for at, pair in enumerate(one.expect)),
            empty=" ".join(one.empty),
            problems=self.problems.get(path, ()),
        )

    def fact(self, path: str, name: str, value: str) -> PairView:
        found = self.words.facts.get(name)
        names = picked(name, self.label(name), self.lists.facts)
        known = value_labels(name, self.words)
        hint = {"money": _("如 30元"), "int": found.unit if found is not None else ""}
        if not known:
            typed = hint.get(found.type.value, "") if found is not None else ""
            return PairView(path, name, names, self.label(name), value, hint=typed)
        return PairView(path, name, names, self.label(name), value, self.value_options(known, value))

    def value_options(self, known: Mapping[str, Label], value: str) -> str:
        listed: dict[str, Label] = {"": _("请选择"), **known, "?": _("不清楚")}
        return options({**listed, **({value: value} if value not in listed else {})}.items(), value)

    def event(self, path: str, name: str, value: str) -> PairView:
        names = picked(name, self.label(name), self.lists.events)
        said = said_time(value, self.words)
        return PairView(path, name, names, self.label(name), said, hint=_("如 2025-08-16 17:05 或 买家付款 + 49 小时"))

    def expected(self, path: str, name: str, value: str) -> PairView:
        names = picked(name, self.label(name), self.lists.issues)
        known = value_labels(name, self.words)
        if not known:
            return PairView(path, name, names, self.label(name), value, hint=_("如 30元、2025-08-24 00:00"))
        statuses = {key: label for key, label in pickers.STATUSES.items() if key != "decided"}
        listed: dict[str, Label] = {"": _("请选择"), **known, **statuses}
        values = options({**listed, **({value: value} if value not in listed else {})}.items(), value)
        return PairView(path, name, names, self.label(name), value, values)

    def act(self, path: str, one: rule_form.ActForm) -> ActView:
        found, given = self.words.acts.get(one.act), dict(one.args)
        names = [*(found.args if found is not None else ()), *(name for name in given)]
        labels = {"amount": _("金额（如 30元）"), "at": _("时间"), "retracted": _("后来撤回")}
        args = [(name, labels.get(name, name), given.get(name, "")) for name in dict.fromkeys(names)]
        return ActView(path, one.act, picked(one.act, self.label(one.act), self.lists.acts), args)


def said_time(text: str, words: api.Vocabulary) -> str:
    """Return the time of an event as people say it, 买家付款 + 49 小时, where that reads back as the same time."""
    found = _AFTER.fullmatch(text)
    event = words.events.get(found[1]) if found else None
    if found is None or event is None:
        return text
    said = f"{event.label} {found[2]} {found[3]} {pickers.DURATIONS[found[4]]}"
    return said if read_time(said, {event.label: event.id}) == text else text
