"""The only door into ``cases``: what is right, as plain values. Everything else of the package is private."""

from __future__ import annotations

from cases.editions import rule_form, rule_rows
from cases.editions.check import BrokenExample, broken_examples
from cases.editions.compare import Comparison, EntryChange, FieldChange
from cases.editions.compare import compare as compare_contents
from cases.editions.content import compile_platforms
from cases.editions.describe import describe_vocabulary
from cases.editions.edit_problems import EditProblem
from cases.editions.editing import EditedRules, RuleEdit
from cases.editions.meanings import rule_meanings
from cases.editions.opening import open_edition
from cases.editions.proofs import PROOFS_FILE, read_proofs, shipped_proofs, write_proofs
from cases.editions.release import Release, release_of
from cases.editions.releasing import build_released, released_content, store_released
from cases.editions.rule_form import RuleForm, raw_of_form
from cases.editions.rule_preview import ExampleCheck, IssueVerdict, RulePreview, TypicalCase
from cases.editions.rule_rows_read import condition_of_text, operand_of_text
from cases.editions.rule_text import rule_from_text, rule_text
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
    one_edition,
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
from cases.editions.workbench import RuleEntry, edit_rules, edition_content, preview_rule, rule_of, store_edited
from cases.engine.case import Case, CaseError, Stack
from cases.engine.changes import RuleChange, rule_changes
from cases.engine.coverage import Coverage, RuleCoverage, measure_coverage
from cases.engine.decision import Decision, Outcome
from cases.engine.edition import Edition
from cases.engine.examples import example_case
from cases.engine.explain.misled import Misled, misled_keys
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
from cases.engine.flips import Flip
from cases.engine.generate.drafts import Answer, DraftCase, draft_cases
from cases.engine.generate.series import Step
from cases.engine.generate.temptations import tempting_answers
from cases.engine.impact import Impact, ItemImpact, Verdict, measure_impact
from cases.engine.keys import ambiguities
from cases.engine.overlay import lay_over
from cases.engine.proved import Proof, Proofs
from cases.engine.questions import Ambiguity, Cited, Derivation, Problem, Question, QuestionOption
from cases.engine.rules import Rule, Rulebook
from cases.engine.tested import TestedRule, rules_tested
from cases.engine.values import Span, format_money, format_span, parse_instant
from cases.engine.verbalise.rules import say_conclusions, say_conditions
from cases.engine.vocabulary import Vocabulary
from cases.models import ReportState
from cases.prover.client import (
    ProverError,
    check_supports,
    least_supports,
    prepare_recheck,
    recheck_edition,
    semantic_diff,
    verify_edition,
)
from cases.prover.report import Difference, Finding, Report, SupportCheck
from cases.verbs import (
    adjudicate,
    base_text,
    case_from_text,
    derive_key,
    explain,
    flips,
    form_of_rule,
    outcomes,
    parse_case,
    proof_of,
    review_options,
    ruling_text,
)

__all__ = [
    "PROOFS_FILE",
    "Ambiguity",
    "Answer",
    "BaseView",
    "BrokenExample",
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
    "EditProblem",
    "EditedRules",
    "Edition",
    "EditionEntry",
    "EntryChange",
    "ExampleCheck",
    "Explanation",
    "FieldChange",
    "Finding",
    "Flip",
    "FlipView",
    "HistoryStep",
    "Impact",
    "InapplicableView",
    "IssueVerdict",
    "IssueView",
    "ItemImpact",
    "Located",
    "Misled",
    "NoEditionError",
    "NotInForceView",
    "OptionReview",
    "Outcome",
    "Problem",
    "Proof",
    "Proofs",
    "ProverError",
    "Question",
    "QuestionOption",
    "Release",
    "Report",
    "ReportState",
    "Rule",
    "RuleChange",
    "RuleCoverage",
    "RuleEdit",
    "RuleEntry",
    "RuleForm",
    "RulePreview",
    "RuleView",
    "Rulebook",
    "Span",
    "Stack",
    "Step",
    "SupportCheck",
    "TestedRule",
    "TimelineEvent",
    "TimelineView",
    "TypicalCase",
    "Verdict",
    "Verification",
    "Vocabulary",
    "Window",
    "adjudicate",
    "ambiguities",
    "base_text",
    "begin_verification",
    "broken_examples",
    "build_released",
    "case_from_text",
    "check_supports",
    "compare_contents",
    "compare_editions",
    "compile_platforms",
    "condition_of_text",
    "current_edition",
    "current_edition_id",
    "derive_key",
    "describe_vocabulary",
    "draft_cases",
    "edit_rules",
    "edition_content",
    "example_case",
    "explain",
    "fail_verification",
    "finish_verification",
    "flips",
    "form_of_rule",
    "format_money",
    "format_span",
    "history_of",
    "interrupt_verification",
    "latest_report",
    "latest_verification",
    "lay_over",
    "least_supports",
    "list_editions",
    "load_edition",
    "load_text",
    "measure_coverage",
    "measure_impact",
    "misled_keys",
    "note_progress",
    "one_edition",
    "open_edition",
    "operand_of_text",
    "outcomes",
    "parse_case",
    "parse_instant",
    "prepare_recheck",
    "preview_rule",
    "proof_of",
    "raw_of_form",
    "read_proofs",
    "recheck_edition",
    "release_of",
    "released_content",
    "request_verification",
    "review_options",
    "rule_changes",
    "rule_form",
    "rule_from_text",
    "rule_meanings",
    "rule_of",
    "rule_rows",
    "rule_text",
    "rules_tested",
    "ruling_text",
    "say_conclusions",
    "say_conditions",
    "search_rules",
    "semantic_diff",
    "shipped_edition",
    "shipped_proofs",
    "store_edited",
    "store_released",
    "store_shipped_edition",
    "tempting_answers",
    "verify_edition",
    "where",
    "write_proofs",
]
