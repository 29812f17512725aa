"""Posted slots → the rule's form; whatever is unfinished is held as it is. Pure."""

import json
from typing import Any, Final

from cases import api
from cases.api import rule_form, rule_rows
from certification.authoring.rules.slots import KIND, Slots
from certification.bank.caseform.reading import read_time

_PLAIN: Final = (
    "code", "version", "kind", "title", "text", "doc", "clause", "as_published", "start", "end", "by", "approximate",
    "burden", "force", "note",
)  # fmt: skip
#: What a conclusion's list of values says where the value is none of them.
WORKED_OUT: Final = "="


def form_of_slots(slots: Slots, words: api.Vocabulary) -> api.RuleForm:
    """Return the form that was posted."""
    reader = _Reader(slots, words)
    return api.RuleForm(
        **{name: slots.text(name) for name in _PLAIN},
        when=reader.conditions("when"),
        then=tuple(reader.conclusion(path) for path in slots.items("then")),
        listed=slots.text("listed") == "yes",
        overrides=_lines(slots, "overrides"),
        catalogue=_lines(slots, "catalogue"),
        misreadings=tuple(reader.misreading(path) for path in slots.items("misreadings")),
        examples=tuple(reader.example(path) for path in slots.items("examples")),
        kept=_kept(slots.text("kept")),
    )


def _kept(text: str) -> dict[str, Any]:
    try:
        found = json.loads(text) if text else {}
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def _lines(slots: Slots, path: str) -> tuple[str, ...]:
    """A list whose items are written one under the other, or one beside the other with spaces between."""
    return tuple(word for text in slots.texts(path) for word in text.replace("、", " ").split())


