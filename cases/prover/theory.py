"""A stack as a theory: its issues encoded when needed, and a solver for each issue's cone."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from cases.engine import ir
from cases.engine.case import Stack
from cases.engine.language import parse_constraint
from cases.engine.program import CompiledIssue, Program
from cases.engine.support import Cone, cone_of
from cases.prover.encode_issue import IssueModel
from cases.prover.encode_rules import RuleEncoder
from cases.prover.encode_terms import Ledger
from cases.prover.logic import Formula, not_
from cases.prover.session import RLIMIT, Session
from cases.prover.symbols import Symbols
from cases.prover.witness import Confirm, Scenario, Shrinker, scenario_of, tell


class Theory:
    """The rules of one stack for the solver; ``settled`` are issues proved never to be open.

    With ``possible_only`` False, cases that integrity constraints rule out are looked at too.
    """

    def __init__(
        self,
        program: Program,
        symbols: Symbols,
        rlimit: int = RLIMIT,
        *,
        prefix: str = "",
        possible_only: bool = True,
    ) -> None:
        self.program, self.symbols, self.rlimit = program, symbols, rlimit
        self.settled: set[str] = set()
        self.encoder = self._make_encoder(symbols, prefix)
        self.models: dict[str, IssueModel] = {}
        self._constraints: list[Formula] = []
        self.constrained: set[str] = set()
        if possible_only:
            self._constrain()

    def _make_encoder(self, symbols: Symbols, prefix: str) -> RuleEncoder:
        return RuleEncoder(symbols, self.settled, prefix)

    def _constrain(self) -> None:
        for constraint in self.program.vocabulary.constraints:
            node = parse_constraint(constraint.must, self.program.vocabulary)
            self.constrained |= self.names(node)
            self._constraints.append(not_(self.encoder.condition(node).f))

    def names(self, *nodes: ir.Node) -> set[str]:
        """The facts and ``@events`` that ``nodes`` read, declared."""
        read = ir.reads(*nodes)
        now = {"now"} if any(_reads_now(part) for node in nodes for part in ir.walk(node)) else set()
        return self.symbols.declare(set(read.facts), {*read.events, *now})

    def model(self, issue: str) -> IssueModel:
        """The issue encoded; what it reads has to be settled or not by then."""
        if issue not in self.models:
            self.models[issue] = IssueModel(self.program.by_id[issue], self.encoder)
        return self.models[issue]

    def cone(self, issues: Sequence[str]) -> Cone:
        """All that can influence ``issues``."""
        cones = [cone_of(self.program, issue) for issue in issues]
        wanted = {compiled.issue.id for cone in cones for compiled in cone.issues}
        return Cone(
            tuple(compiled for compiled in self.program.issues if compiled.issue.id in wanted),
            tuple(sorted({name for cone in cones for name in cone.facts})),
            tuple(sorted({name for cone in cones for name in cone.events})),
        )

    def session(self, *issues: str, extra: Sequence[ir.Node] = ()) -> tuple[Session, set[str]]:
        """A solver for the cone of ``issues`` and ``extra`` conditions, and the names a witness is made of."""
        formulas, names = self.formulas(*issues, extra=extra)
        return Session(
            self.ledgers(*issues, *ir.reads(*extra).issues), [*formulas, *self.symbols.domains(names)], self.rlimit
        ), names

    def ledgers(self, *issues: str) -> list[Ledger]:
        """What was invented for the cone of ``issues`` and for conditions asked about."""
        return [self.encoder.ledger, *(self.model(compiled.issue.id).ledger for compiled in self.cone(issues).issues)]

    def formulas(self, *issues: str, extra: Sequence[ir.Node] = ()) -> tuple[list[Formula], set[str]]:
        """What holds of the cone, and the names of its facts and ``@events``."""
        cone = self.cone([*issues, *ir.reads(*extra).issues])
        formulas = [formula for compiled in cone.issues for formula in self.model(compiled.issue.id).definitions]
        names = self.symbols.declare(set(cone.facts), {*cone.events, "now"}) | self.names(*extra) | self.constrained
        return [*formulas, *self._constraints], names

    def seen_in(self, rule: str) -> Stack:
        """The first stack that sees the rule."""
        return self.program.stack

    def is_seen(self, rule: str, stack: Stack) -> bool:
        """Whether ``stack`` sees the rule."""
        return True

    def scenario(self, model: Any, names: set[str]) -> Scenario:
        """The case that a model describes."""
        return scenario_of(model, self.symbols, self.program, names)

    def witness(
        self, model: Any, names: set[str], issues: Sequence[CompiledIssue], confirm: Confirm
    ) -> Scenario | None:
        """The model as a small case in which the evaluator confirms the finding; None when it does not."""
        scenario = self.scenario(model, names)
        shrinker = Shrinker(self.program, issues, confirm)
        return shrinker.shrink(scenario) if shrinker.holds(scenario) else None

    def tell(self, scenario: Scenario, issues: Sequence[CompiledIssue]) -> tuple[str, ...]:
        """The scenario in Chinese."""
        return tell(scenario, self.program, issues)


def _reads_now(node: ir.Node) -> bool:
    match node:
        case ir.EventAt("now") | ir.Before("now", _) | ir.Before(_, "now"):
            return True
        case ir.Elapsed("now", _) | ir.Elapsed(_, "now"):
            return True
        case _:
            return False
