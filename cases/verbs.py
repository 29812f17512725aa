"""What is asked of an edition: read a case, decide it, tell it, derive a key. Offered to others by ``cases.api``."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from cases.editions.proofs import shipped_proofs
from cases.editions.reading import case_data_from_text
from cases.editions.rule_form import RuleForm, form_of_raw
from cases.engine.case import Case, CaseError
from cases.engine.case import parse_case as _parse_case
from cases.engine.decision import Decision
from cases.engine.decision import decide as _decide
from cases.engine.edition import Edition
from cases.engine.explain.base_text import base_text as _base_text
from cases.engine.explain.explanation import asked_issues, explain_decision, flip_issues
from cases.engine.explain.options import review_question
from cases.engine.explain.text import ruling_text as _ruling_text
from cases.engine.explain.views import Explanation, OptionReview
from cases.engine.flips import Flip, find_flips
from cases.engine.impossible import broken_constraints, uncounted_dates
from cases.engine.keys import derive_key as _derive_key
from cases.engine.program import StackError
from cases.engine.proved import Proof, fingerprint
from cases.engine.questions import Derivation, Question
from cases.engine.verbalise.scene import scene_of


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


def outcomes(case: Case, *, edition: Edition) -> Decision:
    """Decide ``case`` as :func:`adjudicate` does, without the facts that each outcome rests on: many times faster.

    Raises:
        StackError: as there.
    """
    return _decide(edition.program(case.stack), case, edition=edition.id, with_support=False)


def adjudicate(case: Case, *, edition: Edition) -> Decision:
    """Decide ``case`` by ``edition`` with the whole trace. Pure: the same input gives the same bytes.

    Raises:
        StackError: the case's stack is not in the edition (parse_case refuses such cases).
    """
    return _decide(edition.program(case.stack), case, edition=edition.id, proofs=shipped_proofs())


def proof_of(case: Case, issue: str, names: Sequence[str], *, edition: Edition) -> Proof:
    """What is kept of a proof that ``names`` are as few as fix how ``issue`` comes out."""
    return Proof(fingerprint(edition.program(case.stack), issue), tuple(names))


def flips(case: Case, *, edition: Edition, issues: Sequence[str]) -> tuple[Flip, ...]:
    """All one-step changes of ``case`` that alter one of ``issues``, those that teach most first."""
    return find_flips(edition.program(case.stack), case, issues)


def derive_key(question: Question, *, edition: Edition) -> Derivation:
    """The key of a question under ``edition``, computed, with what is wrong with it in ``problems``."""
    return _derive_key(question, edition=edition)


def explain(case: Case, *, edition: Edition, issues: Sequence[str] | None = None, what_if: bool = True) -> Explanation:
    """Tell the decision of ``case`` in Chinese: verdict, grounds, rules that lost, flips, time line.

    Args:
        case: a case that :func:`parse_case` accepted.
        edition: the rules to judge by.
        issues: what is asked, most important first; those not in dispute are left out. None: all that matters.
        what_if: whether to search for changes that alter it and for what it rests on, which takes nearly all the time.
    """
    program = edition.program(case.stack)
    decision = _decide(program, case, edition=edition.id, with_support=what_if, proofs=shipped_proofs())
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


def form_of_rule(raw: Mapping[str, Any], *, edition: Edition) -> RuleForm:
    """A rule as a form holds it; ``raw_of_form`` gives ``raw`` again, to the letter."""
    return form_of_raw(raw, edition.vocabulary)
