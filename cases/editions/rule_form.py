"""A rule as a form holds it, and as it stands in a file: two views of one thing, neither of which loses anything. Pure.

Every slot is text and may be empty: an unfinished rule can be held, shown and kept. What a form has no slot for (an
unknown key, a value of another shape) stays in ``kept`` and is written as it was.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from cases.editions.canonical import rule_lines
from cases.editions.keys import CASE, RULE
from cases.editions.rule_rows import Condition
from cases.editions.rule_rows_read import condition_of_text
from cases.engine.vocabulary import Vocabulary

Pairs = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Conclusion:
    """What is decided of an issue: a value or an expression. ``issue`` "" stands for the rule's own issues."""

    issue: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class MisreadingForm:
    """How people get it wrong; ``when`` None keeps the rule's own conditions, no conclusions its own conclusions."""

    say: str = ""
    when: tuple[Condition, ...] | None = None
    then: tuple[Conclusion, ...] = ()


@dataclass(frozen=True, slots=True)
class ActForm:
    """Something the agent did, with its arguments."""

    act: str = ""
    args: Pairs = ()


@dataclass(frozen=True, slots=True)
class ExampleForm:
    """A case in which the rule applies or does not, and what has to come out; parts named ``empty`` are written too."""

    name: str = ""
    applies: str = ""
    as_of: str = ""
    stack: Pairs = ()
    facts: Pairs = ()
    events: Pairs = ()
    order: tuple[str, ...] = ()
    acts: tuple[ActForm, ...] = ()
    expect: Pairs = ()
    empty: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RuleForm:
    """One version of a rule.

    ``listed`` writes a single conclusion as ``issue: value`` under ``then``, as several are written. ``kept`` are the
    entries of the file that a form has no slot for.
    """

    code: str = ""
    version: str = ""
    kind: str = ""
    title: str = ""
    text: str = ""
    doc: str = ""
    clause: str = ""
    as_published: str = ""
    start: str = ""
    end: str = ""
    by: str = ""
    approximate: str = ""
    burden: str = ""
    force: str = ""
    when: tuple[Condition, ...] = ()
    then: tuple[Conclusion, ...] = ()
    listed: bool = False
    overrides: tuple[str, ...] = ()
    catalogue: tuple[str, ...] = ()
    misreadings: tuple[MisreadingForm, ...] = ()
    examples: tuple[ExampleForm, ...] = ()
    note: str = ""
    kept: Mapping[str, Any] = field(default_factory=dict)


# -- form to file -------------------------------------------------------------------------------------


def raw_of_form(form: RuleForm) -> dict[str, Any]:
    """The rule as it stands in a file; empty slots are left out."""
    issue, then = _raw_conclusions(form)
    source = {"doc": form.doc, "clause": form.clause, "as_published": form.as_published}
    effective = {"from": form.start, "to": form.end, "by": form.by, "approximate": form.approximate}
    raw: dict[str, Any] = {
        "id": form.code,
        "version": form.version,
        "kind": form.kind,
        "issue": issue,
        "title": form.title,
        "text": form.text,
        "source": _filled(source),
        "effective": _filled(effective),
        "burden": form.burden,
        "force": form.force,
        "when": [one.text for one in form.when],
        "then": then,
        "overrides": list(form.overrides),
        "catalogue": list(form.catalogue),
        "misreadings": [_raw_misreading(one) for one in form.misreadings],
        "examples": [_raw_example(one) for one in form.examples],
        "note": form.note,
    }
    found = _filled(raw)
    for key, value in form.kept.items():
        if value or key not in found:
            found[key] = value
    return {key: found[key] for key in (*RULE, *(name for name in found if name not in RULE)) if key in found}


def _filled(raw: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in raw.items() if value}


def _raw_conclusions(form: RuleForm) -> tuple[str, Any]:
    if len(form.then) == 1 and not form.listed:
        return form.then[0].issue, form.then[0].text
    return "", {one.issue: one.text for one in form.then}


def _raw_misreading(form: MisreadingForm) -> dict[str, Any]:
    raw: dict[str, Any] = {"say": form.say}
    if form.when is not None:
        raw["when"] = [one.text for one in form.when]
    if len(form.then) == 1 and not form.then[0].issue:
        raw["then"] = form.then[0].text
    elif form.then:
        raw["then"] = {one.issue: one.text for one in form.then}
    return raw


def _raw_example(form: ExampleForm) -> dict[str, Any]:
    acts = [{"act": one.act, **dict(one.args)} if one.args else one.act for one in form.acts]
    parts: dict[str, Any] = {
        "as_of": form.as_of,
        "stack": dict(form.stack),
        "facts": dict(form.facts),
        "events": dict(form.events),
        "order": list(form.order),
        "acts": acts,
        "expect": dict(form.expect),
    }
    shown = {key: value for key, value in parts.items() if value or key in form.empty}
    return {"name": form.name, "applies": form.applies, **shown}


