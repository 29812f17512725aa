"""An edition with some rules edited: built from the one before it, and equal to building the edited content whole.

Whatever the edit does not touch is taken over: rules as they were read, programs as they were compiled.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from cases.editions.catalogue import read_catalogue
from cases.editions.content import content_hash, stacks_of, version_problems
from cases.editions.edit_problems import EditProblem, read_edited
from cases.editions.fields import Problems
from cases.editions.rule_form import plain
from cases.engine import ir
from cases.engine.edition import Edition
from cases.engine.families import rule_nodes
from cases.engine.patch import patched
from cases.engine.precedence import OverrideCycleError
from cases.engine.program import StackError, stack_books
from cases.engine.rules import Kind, Rule

DRAFT_LABEL: Final = "草稿"

Key = tuple[str, str]


@dataclass(frozen=True, slots=True)
class RuleEdit:
    """One version of a rule as it shall be: ``raw`` None takes it away. ``book`` and ``topic`` say where it stands."""

    book: str
    topic: str
    code: str
    version: str
    raw: Mapping[str, Any] | None

    @property
    def key(self) -> Key:
        return self.code, self.version


@dataclass(frozen=True)
class EditedRules:
    """``edition`` is None where there are ``problems``; ``content`` is what to store in either case."""

    content: Mapping[str, Any]
    edition: Edition | None = None
    problems: tuple[EditProblem, ...] = ()


def apply_edits(base: Edition, content: Mapping[str, Any], changes: Sequence[RuleEdit]) -> EditedRules:
    """``base``, whose content is ``content``, with some rules edited.

    Edits are named by code and version; one whose rule stands elsewhere in the content moves it.
    """
    edited = _edited_content(content, changes)
    problems = [*_misplaced(base, changes), *_misnamed(changes)]
    read: dict[Key, Rule] = {}
    for change in changes if not problems else ():
        if change.raw is None:
            continue
        rule, found = read_edited(change.raw, base.books[change.book], change.topic, base.vocabulary)
        problems.extend(found)
        if rule is not None:
            read[change.key] = rule
    if problems:
        return EditedRules(edited, None, tuple(problems))
    rules = _rules(base, edited, read)
    problems = [*_twice(changes), *_broken_references(base, edited, rules, changes)]
    if problems:
        return EditedRules(edited, None, tuple(problems))
    edition = Edition(
        content_hash(edited), DRAFT_LABEL, base.vocabulary, base.books, rules, base.waivers, base.invariants
    )
    problems = list(_compile(base, edition, changes))
    return EditedRules(edited, None if problems else edition, tuple(problems))


# -- the content --------------------------------------------------------------------------------------


def _edited_content(content: Mapping[str, Any], changes: Sequence[RuleEdit]) -> dict[str, Any]:
    """The content with the edits in it; nothing of the old one is changed, what is untouched is shared."""
    books = {name: dict(files) for name, files in content["books"].items()}
    waiting = {change.key: change for change in changes}
    for name, files in books.items():
        for topic, raw in files.items():
            if topic != "book":
                files[topic] = _edited_file(name, topic, raw, waiting)
    for change in waiting.values():
        if change.raw is not None and change.book in books:
            books[change.book] = _with_new(books[change.book], change)
    return {key: books if key == "books" else part for key, part in content.items() if key != "release"}


def _edited_file(book: str, topic: str, raw: Any, waiting: dict[Key, RuleEdit]) -> Any:
    """One file; edits that were used, or have to stand elsewhere, are noted in ``waiting``."""
    rules: list[Any] = raw.get("rules", [])
    if not any(_key(rule) in waiting for rule in rules):
        return raw
    found = []
    for rule in rules:
        change = waiting.get(_key(rule))
        if change is None:
            found.append(rule)
        elif change.raw is None:
            del waiting[change.key]
        elif (change.book, change.topic) == (book, topic):
            found.append(plain(change.raw))
            del waiting[change.key]
    return {**raw, "rules": found}


def _with_new(files: Mapping[str, Any], change: RuleEdit) -> dict[str, Any]:
    """The files of a book with one more rule: after the other versions of its code, else at the end of its topic."""
    rules = list(files.get(change.topic, {}).get("rules", []))
    last = max((at for at, rule in enumerate(rules) if rule["id"] == change.code), default=len(rules) - 1)
    rules.insert(last + 1, plain(change.raw))
    found = {**files, change.topic: {**files.get(change.topic, {}), "rules": rules}}
    return dict(sorted(found.items()))


def _key(raw: Mapping[str, Any]) -> Key:
    return str(raw.get("id", "")), str(raw.get("version", ""))


def _rules(base: Edition, content: Mapping[str, Any], read: Mapping[Key, Rule]) -> tuple[Rule, ...]:
    """Every rule of the content in its order: those just read, the others as the base has them."""
    known = {(rule.id, rule.version): rule for rule in base.rules} | dict(read)
    return tuple(
        known[_key(raw)]
        for files in content["books"].values()
        for topic, file in files.items()
        if topic != "book"
        for raw in file.get("rules", [])
    )


# -- what may be wrong --------------------------------------------------------------------------------


def _misplaced(base: Edition, changes: Sequence[RuleEdit]) -> Iterator[EditProblem]:
    for change in changes:
        if change.raw is not None and change.book not in base.books:
            yield EditProblem(change.code, "book", f"没有叫“{change.book}”的规则集", 0, change.version)
        elif change.raw is not None and change.topic not in base.vocabulary.topics:
            yield EditProblem(change.code, "topic", f"没有叫“{change.topic}”的主题", 0, change.version)


def _misnamed(changes: Sequence[RuleEdit]) -> Iterator[EditProblem]:
    """Edits that say one name and hold another."""
    for change in changes:
        if change.raw is not None and _key(change.raw) != change.key:
            yield EditProblem(change.code, "id", "编号或 version 与要改的规则不同", 0, change.version)


def _twice(changes: Sequence[RuleEdit]) -> Iterator[EditProblem]:
    seen: set[Key] = set()
    for change in changes:
        if change.key in seen:
            yield EditProblem(change.code, "id", "编号和 version 与另一条规则相同", 0, change.version)
        seen.add(change.key)


def _broken_references(
    base: Edition, content: Mapping[str, Any], rules: Sequence[Rule], changes: Sequence[RuleEdit]
) -> Iterator[EditProblem]:
    """Versions that do not fit together, overrides and catalogue entries that lead nowhere."""
    families: dict[str, list[Rule]] = {}
    for rule in rules:
        families.setdefault(rule.id, []).append(rule)
    newest = {change.code: change.version for change in changes}
    for code, version in newest.items():
        for field, message in version_problems(families.get(code, [])):
            yield EditProblem(code, field, message, 0, version)
    gone = {code for code in newest if code not in families}
    entries = read_catalogue(content.get("catalogue", {}), Problems())
    for rule in rules if gone else [rule for code in newest for rule in families[code]]:
        yield from _dangling(rule, "overrides", rule.overrides, families)
        yield from _dangling(rule, "catalogue", rule.catalogue if entries else (), {**entries, **families})


def _dangling(rule: Rule, field: str, names: Sequence[str], known: Mapping[str, object]) -> Iterator[EditProblem]:
    said = {"overrides": "没有规则“{}”", "catalogue": "目录里没有“{}”"}[field]
    for at, name in enumerate(names):
        if name not in known:
            yield EditProblem(rule.id, f"{field}.{at}", said.replace("{}", name), 0, rule.version)


def _compile(base: Edition, edition: Edition, changes: Sequence[RuleEdit]) -> Iterator[EditProblem]:
    """Compile anew what the edit reaches, in all stacks where rules may no longer fit.

    Where they cannot clash, only in the stacks that a preview looks at, and in those that are compiled already; the
    others are compiled when somebody asks for them.
    """
    kept = {id(rule) for rule in base.rules} & {id(rule) for rule in edition.rules}
    before, after = ([rule for rule in one.rules if id(rule) not in kept] for one in (base, edition))
    edited = [*before, *after]
    issues, books = {issue for rule in edited for issue in rule.then}, {rule.book for rule in edited}
    may_clash = _weights(before) != _weights(after) or not _reads(after) <= _reads(before)
    for stack in stacks_of(base.books):
        program, visible = base.compiled(stack), stack_books(base.books, stack)
        if not books & visible.keys():
            if program is not None:
                edition.keep(program)
            continue
        if program is None and not may_clash and stack.shop and stack.shop not in books:
            continue
        rules = [rule for rule in edition.rules if rule.book in visible and rule.kind is not Kind.CITED]
        try:
            edition.keep(patched(program or base.program(stack), rules, issues, edition.compiler))
        except (StackError, OverrideCycleError) as error:
            yield _clash(error, changes)
            return


def _weights(rules: Sequence[Rule]) -> set[tuple[object, ...]]:
    """What makes rules fit together, or not."""
    return {(rule.id, rule.book, rule.kind, rule.force, frozenset(rule.overrides)) for rule in rules}


def _reads(rules: Sequence[Rule]) -> set[tuple[str, str]]:
    """The pairs of issues of which a rule decides the first and reads the second."""
    return {
        (issue, other) for rule in rules for issue in rule.then for other in ir.reads(*rule_nodes(rule, issue)).issues
    }


def _clash(error: StackError | OverrideCycleError, changes: Sequence[RuleEdit]) -> EditProblem:
    """A rule that does not fit together with others, told at the edit that names it, else at the first."""
    code = error.rule if isinstance(error, StackError) else error.ids[0]
    field = "overrides" if code else "when"
    change = next((one for one in changes if one.code == code), changes[0])
    return EditProblem(code or change.code, field, str(error), 0, change.version)
