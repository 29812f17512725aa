"""The conformance cases with nothing open: what a function that knows no doubt can be asked."""

from cases.api import parse_case, shipped_edition
from cases.engine.case import Stack
from cases.engine.impossible import broken_constraints
from cases.engine.program import Program
from cases.engine.values import Span
from tests.cases.corpus.test_conformance import CASES

STACK = Stack("taobao", "demo-apparel")
_KEYS = ("as_of", "facts", "events", "order", "acts")
_MONTH = 30 * 24 * 60


def complete_environments() -> tuple[Program, list[list]]:
    """The program of the stack and an environment for each case: open facts denied, every event at one minute."""
    edition = shipped_edition()
    program = edition.program(STACK)
    stack = {"platform": STACK.platform, "shop": STACK.shop}
    found = []
    for raw in CASES:
        case = parse_case({"stack": stack, **{key: raw[key] for key in _KEYS if key in raw}}, edition=edition)
        env = program.environment(case)
        env[program.layout.now] = Span(case.as_of.lo, case.as_of.lo)
        env[program.layout.order] = frozenset()
        for place, slot in enumerate(program.layout.events.values()):
            at = env[slot]
            if at is None:
                env[slot] = Span(case.as_of.lo - place, case.as_of.lo - place)
            elif isinstance(at, Span):
                minute = at.lo + (case.as_of.lo - _MONTH if at.base else 0)
                env[slot] = Span(minute, minute)
        for name, slot in program.layout.facts.items():
            if env[slot] is None:
                values = program.vocabulary.facts[name].values
                env[slot] = next(iter(values)) if values else False
        if not broken_constraints(program, env):
            found.append(env)
    return program, found


def as_arguments(program: Program, env: list) -> tuple[dict, dict, int]:
    """Facts, minutes of events and the minute it is."""
    layout = program.layout
    facts = {name: env[slot] for name, slot in layout.facts.items()}
    events = {name: env[slot].lo if isinstance(env[slot], Span) else None for name, slot in layout.events.items()}
    return facts, events, env[layout.now].lo