# -- file to form -------------------------------------------------------------------------------------


def form_of_raw(raw: Mapping[str, Any], words: Vocabulary) -> RuleForm:
    """The form that holds ``raw``: written out again it is ``raw``, to the letter."""
    form = _Reading(raw, words).form()
    written = raw_of_form(form)
    kept = {key: plain(value) for key, value in raw.items() if _differ(key, written.get(key), value)}
    extra = {name: written[name] for name in written if name not in raw}
    if not kept and not extra:
        return form
    return _Reading({key: value for key, value in raw.items() if key not in kept}, words).form(kept)


def _differ(key: str, one: Any, other: Any) -> bool:
    """Whether a file would hold something else; the order of known keys does not count, files have one."""
    return one is None or rule_lines({key: one}) != rule_lines({key: other})


def plain(value: Any) -> Any:
    """Mappings and lists without the places that they were read from."""
    if isinstance(value, Mapping):
        return {key: plain(part) for key, part in value.items()}
    return [plain(part) for part in value] if isinstance(value, list) else value


class _Reading:
    """A raw rule being read into slots; whatever has another shape than expected is left to ``kept``."""

    def __init__(self, raw: Mapping[str, Any], words: Vocabulary) -> None:
        self.raw, self.words = raw, words

    def form(self, kept: Mapping[str, Any] | None = None) -> RuleForm:
        source, effective = _mapping(self.raw.get("source")), _mapping(self.raw.get("effective"))
        then, listed = self.conclusions()
        return RuleForm(
            code=_text(self.raw.get("id")),
            version=_text(self.raw.get("version")),
            kind=_text(self.raw.get("kind")),
            title=_text(self.raw.get("title")),
            text=_text(self.raw.get("text")),
            doc=_text(source.get("doc")),
            clause=_text(source.get("clause")),
            as_published=_text(source.get("as_published")),
            start=_text(effective.get("from")),
            end=_text(effective.get("to")),
            by=_text(effective.get("by")),
            approximate=_text(effective.get("approximate")),
            burden=_text(self.raw.get("burden")),
            force=_text(self.raw.get("force")),
            when=self.conditions(self.raw.get("when")),
            then=then,
            listed=listed,
            overrides=_texts(self.raw.get("overrides")),
            catalogue=_texts(self.raw.get("catalogue")),
            misreadings=tuple(self.misreading(one) for one in _items(self.raw.get("misreadings"))),
            examples=tuple(_example(one) for one in _items(self.raw.get("examples"))),
            note=_text(self.raw.get("note")),
            kept=dict(kept or {}),
        )

    def conditions(self, value: Any) -> tuple[Condition, ...]:
        return tuple(condition_of_text(text, self.words) for text in _texts(value))

    def conclusions(self) -> tuple[tuple[Conclusion, ...], bool]:
        then = self.raw.get("then")
        if isinstance(then, Mapping):
            return tuple(Conclusion(issue, _text(text)) for issue, text in then.items()), len(then) == 1
        issue = _text(self.raw.get("issue"))
        return ((Conclusion(issue, _text(then)),) if issue or then else ()), False

    def misreading(self, raw: Any) -> MisreadingForm:
        node = _mapping(raw)
        then = node.get("then")
        if isinstance(then, Mapping):
            conclusions = tuple(Conclusion(issue, _text(text)) for issue, text in then.items())
        else:
            conclusions = (Conclusion("", _text(then)),) if "then" in node else ()
        return MisreadingForm(
            _text(node.get("say")), self.conditions(node["when"]) if "when" in node else None, conclusions
        )


def _example(raw: Any) -> ExampleForm:
    node = _mapping(raw)
    return ExampleForm(
        name=_text(node.get("name")),
        applies=_text(node.get("applies")),
        as_of=_text(node.get("as_of")),
        stack=_pairs(node.get("stack")),
        facts=_pairs(node.get("facts")),
        events=_pairs(node.get("events")),
        order=_texts(node.get("order")),
        acts=tuple(_act(one) for one in _items(node.get("acts"))),
        expect=_pairs(node.get("expect")),
        empty=tuple(key for key in (*CASE, "expect") if key in node and not node[key]),
    )


def _act(raw: Any) -> ActForm:
    if isinstance(raw, Mapping):
        return ActForm(_text(raw.get("act")), tuple((key, _text(part)) for key, part in raw.items() if key != "act"))
    return ActForm(_text(raw))


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""


def _texts(value: Any) -> tuple[str, ...]:
    return tuple(_text(one) for one in _items(value))


def _items(value: Any) -> Iterable[Any]:
    return value if isinstance(value, list) else ()


def _mapping(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}


def _pairs(value: Any) -> Pairs:
    return tuple((key, _text(part)) for key, part in _mapping(value).items())
