"""Integrity constraints: which cases cannot have happened. Pure."""

from __future__ import annotations

from cases.engine.evaluate_terms import Env
from cases.engine.program import Program


def broken_constraints(program: Program, env: Env) -> list[str]:
    """One line for each constraint that is surely broken; an open one is not broken."""
    return [
        f"不可能的案情:{constraint.text}({constraint.id})"
        for constraint, test in program.constraints
        if test(env) is False
    ]
