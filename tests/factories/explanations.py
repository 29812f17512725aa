"""Explanations of little cases: rules in, finished Chinese out."""

from collections.abc import Sequence

from cases.engine.case import Case, Stack
from cases.engine.decision import decide
from cases.engine.edition import Edition
from cases.engine.explain.explanation import asked_issues, explain_decision, flip_issues
from cases.engine.explain.views import Explanation, IssueView
from cases.engine.flips import find_flips
from cases.engine.rules import Rule
from cases.engine.verbalise.scene import scene_of
from tests.factories.cases import BOOKS, FULL_STACK, little_words, make_case, make_program


def make_edition(*rules: Rule) -> Edition:
    return Edition("sha256:little", "测试版", little_words(), BOOKS, rules)


def explain(
    rules: Sequence[Rule], case: Case | None = None, issues: Sequence[str] | None = None, stack: Stack = FULL_STACK
) -> Explanation:
    """The explanation of a case by ``rules``."""
    program, case = make_program(*rules, stack=stack), case or make_case()
    decision = decide(program, case)
    asked = asked_issues(decision, program, issues)
    flips = find_flips(program, case, flip_issues(asked, program))
    scene = scene_of(program, case)
    return explain_decision(decision, scene, flips, issues=asked, edition="测试版", wanted=bool(issues))


def issue_of(rules: Sequence[Rule], issue: str, case: Case | None = None) -> IssueView:
    """One issue explained."""
    return next(view for view in explain(rules, case, [issue]).issues if view.id == issue)
