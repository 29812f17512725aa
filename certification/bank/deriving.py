"""From content to what the adjudicator says about it."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from cases import api
from certification.bank.domain import Content, Disputed, Finding, digest, expected_findings
from certification.bank.markup.plain import plain_line

_WORD: Final = re.compile(r"[a-z][a-z0-9_]*")


@dataclass(frozen=True, slots=True)
class Derived:
    """A derivation with the gate's findings; without findings it may be published."""

    derivation: api.Derivation
    findings: tuple[Finding, ...]


def api_question(content: Content) -> api.Question:
    """Return the question as `cases.api` takes it."""
    return api.Question(
        type=str(content.type),
        ask=str(content.ask),
        case=content.case,
        options=tuple(
            api.QuestionOption(
                text=plain_line(one.text), claim=one.claim or None, overlay=one.overlay or None, right=one.right
            )
            for one in content.options
        ),
        cited=api.Cited(*content.cited) if content.cited else None,
    )


def case_of_option(content: Content, index: int) -> dict[str, Any]:
    """Return the raw case that one option speaks of: the question's, with the option's own change laid over it."""
    return api.lay_over(content.case, content.options[index].overlay)


def case_of_key(content: Content, key: Sequence[int]) -> dict[str, Any]:
    """Return the raw case that a ruling on the question is about: that of the first keyed option."""
    return case_of_option(content, key[0]) if key else dict(content.case)


def issues_asked(content: Content, edition: api.Edition) -> list[str]:
    """Return the issues that the options of a question speak of, in the order of the vocabulary."""
    named = set(_WORD.findall(" ".join(option.claim for option in content.options)))
    return [name for name in edition.vocabulary.issues if name in named]


def derive(content: Content, *, expected: Sequence[str], disputed: Disputed | None, edition: api.Edition) -> Derived:
    """Let the adjudicator decide every option, and ask the gate what it adds to the adjudicator's own problems.

    Args:
        content: the question.
        expected: the labels that its author or source holds right.
        disputed: the entry on record where that differs from the rules.
        edition: the rules.
    """
    derivation = api.derive_key(api_question(content), edition=edition)
    findings = [Finding(str(one.code), one.message) for one in derivation.problems]
    if not findings:
        findings += expected_findings(content, derivation.key, expected, disputed)
    return Derived(derivation, tuple(findings))


def trace_hash(content: Content, derivation: api.Derivation) -> str:
    """Return a hash that is equal for questions whose issues are decided by the same rules to the same end.

    Instants and sums are left out, so that twins a minute apart are told apart by their outcome alone. Recall
    questions are alike where they cite the same clause.
    """
    if content.cited:
        return digest(["cited", *content.cited])
    words = set(_WORD.findall(" ".join(option.claim for option in content.options)))
    return digest([list(derivation.rules), sorted(_shape(one, words) for one in derivation.decisions)])


def _shape(decision: Mapping[str, Any], words: Collection[str]) -> list[list[str]]:
    """Return status, value and deciding rules of the issues that the options speak of, and of those these use."""
    issues: Mapping[str, Mapping[str, Any]] = decision["issues"]
    reached: dict[str, None] = {}
    todo = [name for name in issues if name in words]
    while todo:
        name = todo.pop()
        if name in issues and name not in reached:
            reached[name] = None
            todo += issues[name]["uses"]
    return [
        [name, issues[name]["status"], _value(issues[name]["value"]), *issues[name]["by"]] for name in sorted(reached)
    ]


def _value(value: object) -> str:
    """Leave out instants and sums: only what kind of outcome it is tells questions apart."""
    is_kind = isinstance(value, bool) or (isinstance(value, str) and value.isidentifier())
    return str(value) if is_kind else ""
