"""Cases that cannot be judged: those that cannot have happened, and dates beyond the table of working days. Pure."""

from __future__ import annotations

from collections.abc import Iterable

from cases.engine.case import Case
from cases.engine.evaluate_terms import Env
from cases.engine.program import Program
from cases.engine.values import Span, day_of


def broken_constraints(program: Program, env: Env) -> list[str]:
    """One line for each constraint that is surely broken; an open one is not broken."""
    return [
        f"不可能的案情:{constraint.text}({constraint.id})"
        for constraint, test in program.constraints
        if test(env) is False
    ]


def breaks(program: Program, env: Env, slots: Iterable[int]) -> bool:
    """Whether a change in ``slots`` breaks a constraint, where none was broken before."""
    return any(test(env) is False for slot in slots for test in program.constraints_on.get(slot, ()))


def uncounted_dates(program: Program, case: Case) -> list[str]:
    """One line for each date beyond the table of working days from which the stack's rules count working days.

    A date that no rule of the stack counts from may lie anywhere. A count that runs out of the table is open.
    """
    calendar, problems = program.vocabulary.calendar, []
    for name in sorted(program.counted_from):
        at = case.as_of if name == "now" else case.events.get(name)
        if not isinstance(at, Span) or at.base or all(map(calendar.covers, at[:2])):
            continue
        label = "裁决基准时间(as_of)" if name == "now" else f"{program.vocabulary.events[name].label}({name})"
        beyond = at.lo if not calendar.covers(at.lo) else at.hi
        known = f"{min(calendar.years)} 年至 {max(calendar.years)} 年" if calendar.years else "空的"
        problems.append(
            f"{label} {day_of(beyond)} 不在工作日历之内(工作日历:{known}),规则要从这一天起数工作日;"
            "请核对日期,或在 cases/corpus/calendar.yaml 补上这一年"
        )
    return problems
