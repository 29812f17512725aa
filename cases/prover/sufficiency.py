"""Whether an explanation holds: the facts named fix the outcome, none of them can be spared, each flip flips.

All three are claims about complete cases that can happen: every fact has one of its values (unproven is one, where a
party has to prove it; open is none), every event happened at some minute, dated or not, or did not happen, and no
integrity constraint is broken. The as-of and the stack are those of the case.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from cases.engine.case import Case, parse_case
from cases.engine.decide import Finding, run
from cases.engine.edition import Edition
from cases.engine.evaluate_terms import Env
from cases.engine.rerun import Decided
from cases.engine.support import dropped_first
from cases.engine.turning import Turning
from cases.engine.values import ABSENT, Span
from cases.prover.logic import Formula, and_, iff, not_, or_
from cases.prover.report import SupportCheck
from cases.prover.session import RLIMIT, Session
from cases.prover.symbols import Symbols
from cases.prover.theory import Theory
from cases.prover.witness import Confirm


@dataclass(frozen=True)
class SupportRequest:
    """An explanation to check: the case, the issue, the facts and ``@events`` it rests on, its flips as whole cases.

    ``spare``: whether to look for names that could be spared, which takes a question or two for each.
    """

    case: Mapping[str, Any]
    issue: str
    names: tuple[str, ...]
    flips: tuple[Mapping[str, Any], ...] = ()
    spare: bool = True


class SupportChecker:
    """Checks explanations of one edition; what it has encoded of a stack it keeps."""

    def __init__(self, edition: Edition, rlimit: int = RLIMIT, *, is_fresh: bool = False) -> None:
        self.edition, self.rlimit, self._is_fresh = edition, rlimit, is_fresh
        self.symbols = Symbols(edition.vocabulary, some_undated=True)
        self._theories: dict[object, Theory] = {}
        self._sessions: dict[tuple[object, str], tuple[Session, set[str]]] = {}

    def check(self, request: SupportRequest) -> SupportCheck:
        """Check one explanation."""
        case = parse_case(request.case, self.edition.vocabulary)
        theory = self._theory(case)
        program, issue = theory.program, request.issue
        finding = run(program, program.environment(case), theory.cone([issue]).issues)[issue]
        session, names = self._session(theory, issue)
        known = self._known(theory, case, names)
        same = outcome_is(theory, finding)
        fixed = {name: formula for name, formula in known.items() if name in request.names or name == "@now"}
        order = self._order(theory, case, set(request.names))
        answer = session.ask(not_(same), *fixed.values(), *order)
        # Of a case that cannot happen anything could be proved.
        happens = session.possible(*known.values(), *self._order(theory, case, names))
        witness: Mapping[str, object] | None = None
        if answer.possible:
            scenario = theory.witness(
                answer.model, names, theory.cone([issue]).issues, self._differs(theory, case, request, finding)
            )
            witness = scenario.raw(program) if scenario is not None else None
        superfluous = [
            name
            for name in (request.names if request.spare else ())
            if name in known and self._spared(session, same, fixed, known, name)
        ]
        if superfluous and not self._is_fresh:
            # A solver that has answered a lot may give up where one that begins does not.
            afresh = SupportChecker(self.edition, self.rlimit, is_fresh=True).check(request)
            superfluous = [name for name in superfluous if name in afresh.superfluous]
        return SupportCheck(
            issue=issue,
            sufficient=None if answer.possible is None or not happens else not answer.possible,
            superfluous=tuple(superfluous),
            witness=witness,
            unfaithful=tuple(at for at, flip in enumerate(request.flips) if not self._flips(flip, issue, finding)),
        )

    def least(self, request: SupportRequest) -> tuple[str, ...] | None:
        """As few of the names as fix the outcome: none of them can be spared. None: not even all of them fix it.

        Each is left out in turn if the others do without it, in the order in which the engine would rather spare them;
        one on which the outcome turns by itself, as the evaluator shows, need not be asked about.
        """
        case = parse_case(request.case, self.edition.vocabulary)
        theory = self._theory(case)
        program, issue = theory.program, request.issue
        decided = Decided(program, program.environment(case))
        session, names = self._session(theory, issue)
        different = not_(outcome_is(theory, decided.findings[issue]))
        known = self._known(theory, case, names)

        def fixed(kept: Sequence[str]) -> bool:
            formulas = [known[name] for name in (*kept, "@now") if name in known]
            return session.possible(different, *formulas, *self._order(theory, case, set(kept))) is False

        kept, turning = list(request.names), Turning(program, case, decided)
        if not fixed(kept):
            return None
        for name in dropped_first(program, case, issue, decided, request.names):
            if turning.turns(issue, name):
                continue
            others = [other for other in kept if other != name]
            if fixed(others):
                kept = others
        return tuple(kept)

    def _theory(self, case: Case) -> Theory:
        if case.stack not in self._theories:
            program = self.edition.program(case.stack)
            self._theories[case.stack] = Theory(program, self.symbols, self.rlimit)
        return self._theories[case.stack]

    def _session(self, theory: Theory, issue: str) -> tuple[Session, set[str]]:
        key = (theory.program.stack, issue)
        if key not in self._sessions:
            self._sessions[key] = theory.session(issue)
        return self._sessions[key]

    @staticmethod
    def _spared(
        session: Session, same: Formula, fixed: Mapping[str, Formula], known: Mapping[str, Formula], name: str
    ) -> bool:
        """Whether no case that agrees in the other names comes out otherwise; most are refuted by the case itself.

        Where the solver gives up, the name counts as one that could be spared: minimality is not proved then.
        """
        alone = (formula for other, formula in known.items() if other != name)
        if session.possible(not_(same), *alone):
            return False
        return session.possible(not_(same), *(formula for other, formula in fixed.items() if other != name)) is not True

    def _known(self, theory: Theory, case: Case, names: set[str]) -> dict[str, Formula]:
        """What the case says of each fact and ``@event``."""
        return case_says(self.symbols, theory, case, names)

    @staticmethod
    def _order(theory: Theory, case: Case, names: set[str]) -> list[Formula]:
        return order_says(theory, case, names)

    @staticmethod
    def _differs(theory: Theory, case: Case, request: SupportRequest, finding: Finding) -> Confirm:
        """The outcome is another, and all that was named is as it was."""
        layout, before = theory.program.layout, theory.program.environment(case)
        facts = [layout.facts[name] for name in request.names if not name.startswith("@")]
        events = [layout.events[name[1:]] for name in request.names if name.startswith("@")]

        def confirm(env: Env, findings: Mapping[str, Finding]) -> bool:
            found = findings[request.issue]
            kept = all(env[slot] == before[slot] for slot in facts)
            kept = kept and all((env[slot] is ABSENT) is (before[slot] is ABSENT) for slot in events)
            return kept and (found.status, found.value) != (finding.status, finding.value)

        return confirm

    def _flips(self, overlay: Mapping[str, Any], issue: str, finding: Finding) -> bool:
        """Whether the solver finds the flipped case decided otherwise, or, where it leaves that open, possibly so."""
        case = parse_case(overlay, self.edition.vocabulary)
        theory = self._theory(case)
        session, names = self._session(theory, issue)
        formulas = [*self._known(theory, case, names).values(), *self._order(theory, case, names)]
        same, program = outcome_is(theory, finding), theory.program
        if run(program, program.environment(case), theory.cone([issue]).issues)[issue].status == "undetermined":
            return session.possible(not_(same), *formulas) is True
        return session.possible(same, *formulas) is False


def case_says(symbols: Symbols, theory: Theory, case: Case, names: set[str]) -> dict[str, Formula]:
    """What the case says of each of these facts and ``@events``; True of what is open."""
    env = theory.program.environment(case)
    layout = theory.program.layout
    found: dict[str, Formula] = {}
    for name in sorted(names):
        if name == "@now":
            moment = symbols.moment("now")
            found[name] = and_((moment.lo >= case.as_of.lo, moment.lo <= case.as_of.hi))
        elif name.startswith("@"):
            found[name] = _event_says(symbols, name[1:], env[layout.events[name[1:]]], case)
        else:
            found[name] = _fact_says(symbols, name, env[layout.facts[name]])
    return found


def _fact_says(symbols: Symbols, name: str, value: Any) -> Formula:
    if value is None:
        return True
    known = symbols.values(name)
    return known[value] if known else symbols.number(name) == value


def _event_says(symbols: Symbols, name: str, value: Any, case: Case) -> Formula:
    moment, undated = symbols.moment(name), symbols.undated(name)
    if value is None:
        return True
    if value is ABSENT or not isinstance(value, Span):
        return moment.absent
    if value.base:
        base = symbols.moment(value.base)
        return and_((not_(moment.absent), undated, not_(base.absent), moment.lo == base.lo + value.lo))
    parts = [not_(moment.absent), not_(undated), moment.lo >= value.lo, moment.lo <= value.hi]
    root = case.events.get(value.root)
    if isinstance(root, Span):
        parts.append(moment.lo == symbols.moment(value.root).lo + (value.lo - root.lo))
    return and_(parts)


def order_says(theory: Theory, case: Case, names: set[str]) -> list[Formula]:
    """The order of these ``@events``, where the case gives one."""
    moments = {name: theory.symbols.moment(name) for pair in case.order for name in pair if f"@{name}" in names}
    return [
        moments[one].lo < moments[other].lo for one, other in sorted(case.order) if one in moments and other in moments
    ]


def outcome_is(theory: Theory, finding: Finding) -> Formula:
    """The issue comes out as ``finding`` did."""
    symbols = theory.encoder.issue(finding.compiled.issue.id)
    if finding.status != "decided":
        return theory.encoder.status(finding.compiled.issue.id, finding.status)
    if symbols.values:
        return symbols.values[finding.value]
    assert symbols.amount is not None
    if not isinstance(finding.value, Span):
        return and_((symbols.status["decided"], symbols.amount.lo == finding.value))
    start = theory.symbols.moment(finding.value.base).lo if finding.value.base else 0
    within = and_((symbols.amount.lo >= start + finding.value.lo, symbols.amount.lo <= start + finding.value.hi))
    return and_((symbols.status["decided"], within))


def outcomes_differ(one: Theory, other: Theory, issue: str) -> Formula:
    """Two theories decide the issue differently: another status, or another value."""
    a, b = one.encoder.issue(issue), other.encoder.issue(issue)
    parts = [not_(iff(a.status[status], b.status[status])) for status in a.status]
    parts += [not_(iff(a.values[value], b.values.get(value, False))) for value in a.values]
    if a.amount is not None and b.amount is not None:
        parts.append(and_((a.status["decided"], b.status["decided"], not_(a.amount.lo == b.amount.lo))))
    return or_(parts)
