"""What an edited rule says and does, at once and without the solver: its sentence, problems, examples, a case. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from cases.editions.check import check_example
from cases.editions.content import stacks_of
from cases.editions.edit_problems import EditProblem, read_edited
from cases.editions.editing import EditedRules, RuleEdit
from cases.engine.edition import Edition
from cases.engine.examples import home_stack
from cases.engine.generate.search import typical_situations
from cases.engine.generate.situations import Situation
from cases.engine.grammar import LanguageError
from cases.engine.intervals import Verdict, check_rule
from cases.engine.language import parse_conclusion, parse_condition
from cases.engine.program import Program, stack_books
from cases.engine.rules import Example, Kind, Rule
from cases.engine.values import Span, as_datetime, format_span
from cases.engine.verbalise.conditions import say_condition
from cases.engine.verbalise.rules import say_conclusion, say_conclusions, say_conditions
from cases.engine.verbalise.values import say_fact, say_issue
from cases.engine.vocabulary import Vocabulary


@dataclass(frozen=True, slots=True)
class ExampleCheck:
    """An example of the rule; ``problems`` says why it fails, nothing where it passes."""

    name: str
    applies: bool
    problems: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TypicalCase:
    """A case that the rule decides: its facts and times as sentences, the outcome, and who else decides it."""

    raw: Mapping[str, Any]
    facts: tuple[str, ...]
    times: tuple[tuple[str, str], ...]
    outcome: str
    rules: tuple[str, ...]
    matters: bool


@dataclass(frozen=True, slots=True)
class RuleName:
    """A rule by id and title."""

    id: str
    title: str


@dataclass(frozen=True, slots=True)
class IssueVerdict:
    """Whether the rule conflicts with another of this issue; ``uncovered`` are those that only the solver can tell."""

    issue: str
    label: str
    verdict: Verdict
    conflicts: tuple[RuleName, ...] = ()
    uncovered: tuple[RuleName, ...] = ()


@dataclass(frozen=True, slots=True)
class RulePreview:
    """What can be told of a rule while it is being written; what needs a sound rule is missing from an unsound one.

    ``conditions`` and ``conclusions`` are sentences without their full stops, "" for one that cannot be read yet.
    """

    code: str
    version: str
    conditions: tuple[str, ...]
    conclusions: tuple[str, ...]
    problems: tuple[EditProblem, ...] = ()
    examples: tuple[ExampleCheck, ...] = ()
    missing: tuple[str, ...] = ()
    typical: TypicalCase | None = None
    verdicts: tuple[IssueVerdict, ...] = ()

    @property
    def is_sound(self) -> bool:
        """Whether it could be published as far as this rule goes: no problems, examples there and passing."""
        return not (self.problems or self.missing or any(one.problems for one in self.examples))


def preview_edit(edited: EditedRules, edit: RuleEdit, base: Edition) -> RulePreview:
    """What is to be said of the rule that ``edit`` writes.

    Args:
        edited: the edition with this edit, and others perhaps, in it.
        edit: the rule; it is not one that is taken away.
        base: the edition that was edited.
    """
    raw = edit.raw or {}
    problems = tuple(one for one in edited.problems if (one.code, one.version) == edit.key)
    others = tuple(one for one in edited.problems if one not in problems)
    rule = _rule(edited, edit, base)
    if rule is None:
        said = _conditions_so_far(raw, base.vocabulary), _conclusions_so_far(raw, base.vocabulary)
        return RulePreview(edit.code, edit.version, *said, problems or others)
    preview = RulePreview(
        edit.code,
        edit.version,
        say_conditions(rule, base.vocabulary),
        say_conclusions(rule, base.vocabulary),
        problems or others,
    )
    if edited.edition is None or rule.kind is Kind.CITED:
        return preview
    return RulePreview(
        *(preview.code, preview.version, preview.conditions, preview.conclusions, preview.problems),
        examples=tuple(_example(rule, one, edited.edition) for one in rule.examples),
        missing=tuple(_missing(rule)),
        typical=_typical(rule, edited.edition),
        verdicts=tuple(_verdicts(rule, edited.edition)),
    )


def _rule(edited: EditedRules, edit: RuleEdit, base: Edition) -> Rule | None:
    """The rule as read; None where it cannot be."""
    if edited.edition is not None:
        return next((one for one in edited.edition.families[edit.code] if one.version == edit.version), None)
    if edit.raw is None or edit.book not in base.books:
        return None
    return read_edited(edit.raw, base.books[edit.book], edit.topic, base.vocabulary)[0]


# -- sentences of an unsound rule ---------------------------------------------------------------------


def _conditions_so_far(raw: Mapping[str, Any], words: Vocabulary) -> tuple[str, ...]:
    texts = raw.get("when")
    return tuple(_condition(str(text), words) for text in (texts if isinstance(texts, list) else ()))


def _condition(text: str, words: Vocabulary) -> str:
    try:
        return say_condition(parse_condition(text, words), words)
    except LanguageError:
        return ""


def _conclusions_so_far(raw: Mapping[str, Any], words: Vocabulary) -> tuple[str, ...]:
    then = raw.get("then")
    texts = then if isinstance(then, Mapping) else {raw.get("issue"): then} if then else {}
    return tuple(_conclusion(str(name), str(text), words) for name, text in texts.items())


def _conclusion(name: str, text: str, words: Vocabulary) -> str:
    issue = words.issues.get(name)
    if issue is None:
        return ""
    try:
        return say_conclusion(issue, parse_conclusion(text, issue, words), words)
    except LanguageError:
        return ""


# -- a sound rule -------------------------------------------------------------------------------------


def _example(rule: Rule, example: Example, edition: Edition) -> ExampleCheck:
    return ExampleCheck(example.name, example.applies, tuple(check_example(rule, example, edition)))


def _missing(rule: Rule) -> Iterator[str]:
    seen = {example.applies for example in rule.examples}
    if True not in seen:
        yield "还缺一个适用的例子"
    if False not in seen:
        yield "还缺一个不适用的例子"


def _typical(rule: Rule, edition: Edition) -> TypicalCase | None:
    found = next(typical_situations(rule.id, edition), None)
    return None if found is None else _told(found)


def _told(one: Situation) -> TypicalCase:
    words, year = one.program.vocabulary, as_datetime(one.case.as_of.lo).year
    known = {name: value for name, value in one.case.facts.items() if value is not None}
    times = {name: at for name, at in one.case.events.items() if isinstance(at, Span)}
    return TypicalCase(
        raw=one.raw,
        facts=tuple(say_fact(words.facts[name], value) for name, value in known.items()),
        times=tuple((words.events[name].label, format_span(at)) for name, at in times.items()),
        outcome=say_issue(words.issues[one.issue], one.finding.value, year, words.events),
        rules=one.finding.rules,
        matters=one.matters,
    )


def _verdicts(rule: Rule, edition: Edition) -> Iterator[IssueVerdict]:
    programs = list(_programs(rule, edition))
    for name in rule.then:
        checked = [check_rule(program, name, rule.id) for program in programs]
        conflicts = dict.fromkeys(other for one in checked for other in one.conflicts)
        uncovered = dict.fromkeys(other for one in checked for other in one.uncovered if other not in conflicts)
        verdict = Verdict.CONFLICT if conflicts else Verdict.NOT_COVERED if uncovered else Verdict.CLEAR
        label = edition.vocabulary.issues[name].label
        yield IssueVerdict(name, label, verdict, _names(conflicts, edition), _names(uncovered, edition))


def _programs(rule: Rule, edition: Edition) -> Iterator[Program]:
    """The stacks in which the rule is seen: those of one platform each; with its shop, where it is a shop's."""
    home = home_stack(rule, edition)
    for stack in stacks_of(edition.books):
        if stack.shop == home.get("shop", "") and rule.book in stack_books(edition.books, stack):
            yield edition.program(stack)


def _names(ids: Mapping[str, None], edition: Edition) -> tuple[RuleName, ...]:
    return tuple(RuleName(name, edition.families[name][-1].title) for name in ids)
