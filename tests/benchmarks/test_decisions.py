"""Decisions on the real corpus: the bare run, with the full trace, and with what each outcome rests on."""

import pytest

from cases.api import parse_case, shipped_edition
from cases.engine.decide import run
from cases.engine.decision import decide
from tests.benchmarks.timing import best_of, report
from tests.cases.corpus.test_conformance import CASES


@pytest.mark.benchmark
def test_decisions_on_the_real_corpus():
    edition = shipped_edition()
    known = ("stack", "as_of", "facts", "events", "order", "acts")
    cases = [parse_case({key: raw[key] for key in known if key in raw}, edition=edition) for raw in CASES]
    jobs = [(edition.program(case.stack), case) for case in cases]

    bare, traced, supported = (
        seconds / len(jobs)
        for seconds in best_of(
            lambda: [run(program, program.environment(case)) for program, case in jobs],
            lambda: [decide(program, case, with_support=False) for program, case in jobs],
            lambda: [decide(program, case) for program, case in jobs],
            rounds=3,
        )
    )

    rules = max(len(program.rules) for program, _ in jobs)
    report(f"real corpus ({rules} rules), every issue decided, fired and defeated rules", bare)
    report("real corpus, with the full trace", traced, f"{traced / bare:.1f} × the bare run")
    report("real corpus, with what each outcome rests on", supported, f"{supported / bare:.1f} × the bare run")
