"""Facts that an outcome does not turn on, whatever they are: found by trying every value of them. Pure.

The evaluator reads a fact that is open with Kleene's three values and gives up where rules go either way on it, even if
both ways end alike. Here such a fact is split into the values that conditions tell apart, and so is whatever else
keeps the outcome open, until each branch is settled or cannot have happened. The answer "makes no difference" is a
proof: values that are not tried belong to no class, or their fact is not split at all. The other answer is no proof
where the search was given up.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any, Final, NamedTuple

from cases.engine import ir
from cases.engine.evaluate import compile_test
from cases.engine.evaluate_terms import Env, Test
from cases.engine.families import rule_nodes
from cases.engine.forgetting import same_outcome
from cases.engine.program import CompiledIssue
from cases.engine.rerun import Decided
from cases.engine.turning import Turning, constraints_of, constraints_on, names_of, slot_of
from cases.engine.value_classes import values_to_try
from cases.engine.values import Span

#: How often a case is decided again for one fact before it is kept unproved.
MOST_TRIES: Final = 120
#: How many ways in which a fact turned an outcome are remembered.
_MOST_KNOWN: Final = 8
_CONDITIONS: Final = (
    ir.Const,
    ir.And,
    ir.Or,
    ir.Not,
    ir.FactIs,
    ir.IssueIs,
    ir.StatusIs,
    ir.Has,
    ir.Before,
    ir.Compare,
)


class _Doubt(NamedTuple):
    """A fact to split; ``part`` is what it keeps open, which would turn the outcome by being as ``wanted``."""

    slot: int
    part: ir.Node | None = None
    wanted: bool = True


def without_idle(turning: Turning, issue: str, opened: Decided, names: Sequence[str]) -> list[str]:
    """``names`` without those that make no difference while the others are kept.

    Args:
        turning: the case.
        issue: what came out.
        opened: the case with all but ``names`` open.
        names: facts and ``@events`` that fix the outcome, those first that are dropped rather than others.
    """
    doubtful = [name for name in names if not turning.turns(issue, name)]
    if not doubtful:
        return [*names]
    search = _Search(turning, issue, opened, names)
    for name in doubtful:
        search.try_without(name)
    return [name for name in names if name in search.kept]


class _Search:
    def __init__(self, turning: Turning, issue: str, opened: Decided, names: Collection[str]) -> None:
        program = turning.program
        self.program, self.issue = program, issue
        self.case_env = turning.env
        self.target = turning.decided.findings[issue]
        self.kept = set(names)
        self.constraints = constraints_of(program)
        self.constraints_on = constraints_on(program)
        self.tests: dict[int, tuple[ir.Bool, Test]] = program.memo.setdefault("tests", {})
        self.names = names_of(program)
        fixed = {slot_of(program, name) for name in names}
        # Constraints read facts that the issue does not: those are open too.
        self.opened = opened.after({slot: None for slot in program.constraints_on if slot not in fixed})
        self._left = 0
        self._against: Mapping[int, Any] = {}
        self.whole = turning.decided.only([program.by_id[name] for name in opened.findings])

    def try_without(self, name: str) -> None:
        """Drop ``name`` if the others fix the outcome without it."""
        if self._anchors(name) or values_to_try(self.program, name) is None:
            return
        slot = slot_of(self.program, name)
        env_order = self.program.layout.order
        order = self.opened.env[env_order]
        without = self.opened.after({slot: None, env_order: frozenset(p for p in order if name[1:] not in p)})
        if self._turns_with_known(slot):
            return
        self._left, self._against = MOST_TRIES, {}
        if self._proof(without, {}, _Doubt(slot)):
            self.opened = without
            self.kept.discard(name)
        elif self._against:
            others = {other: value for other, value in self._against.items() if other != slot}
            known = self.program.memo.setdefault(("turns with", self.issue, slot), [])
            if others not in known and len(known) < _MOST_KNOWN:
                known.append(others)

    def _turns_with_known(self, slot: int) -> bool:
        """Whether the outcome turns on the fact once others are as they were when it turned in another case.

        This saves the search, and says nothing that the search would not: such a fact is kept either way.
        """
        kept = {slot_of(self.program, name) for name in self.kept}
        for others in self.program.memo.get(("turns with", self.issue, slot), ()):
            if not kept.isdisjoint(others):
                continue
            for value in values_to_try(self.program, self.names[slot]) or ():
                changes = {**others, slot: value}
                finding = self.whole.after(changes).findings[self.issue]
                if finding.status != "undetermined" and not same_outcome(finding, self.target):
                    env = self.case_env.copy()
                    for at, new in changes.items():
                        env[at] = new
                    if not any(self._broken(env, at) for at in changes):
                        return True
        return False

    def _anchors(self, name: str) -> bool:
        """Whether times of other events that are kept are counted from this one."""
        return name.startswith("@") and any(
            isinstance(at, Span) and name[1:] in (at.base, at.root)
            for other in self.kept
            if other.startswith("@") and other != name
            for at in (self.opened.env[slot_of(self.program, other)],)
        )

    def _proof(self, decided: Decided, tried: Mapping[int, Any], first: _Doubt | None = None) -> bool:
        """Whether every case that can happen comes out as the target, with the values that are tried.

        False: there is a case that comes out otherwise, or none was found within the tries allowed.
        """
        finding = decided.findings[self.issue]
        if finding.status != "undetermined":
            if same_outcome(finding, self.target):
                return True
            doubt = self._blamed(decided.env, tried)
            if doubt is None:
                self._against = tried
        else:
            doubt = first or self._open(finding.compiled, decided, set())
        return doubt is not None and self._split(decided, tried, doubt)

    def _split(self, decided: Decided, tried: Mapping[int, Any], doubt: _Doubt) -> bool:
        slot = doubt.slot
        for value in self._telling_first(doubt, decided.env):
            self._left -= 1
            if self._left < 0:
                return False
            branch = decided.after({slot: value})
            # What breaks a constraint cannot have happened.
            if not self._broken(branch.env, slot) and not self._proof(branch, {**tried, slot: value}):
                return False
        return True

    def _broken(self, env: Env, slot: int) -> bool:
        return any(one.test(env) is False for one in self.constraints_on.get(slot, ()))

    def _blamed(self, env: Env, tried: Mapping[int, Any]) -> _Doubt | None:
        """An open fact of a constraint that keeps this from happening while all else is as in the case, if any."""
        whole = self.case_env.copy()
        for slot, value in tried.items():
            whole[slot] = value
        for constraint in self.constraints:
            if any(slot in tried for slot in constraint.slots) and constraint.test(whole) is False:
                for slot in constraint.slots:
                    if env[slot] is None and values_to_try(self.program, self.names[slot]) is not None:
                        return _Doubt(slot)
                return None
        return None

    def _open(self, compiled: CompiledIssue, decided: Decided, seen: set[str]) -> _Doubt | None:
        """An open fact that keeps the issue open, and what would turn it; None where there is none to be split."""
        seen.add(compiled.issue.id)
        finding = decided.findings[compiled.issue.id]
        nodes: list[ir.Node] = [compiled.raised_ir]
        for at in finding.pending or finding.by:
            nodes += [n for v in compiled.families[at].versions for n in rule_nodes(v.rule, compiled.issue.id)]
        for part, wanted in self._open_parts(nodes, decided.env, wanted=True):
            found = ir.reads(part)
            for name in (*sorted(found.facts), *(f"@{event}" for event in sorted(found.events))):
                slot = slot_of(self.program, name)
                if decided.env[slot] is None and values_to_try(self.program, name) is not None:
                    return _Doubt(slot, part, wanted)
            for issue in sorted(found.issues - seen):
                if decided.findings[issue].status not in ("decided", "not_raised"):
                    doubt = self._open(self.program.by_id[issue], decided, seen)
                    if doubt is not None:
                        return doubt
        return None

    def _open_parts(self, nodes: Sequence[ir.Node], env: Env, *, wanted: bool) -> Iterator[tuple[ir.Node, bool]]:
        """The smallest conditions that are open, each with what it has to be for all of the nodes to be as wanted."""
        for node in nodes:
            if not isinstance(node, _CONDITIONS):
                yield node, wanted
            elif self._test(node)(env) is None:
                match node:
                    case ir.And(items) | ir.Or(items):
                        yield from self._open_parts(items, env, wanted=wanted)
                    case ir.Not(item):
                        yield from self._open_parts([item], env, wanted=not wanted)
                    case _:
                        yield node, wanted

    def _test(self, node: ir.Bool) -> Test:
        known = self.tests.get(id(node))
        if known is None:
            known = self.tests[id(node)] = node, compile_test(node, self.program.layout)
        return known[1]

    def _telling_first(self, doubt: _Doubt, env: Env) -> list[Any]:
        """The values of the fact, those first that make the condition as wanted."""
        values = list(values_to_try(self.program, self.names[doubt.slot]) or ())
        if not isinstance(doubt.part, _CONDITIONS):
            return values
        test, env = self._test(doubt.part), env.copy()

        def off(value: Any) -> int:
            env[doubt.slot] = value
            holds = test(env)
            return 1 if holds is None else 0 if holds is doubt.wanted else 2

        return sorted(values, key=off)
