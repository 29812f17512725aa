"""Which stacks there are to prove, and when two of them say the same of an issue."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping

from cases.engine.case import Stack
from cases.engine.edition import Edition
from cases.engine.program import CompiledIssue, Program
from cases.engine.rules import Level, Rule


def stack_name(stack: Stack) -> str:
    """``law+taobao+demo-apparel``."""
    return "+".join(filter(None, ("law", stack.platform, stack.shop)))


def stacks_of(edition: Edition) -> Iterator[Stack]:
    """The law alone, each platform, each platform with each shop: fewest rules first."""
    platforms = [book.id for book in edition.books.values() if book.level is Level.PLATFORM]
    platforms.sort(key=lambda name: (_depth(edition, name), name))
    shops = sorted(book.id for book in edition.books.values() if book.level is Level.SHOP)
    yield Stack()
    for platform in platforms:
        yield Stack(platform)
    for platform in platforms:
        for shop in shops:
            yield Stack(platform, shop)


def _depth(edition: Edition, name: str) -> int:
    above = edition.books[name].extends
    return 1 + _depth(edition, above) if above in edition.books else 0


class Fingerprints:
    """Hashes of what an issue's outcome depends on: equal ones need proving once, in whatever stack or edition."""

    def __init__(self, edition: Edition) -> None:
        words = edition.vocabulary
        years = sorted(
            (number, sorted(year.holidays), sorted(year.worked)) for number, year in words.calendar.years.items()
        )
        self._words = _digest(repr((words.facts, words.issues, words.constraints, years)))
        self._rules: dict[int, str] = {}

    def of_rule(self, rule: Rule) -> str:
        """What a rule does, without its wording."""
        if id(rule) not in self._rules:
            parts = (rule.id, rule.version, rule.kind, rule.level, rule.force, rule.effective, rule.when, rule.then)
            self._rules[id(rule)] = _digest(repr(parts))
        return self._rules[id(rule)]

    def of_issues(self, program: Program) -> Mapping[str, str]:
        """The fingerprint of every issue of a stack, with all that it reads."""
        found: dict[str, str] = {}
        for compiled in program.issues:
            below = [found[name] for name in sorted(compiled.reads.issues)]
            found[compiled.issue.id] = _digest(repr((self._words, self._own(compiled), below)))
        return found

    def _own(self, compiled: CompiledIssue) -> tuple[object, ...]:
        rules = [self.of_rule(version.rule) for family in compiled.families for version in family.versions]
        strong = ["".join(str(bool(why))[0] for why in row) for row in compiled.precedence.strong]
        return compiled.issue.id, rules, strong


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
