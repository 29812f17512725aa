"""What is worked out about a program goes when the program goes: every preview of a rule compiles one."""

import gc
import weakref

import pytest

from cases.engine.explain.flips import topic_facts
from cases.engine.forgetting import without_rule
from tests.factories.cases import make_program, make_rule


@pytest.mark.parametrize("ask", [topic_facts, lambda program: without_rule(program, "R")])
def test_a_program_is_let_go(ask):
    program = make_program(make_rule("R", {"remedy": "refund"}, ("reason == quality",)))
    assert ask(program) is ask(program)
    gone = weakref.ref(program)

    del program
    gc.collect()

    assert gone() is None
