"""The base view: what was asked, each in one sentence."""

from cases.engine.explain.base_text import base_text
from cases.engine.rules import Kind
from tests.factories.cases import make_case, make_rule
from tests.factories.explanations import explain

RULES = (
    make_rule("LATE", {"late": "elapsed(paid, sent) > 48h"}, when=("has(sent)",)),
    make_rule("REFUND", {"remedy": "refund"}, when=("late",)),
    make_rule("REST", {"remedy": "reject"}, kind=Kind.FALLBACK),
)
CASE = make_case(events={"paid": "2025-05-01 10:20", "sent": "2025-05-03 11:20"})


def test_only_what_was_asked_stands_in_the_base_view():
    told = explain(RULES, CASE, ["remedy"])

    assert [view.id for view in told.issues] == ["remedy", "late"]
    assert [(view.id, view.value_text, view.rules) for view in told.base] == [("remedy", "退款", ("REFUND",))]
    assert told.base[0].ground == told.issues[0].ground


def test_its_text_is_verdict_ground_and_rules():
    told = explain(RULES, CASE, ["remedy"])

    assert base_text(told) == f"处理为退款。\n\n处理　退款\n  {told.issues[0].ground}\n  依据 REFUND。\n"
