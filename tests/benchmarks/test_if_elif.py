"""The adjudicator beside an if/elif function made from the same rules."""

import pytest

from cases.engine.decide import run
from cases.engine.decision import trace
from cases.engine.rerun import Decided
from cases.engine.values import Span
from tests.benchmarks.complete_cases import as_arguments, complete_environments
from tests.benchmarks.if_elif import if_elif
from tests.benchmarks.timing import best_of, report

MOST_TIMES_IF_ELIF = 30


@pytest.fixture(scope="module")
def complete():
    return complete_environments()


def test_the_function_decides_as_the_adjudicator(complete):
    program, environments = complete
    decide = if_elif(program)
    assert len(environments) >= 20

    for env in environments:
        came_out = iter(decide(*as_arguments(program, env)))
        findings = run(program, env.copy())
        for compiled in program.issues:
            value, rule = next(came_out), next(came_out)
            finding = findings[compiled.issue.id]
            if finding.status == "decided":
                expected = finding.value.lo if isinstance(finding.value, Span) else finding.value
                assert (value, compiled.issue.id) == (expected, compiled.issue.id)
                families = finding.compiled.families
                assert rule in {families[at].id for at in (*finding.by, *(lost.loser for lost in finding.defeats))}
            elif finding.status in ("gap", "not_raised"):
                assert value is None


def full_trace(program, env):
    decided = Decided(program, env.copy())
    return {
        name: trace(program, finding, decided.env)
        for name, finding in decided.findings.items()
        if finding.status != "not_raised"
    }


@pytest.mark.benchmark
def test_the_adjudicator_keeps_up_with_the_function(complete):
    program, environments = complete
    decide = if_elif(program)
    arguments = [as_arguments(program, env) for env in environments]
    full_trace(program, environments[0])

    code, bare, traced = (
        seconds / len(environments)
        for seconds in best_of(
            lambda: [decide(*one) for one in arguments],
            lambda: [run(program, env.copy()) for env in environments],
            lambda: [full_trace(program, env) for env in environments],
        )
    )

    report(f"law + taobao + shop ({len(program.rules)} rules, {len(program.issues)} issues), if/elif", code)
    report("the adjudicator: every fired and defeated rule", bare, f"{bare / code:.1f} × if/elif")
    report("the adjudicator: full trace", traced, f"{traced / code:.1f} × if/elif")
    assert traced <= MOST_TIMES_IF_ELIF * code
