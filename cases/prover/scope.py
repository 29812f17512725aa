"""Which stacks there are to prove, and when two of them say the same of an issue."""

from __future__ import annotations

import hashlib
from collections.abc import Container, Iterator, Mapping

from cases.engine.case import Stack
from cases.engine.edition import Edition
from cases.engine.families import rule_nodes
from cases.engine.ir import reads
from cases.engine.language import parse_condition
from cases.engine.precedence import closed_overrides
from cases.engine.program import stack_books
from cases.engine.rules import Kind, Level, Rule


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
        self.edition = edition
        self._rules: dict[int, str] = {}
        self._read: dict[tuple[int, str], frozenset[str]] = {}
        self._raised: dict[str, frozenset[str]] = {}

    def of_rule(self, rule: Rule) -> str:
        """What a rule does, without its wording."""
        if id(rule) not in self._rules:
            parts = (rule.id, rule.version, rule.kind, rule.level, rule.force, rule.effective, rule.when, rule.then)
            self._rules[id(rule)] = _digest(repr(parts))
        return self._rules[id(rule)]

    def of_stack(self, stack: Stack) -> Mapping[str, str]:
        """The fingerprint of every issue of a stack, with all that it reads; compiles nothing."""
        return self._of_books(stack_books(self.edition.books, stack))

    def of_all(self) -> Mapping[str, str]:
        """The fingerprint of every issue in all stacks together."""
        return self._of_books(self.edition.books)

    def _of_books(self, visible: Container[str]) -> Mapping[str, str]:
        here = [rule for rule in self.edition.rules if rule.book in visible and rule.kind is not Kind.CITED]
        by_issue: dict[str, list[Rule]] = {name: [] for name in self.edition.vocabulary.issues}
        for rule in here:
            for issue in rule.then:
                by_issue[issue].append(rule)
        closed = closed_overrides(here)
        found: dict[str, str] = {}

        def print_of(issue: str) -> str:
            if issue not in found:
                rules = by_issue[issue]
                ids = {rule.id for rule in rules}
                own = [(self.of_rule(rule), sorted(closed[rule.id] & ids)) for rule in rules]
                read = set(self._reads_raised(issue)).union(*(self._reads(rule, issue) for rule in rules))
                found[issue] = _digest(repr((self._words, issue, sorted(own), [print_of(n) for n in sorted(read)])))
            return found[issue]

        for issue in by_issue:
            print_of(issue)
        return found

    def _reads_raised(self, issue: str) -> frozenset[str]:
        if issue not in self._raised:
            text = self.edition.vocabulary.issues[issue].raised_when
            self._raised[issue] = reads(parse_condition(text, self.edition.vocabulary)).issues if text else frozenset()
        return self._raised[issue]

    def _reads(self, rule: Rule, issue: str) -> frozenset[str]:
        key = (id(rule), issue)
        if key not in self._read:
            self._read[key] = reads(*rule_nodes(rule, issue)).issues
        return self._read[key]


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
