"""The only door into ``cases``: what is right, as plain values. Everything else of the package is private."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from cases.editions.compare import Comparison, EntryChange, FieldChange
from cases.editions.describe import describe_vocabulary
from cases.editions.opening import open_edition
from cases.editions.reading import case_data_from_text
from cases.editions.search import search_rules
from cases.editions.store import (
    EditionEntry,
    HistoryStep,
    NoEditionError,
    compare_editions,
    current_edition,
    current_edition_id,
    history_of,
    list_editions,
    load_edition,
    shipped_edition,
    store_shipped_edition,
)
from cases.editions.text_yaml import CorpusError, Located, load_text, where
from cases.editions.verification import (
    Verification,
    begin_verification,
    fail_verification,
    finish_verification,
    interrupt_verification,
    latest_report,
    latest_verification,
    note_progress,
    request_verification,
)
from cases.engine.case import Case, CaseError, Stack
from cases.engine.case import parse_case as _parse_case
from cases.engine.changes import RuleChange, rule_changes
from cases.engine.coverage import Coverage, RuleCoverage, measure_coverage
from cases.engine.decision import Decision, Outcome
from cases.engine.decision import decide as _decide
from cases.engine.edition import Edition
from cases.engine.examples import example_case
from cases.engine.explain.base_text import base_text as _base_text
from cases.engine.explain.explanation import asked_issues, explain_decision, flip_issues
from cases.engine.explain.options import review_question
from cases.engine.explain.text import ruling_text as _ruling_text
from cases.engine.explain.views import (
    BaseView,
    ConditionView,
    DefeatView,
    Explanation,
    FlipView,
    InapplicableView,
    IssueView,
    NotInForceView,
    OptionReview,
    RuleView,
    TimelineEvent,
    TimelineView,
    Window,
)
from cases.engine.flips import Flip, find_flips
from cases.engine.generate.drafts import Answer, DraftCase, draft_cases
from cases.engine.generate.series import Step
from cases.engine.generate.temptations import tempting_answers
from cases.engine.impact import Impact, ItemImpact, Verdict, measure_impact
from cases.engine.impossible import broken_constraints, uncounted_dates
from cases.engine.keys import ambiguities
from cases.engine.keys import derive_key as _derive_key
from cases.engine.overlay import lay_over
from cases.engine.program import StackError
from cases.engine.questions import Ambiguity, Cited, Derivation, Problem, Question, QuestionOption
from cases.engine.rules import Rule, Rulebook
from cases.engine.tested import TestedRule, rules_tested
from cases.engine.values import Span, format_money, format_span, parse_instant
from cases.engine.verbalise.rules import say_conclusions, say_conditions
from cases.engine.verbalise.scene import scene_of
from cases.engine.vocabulary import Vocabulary
from cases.models import ReportState
from cases.prover.client import (
    ProverError,
    check_supports,
    prepare_recheck,
    recheck_edition,
    semantic_diff,
    verify_edition,
)
from cases.prover.report import Difference, Finding, Report, SupportCheck

__all__ = [
    "Ambiguity",
    "Answer",
    "BaseView",
    "Case",
    "CaseError",
    "Cited",
    "Comparison",
    "ConditionView",
    "CorpusError",
    "Coverage",
    "Decision",
    "DefeatView",
    "Derivation",
    "Difference",
    "DraftCase",
    "Edition",
    "EditionEntry",
    "EntryChange",
    "Explanation",
    "FieldChange",
    "Finding",
    "Flip",
    "FlipView",
    "HistoryStep",
    "Impact",
    "InapplicableView",
    "IssueView",
    "ItemImpact",
    "Located",
    "NoEditionError",
    "NotInForceView",
    "OptionReview",
    "Outcome",
    "Problem",
    "ProverError",
    "Question",
    "QuestionOption",
    "Report",
    "ReportState",
    "Rule",
    "RuleChange",
    "RuleCoverage",
    "RuleView",
    "Rulebook",
    "Span",
    "Stack",
    "Step",
    "SupportCheck",
    "TestedRule",
    "TimelineEvent",
    "TimelineView",
    "Verdict",
    "Verification",
    "Vocabulary",
    "Window",
    "adjudicate",
    "ambiguities",
    "base_text",
    "begin_verification",
    "case_from_text",
    "check_supports",
    "compare_editions",
    "current_edition",
    "current_edition_id",
    "derive_key",
    "describe_vocabulary",
    "draft_cases",
    "example_case",
    "explain",
    "fail_verification",
    "finish_verification",
    "flips",
    "format_money",
    "format_span",
    "history_of",
    "interrupt_verification",
    "latest_report",
    "latest_verification",
    "lay_over",
    "list_editions",
    "load_edition",
    "load_text",
    "measure_coverage",
    "measure_impact",
    "note_progress",
    "open_edition",
    "parse_case",
    "parse_instant",
    "prepare_recheck",
    "recheck_edition",
    "request_verification",
    "review_options",
    "rule_changes",
    "rules_tested",
    "ruling_text",
    "say_conclusions",
    "say_conditions",
    "search_rules",
    "semantic_diff",
    "shipped_edition",
    "store_shipped_edition",
    "tempting_answers",
    "verify_edition",
    "where",
]


def parse_case(data: Mapping[str, Any], *, edition: Edition) -> Case:
    """Read a case and make sure that it could have happened.

    Args:
        data: ``stack``, ``as_of``, ``facts``, ``events``, ``order``, ``acts`` as texts (see ``docs``).
        edition: whose vocabulary is used.

    Raises:
        CaseError: unknown names, wrong types, an unknown platform or shop, an impossible case, a date beyond the table
            of working days from which the stack's rules count; one line a problem.
    """
    case = _parse_case(data, edition.vocabulary)
    try:
        program = edition.program(case.stack)
    except StackError as error:
        raise CaseError((str(error),)) from error
    broken = [*uncounted_dates(program, case), *broken_constraints(program, program.environment(case))]
    if broken:
        raise CaseError(tuple(broken))
    return case


def case_from_text(text: str, *, edition: Edition, as_of: str = "", overrides: Mapping[str, Any] | None = None) -> Case:
    """Read a case from YAML or JSON text.

    Args:
        text: the case.
        edition: whose vocabulary is used.
        as_of: the date for a text that names none.
        overrides: top-level entries that beat the text's.

    Raises:
        CaseError: as :func:`parse_case`, or the text is neither YAML nor JSON.
    """
    return parse_case({"as_of": as_of, **case_data_from_text(text), **(overrides or {})}, edition=edition)


def adjudicate(case: Case, *, edition: Edition) -> Decision:
    """Decide ``case`` by ``edition`` with the whole trace. Pure: the same input gives the same bytes.

    Raises:
        StackError: the case's stack is not in the edition (parse_case refuses such cases).
    """
    return _decide(edition.program(case.stack), case, edition=edition.id)


def flips(case: Case, *, edition: Edition, issues: Sequence[str]) -> tuple[Flip, ...]:
    """All one-step changes of ``case`` that alter one of ``issues``, those that teach most first."""
    return find_flips(edition.program(case.stack), case, issues)


def derive_key(question: Question, *, edition: Edition) -> Derivation:
    """The key of a question under ``edition``, computed, with what is wrong with it in ``problems``."""
    return _derive_key(question, edition=edition)


def explain(
    case: Case, *, edition: Edition, issues: Sequence[str] | None = None, what_if: bool = True
) -> Explanation:
    """Tell the decision of ``case`` in Chinese: verdict, grounds, rules that lost, flips, time line.

    Args:
        case: a case that :func:`parse_case` accepted.
        edition: the rules to judge by.
        issues: what is asked, most important first; those not in dispute are left out. None: all that matters.
        what_if: whether to search for changes that alter it and for what it rests on, which takes nearly all the time.
    """
    program = edition.program(case.stack)
    decision = _decide(program, case, edition=edition.id, with_support=what_if)
    asked = asked_issues(decision, program, issues)
    found = find_flips(program, case, flip_issues(asked, program)) if what_if else ()
    return explain_decision(
        decision, scene_of(program, case), found, issues=asked, edition=edition.label, wanted=bool(issues)
    )


def base_text(case: Case, *, edition: Edition) -> str:
    """The ruling in a few lines: verdict, and each ground in one sentence."""
    return _base_text(explain(case, edition=edition))


def ruling_text(case: Case, *, edition: Edition) -> str:
    """The 裁决书 of ``case`` as plain text."""
    return _ruling_text(explain(case, edition=edition))


def review_options(question: Question, *, edition: Edition, what_if: bool = True) -> tuple[OptionReview, ...]:
    """Why each option is right or wrong, which mistake leads to it, and what small change would make it right.

    Args:
        question: the question.
        edition: the rules to judge by.
        what_if: whether to search for mistakes and changes, which takes nearly all of the time.

    Raises:
        CaseError: the question's case cannot be read or cannot be.
    """
    return review_question(question, edition=edition, what_if=what_if)