class _Reader:
    """The slots of one rule being read."""

    def __init__(self, slots: Slots, words: api.Vocabulary) -> None:
        self.slots, self.words = slots, words
        self.ids = {event.label: event.id for event in words.events.values()}

    # -- conditions -------------------------------------------------------------------------------

    def conditions(self, path: str) -> tuple[rule_rows.Condition, ...]:
        return tuple(self.condition(item) for item in self.slots.items(path))

    def condition(self, path: str) -> rule_rows.Condition:
        join = self.slots.text(f"{path}.{KIND}")
        if join in ("and", "or"):
            items = tuple(self.condition(item) for item in self.slots.items(f"{path}.i"))
            return rule_rows.Group(join, items, denied=self.slots.text(f"{path}.denied") == "yes")
        return self.row(path)

    def row(self, path: str) -> rule_rows.Condition:
        subject, _colon, name = self.slots.text(f"{path}.s").partition(":")
        if subject in ("fact", "issue"):
            return self.owned(path, name)
        if subject == "expert":
            return api.condition_of_text(self.slots.text(f"{path}.x"), self.words)
        first, second = self.slots.text(f"{path}.a"), self.slots.text(f"{path}.b")
        if subject in ("gap", "at"):
            is_gap = subject == "gap"
            left = rule_rows.Term("elapsed", first, other=second) if is_gap else rule_rows.Term("event", first)
            return self.compared(path, left)
        return self.happening(subject, path, first, second)

    def happening(self, subject: str, path: str, first: str, second: str) -> rule_rows.Condition:
        op = "not" if self.slots.text(f"{path}.op") == "not" else "is"
        made: dict[str, rule_rows.Condition] = {
            "has": rule_rows.Happened(first, op),
            "order": rule_rows.Order(first, second, op),
            "status": rule_rows.Status(first, op, self.slots.text(f"{path}.v")),
            "always": rule_rows.Always("no" if op == "not" else "yes"),
        }
        return made.get(subject, rule_rows.Choice())

    def owned(self, path: str, name: str) -> rule_rows.Condition:
        """A row about a fact or an issue, by its type; what was picked for another one before is dropped."""
        owner = self.words.facts.get(name) or self.words.issues.get(name)
        is_same = self.slots.text(f"{path}.s0") in ("", self.slots.text(f"{path}.s"))
        if owner is not None and owner.type.value not in ("bool", "enum"):
            return self.compared(path, rule_rows.Term("word", name))
        op, values = self.slots.text(f"{path}.op"), self.slots.texts(f"{path}.v") if is_same else ()
        op = op if op in rule_rows.CHOICE_OPS else "is"
        if op in ("is", "not"):
            values = values[-1:]
        is_enum = owner is not None and owner.type.value == "enum"
        spelled = is_enum and values[:1] in (("yes",), ("unproven",)) and values[0] in getattr(owner, "values", {})
        return rule_rows.Choice(name, op, values, spelled=spelled)

    def compared(self, path: str, left: rule_rows.Term) -> rule_rows.Comparison:
        op = self.slots.text(f"{path}.op")
        is_same = self.slots.text(f"{path}.s0") in ("", self.slots.text(f"{path}.s"))
        right = self.operand(f"{path}.r") if is_same else rule_rows.Operand(rule_rows.Term("amount"))
        return rule_rows.Comparison(rule_rows.Operand(left), op if op in rule_rows.NUMBER_OPS else "<=", right)

    # -- numbers and moments ----------------------------------------------------------------------

    def operand(self, path: str) -> rule_rows.Operand:
        base, sign = self.term(path), self.slots.text(f"{path}.sign")
        shift = self.term(f"{path}.shift")
        if sign not in ("+", "-"):
            return rule_rows.Operand(base)
        return rule_rows.Operand(base, sign, shift)

    def term(self, path: str) -> rule_rows.Term:
        kind, name = self.slots.text(f"{path}.k") or "amount", self.slots.text(f"{path}.n")
        number, unit = self.slots.text(f"{path}.q"), self.slots.text(f"{path}.u")
        if kind not in ("amount", "times", "times_after"):
            unit = ""
        if kind not in ("amount", "times", "times_after", "percent", "months", "workdays"):
            number = ""
        return rule_rows.Term(kind, "" if kind == "amount" else name, number, unit, self.slots.text(f"{path}.o"))

    # -- conclusions ------------------------------------------------------------------------------

    def conclusion(self, path: str) -> rule_form.Conclusion:
        issue = self.slots.text(f"{path}.issue")
        is_same = self.slots.text(f"{path}.issue0") in ("", issue)
        return rule_form.Conclusion(issue, self.concluded(path) if is_same else "")

    def concluded(self, path: str) -> str:
        """The value, an expression as written, a condition in rows, an amount or a moment."""
        how, written = self.slots.text(f"{path}.v"), self.slots.text(f"{path}.x")
        if how and how != WORKED_OUT:
            return how
        if written or (how == WORKED_OUT and not self.slots.has(f"{path}.was-yes-no")):
            return written or rule_rows.HOLE
        if how == WORKED_OUT:
            items = self.slots.items(f"{path}.c")
            return self.condition(items[0]).text if items else rule_rows.Choice().text
        found = self.operand(f"{path}.r").text if self.slots.has(f"{path}.r.k") else ""
        return "" if found == rule_rows.HOLE else found

    # -- misreadings and examples -----------------------------------------------------------------

    def misreading(self, path: str) -> rule_form.MisreadingForm:
        changes = self.slots.text(f"{path}.changes-when") == "yes"
        conclusions = tuple(self.conclusion(item) for item in self.slots.items(f"{path}.then"))
        when = self.conditions(f"{path}.when")
        return rule_form.MisreadingForm(self.slots.text(f"{path}.say"), when if changes else None, conclusions)

    def example(self, path: str) -> rule_form.ExampleForm:
        stack = tuple((key, value) for key in ("platform", "shop") if (value := self.slots.text(f"{path}.{key}")))
        return rule_form.ExampleForm(
            name=self.slots.text(f"{path}.name"),
            applies=self.slots.text(f"{path}.applies"),
            as_of=self.slots.text(f"{path}.as_of"),
            stack=stack,
            facts=self.pairs(f"{path}.facts"),
            events=tuple((name, read_time(text, self.ids)) for name, text in self.pairs(f"{path}.events")),
            order=self.order(self.slots.text(f"{path}.order")),
            acts=tuple(self.act(item) for item in self.slots.items(f"{path}.acts")),
            expect=self.pairs(f"{path}.expect"),
            empty=tuple(self.slots.text(f"{path}.empty").split()),
        )

    def order(self, text: str) -> tuple[str, ...]:
        """Events from early to late, by name or by id."""
        return tuple(self.ids.get(name, name) for name in (part.strip() for part in text.split("<")) if name)

    def pairs(self, path: str) -> tuple[tuple[str, str], ...]:
        """Names with their values; a value that was picked for another name is dropped."""
        found = []
        for item in self.slots.items(path):
            name = self.slots.text(f"{item}.n")
            is_same = self.slots.text(f"{item}.n0") in ("", name)
            found.append((name, self.slots.text(f"{item}.v") if is_same else ""))
        return tuple(found)

    def act(self, path: str) -> rule_form.ActForm:
        act = self.slots.text(f"{path}.n")
        is_same = self.slots.text(f"{path}.n0") in ("", act)
        names = [name.rpartition(".")[2] for name in self.slots.all if name.startswith(f"{path}.arg.")]
        args = ((name, self.slots.text(f"{path}.arg.{name}")) for name in names) if is_same else ()
        return rule_form.ActForm(act, tuple((name, text) for name, text in args if text))
