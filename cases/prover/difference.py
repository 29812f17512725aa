"""What changed in meaning between two editions: for each issue and stack a case that they decide differently."""

from __future__ import annotations

from collections.abc import Callable, Container
from dataclasses import replace
from typing import Any

from cases.engine.case import Case, Stack
from cases.engine.decide import Finding as Outcome
from cases.engine.decide import run
from cases.engine.decision import json_value
from cases.engine.edition import Edition
from cases.engine.impossible import broken_constraints, uncounted_dates
from cases.engine.program import Program
from cases.engine.support import cone_of
from cases.engine.vocabulary import Vocabulary
from cases.prover.logic import forget_all
from cases.prover.report import Difference
from cases.prover.scope import Fingerprints, stack_name, stacks_of
from cases.prover.session import RLIMIT, Session
from cases.prover.sufficiency import outcomes_differ
from cases.prover.symbols import Symbols
from cases.prover.theory import Theory
from cases.prover.witness import Scenario, Shrinker, scenario_of


def semantic_diff(
    old: Edition,
    new: Edition,
    *,
    issues: Container[str] | None = None,
    progress: Callable[[int, int, str], None] = lambda done, total, what: None,
    rlimit: int = RLIMIT,
) -> tuple[Difference, ...]:
    """One difference for each issue and stack in which some case comes out otherwise; none where all come out alike.

    ``issues`` limits what is compared; None means all.
    """
    forget_all()
    symbols = Symbols(_joined(old.vocabulary, new.vocabulary))
    prints = Fingerprints(old), Fingerprints(new)
    known = set(stacks_of(old))
    stacks = [stack for stack in stacks_of(new) if stack in known]
    found: list[Difference] = []
    done: set[tuple[str, str]] = set()
    for at, stack in enumerate(stacks):
        progress(at, len(stacks), stack_name(stack))
        pair = None
        marks = prints[0].of_stack(stack), prints[1].of_stack(stack)
        for issue in new.vocabulary.issues:
            if issues is not None and issue not in issues:
                continue
            one, other = marks[0].get(issue, ""), marks[1][issue]
            if one and one != other and (one, other) not in done:
                done.add((one, other))
                pair = pair or _Pair(old, new, stack, symbols, rlimit)
                found.extend(pair.compare(issue))
    progress(len(stacks), len(stacks), "")
    return tuple(found)


class _Pair:
    """Two editions of one stack in one solver."""

    def __init__(self, old: Edition, new: Edition, stack: Stack, symbols: Symbols, rlimit: int) -> None:
        self.stack, self.symbols, self.rlimit = stack, symbols, rlimit
        self.before = Theory(old.program(stack), symbols, rlimit, prefix="old.")
        self.after = Theory(new.program(stack), symbols, rlimit, prefix="new.")

    def compare(self, issue: str) -> list[Difference]:
        """The difference in one issue, if there is one."""
        halves = [theory.formulas(issue) for theory in (self.before, self.after)]
        names = halves[0][1] | halves[1][1]
        ledgers = [ledger for theory in (self.before, self.after) for ledger in theory.ledgers(issue)]
        session = Session(ledgers, [*halves[0][0], *halves[1][0], *self.symbols.domains(names)], self.rlimit)
        answer = session.ask(outcomes_differ(self.before, self.after, issue))
        if answer.possible is False:
            return []
        scenario = self._witness(answer.model, names, issue) if answer.possible else None
        if scenario is None:
            return [Difference(issue, stack_name(self.stack), None, ("未能判定：这个争点的结果是否变了。",))]
        return [self._difference(scenario, issue)]

    def _witness(self, model: Any, names: set[str], issue: str) -> Scenario | None:
        scenario = scenario_of(model, self.symbols, self.after.program, names)
        shrinker = _Comparison(self.after.program, self.before.program, issue)
        return shrinker.shrink(scenario) if shrinker.holds(scenario) else None

    def _difference(self, scenario: Scenario, issue: str) -> Difference:
        comparison = _Comparison(self.after.program, self.before.program, issue)
        earlier, later = comparison.outcomes(scenario)
        spoken = replace(scenario, facts={**comparison.unlike_silence(), **scenario.facts})
        return Difference(
            issue=issue,
            stack=stack_name(self.stack),
            witness=spoken.raw(self.after.program),
            lines=self.after.tell(scenario, self.after.cone([issue]).issues),
            old_status=earlier.status,
            new_status=later.status,
            old_value=json_value(earlier.value),
            new_value=json_value(later.value),
            old_rules=earlier.rules,
            new_rules=later.rules,
        )


class _Comparison(Shrinker):
    """Looks for the smallest case that two programs decide differently."""

    def __init__(self, after: Program, before: Program, issue: str) -> None:
        super().__init__(after, cone_of(after, issue).issues, lambda env, findings: True)
        self.before, self.issue = before, issue
        self.cone = cone_of(before, issue).issues

    def holds(self, scenario: Scenario) -> bool:
        """Whether the case could have happened in both editions, and comes out differently."""
        if not super().holds(scenario):
            return False
        case = self._earlier_case(scenario)
        if broken_constraints(self.before, self.before.environment(case)) or uncounted_dates(self.before, case):
            return False
        earlier, later = self.outcomes(scenario)
        return (earlier.status, earlier.value) != (later.status, later.value)

    def outcomes(self, scenario: Scenario) -> tuple[Outcome, Outcome]:
        """How both decide the case."""
        earlier = run(self.before, self.before.environment(self._earlier_case(scenario)), self.cone)
        later = run(self.program, self.program.environment(scenario.case()), self.issues)
        return earlier[self.issue], later[self.issue]

    def _earlier_case(self, scenario: Scenario) -> Case:
        words = self.before.vocabulary
        facts = {**self.unlike_silence(), **scenario.facts}
        known = replace(
            scenario,
            facts={name: value for name, value in facts.items() if name in words.facts},
            events={name: at for name, at in scenario.events.items() if name in words.events},
        )
        return known.case()

    def unlike_silence(self) -> dict[str, Any]:
        """Facts that silence means otherwise in the other edition: what the newer one takes them for."""
        old, new = self.before.vocabulary.facts, self.program.vocabulary.facts
        return {n: new[n].silence for n in new if n in old and old[n].silence != new[n].silence}


def _joined(old: Vocabulary, new: Vocabulary) -> Vocabulary:
    """The words of both; of an enum the values that both know."""
    facts = {**old.facts, **new.facts}
    for name in old.facts.keys() & new.facts.keys():
        values = {value: says for value, says in new.facts[name].values.items() if value in old.facts[name].values}
        facts[name] = replace(new.facts[name], values=values)
    return replace(new, facts=facts, events={**old.events, **new.events})
