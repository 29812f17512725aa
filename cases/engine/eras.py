"""Whether a version of a rule is in force: by the event that picks it, else by the case's as-of. Pure."""

from __future__ import annotations

from cases.engine.evaluate_terms import Env, Layout, Test
from cases.engine.rules import Effective
from cases.engine.values import Span


def in_force(effective: Effective, layout: Layout) -> Test | None:
    """Compile the dates; None when the version always is in force."""
    if effective.start is None and effective.end is None:
        return None
    by = layout.events[effective.by] if effective.by else layout.now
    now, start, end = layout.now, effective.start, effective.end

    def test(env: Env) -> bool | None:
        at = env[by]
        if at is None:
            return None
        if not isinstance(at, Span) or at.base:
            at = env[now]
        after_start = True if start is None or at[0] >= start else False if at[1] < start else None
        before_end = True if end is None or at[1] < end else False if at[0] >= end else None
        if after_start is False or before_end is False:
            return False
        return True if after_start and before_end else None

    return test
