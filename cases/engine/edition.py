"""An edition: an immutable, hashed set of rules with the vocabulary they were written in. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from cases.engine.assertions import Invariant, Waiver
from cases.engine.case import Stack
from cases.engine.evaluate_terms import Layout
from cases.engine.families import Families
from cases.engine.program import Program
from cases.engine.rules import Rule, Rulebook
from cases.engine.vocabulary import Vocabulary


@dataclass(frozen=True)
class Edition:
    """``id`` is ``sha256:…`` of the content; ``rules`` holds every version in the order of the books.

    ``waivers`` are the gaps that are meant, ``invariants`` what the authors claim always to hold.
    """

    id: str
    label: str
    vocabulary: Vocabulary
    books: Mapping[str, Rulebook]
    rules: tuple[Rule, ...]
    waivers: tuple[Waiver, ...] = ()
    invariants: tuple[Invariant, ...] = ()
    _programs: dict[Stack, Program] = field(default_factory=dict, repr=False, compare=False)
    _families: dict[str, tuple[Rule, ...]] = field(default_factory=dict, repr=False, compare=False)

    def program(self, stack: Stack) -> Program:
        """The compiled rules of ``stack``, kept for the life of the process.

        Raises:
            StackError: no such platform or shop.
        """
        if stack not in self._programs:
            self._programs[stack] = Program(self.vocabulary, self.books, self.rules, stack, self.compiler)
        return self._programs[stack]

    def compiled(self, stack: Stack) -> Program | None:
        """The program of ``stack`` if it was compiled already."""
        return self._programs.get(stack)

    def keep(self, program: Program) -> None:
        """Take over a program that was compiled from these rules elsewhere."""
        self._programs[program.stack] = program

    @cached_property
    def compiler(self) -> Families:
        """What compiles its rules, for all of its programs."""
        return Families(Layout(self.vocabulary))

    @property
    def families(self) -> Mapping[str, tuple[Rule, ...]]:
        """All versions by rule id, in the order of the corpus."""
        if not self._families:
            found: dict[str, list[Rule]] = {}
            for rule in self.rules:
                found.setdefault(rule.id, []).append(rule)
            self._families.update({name: tuple(versions) for name, versions in found.items()})
        return self._families

    def with_rules(self, rules: tuple[Rule, ...]) -> Edition:
        """The same edition with other rules: what a what-if or a misreading is judged by."""
        return Edition(self.id, self.label, self.vocabulary, self.books, rules, self.waivers, self.invariants)
