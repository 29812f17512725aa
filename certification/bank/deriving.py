"""From content to what the adjudicator says about it."""

import re
import unicodedata
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from cases import api
from certification.bank.domain import Ask, Content, Disputed, Finding, QuestionType, digest, expected_findings
from certification.bank.markup.plain import plain_line

#: How hard a typed question is taken to be where nobody said and nobody was measured yet.
TYPED_DIFFICULTY: Final = 3
_LETTERS_ALONE: Final = re.compile(r"[\W_]+")
_WORD: Final = re.compile(r"[a-z][a-z0-9_]*")
#: How kinds of questions are derived that a slice above the bank understands: it enters itself here at start-up.
KINDS: Final[dict[QuestionType, Callable[[Content, api.Edition], api.Derivation]]] = {}


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


def derivation_of(content: Content, edition: api.Edition) -> api.Derivation:
    """Return the key of a question: what the adjudicator makes of it, or what its author typed."""
    if content.type in KINDS:
        return KINDS[content.type](content, edition)
    if content.typed is None:
        return api.derive_key(api_question(content), edition=edition)
    truths = tuple(option.right for option in content.options)
    key = tuple(index for index, truth in enumerate(truths) if truth is (content.ask is Ask.CORRECT))
    return api.Derivation(
        edition.id, key, truths, problems=tuple(_typed_problems(content, key)), topic=content.typed.topic,
        difficulty=content.typed.difficulty or TYPED_DIFFICULTY,
    )  # fmt: skip


def _typed_problems(content: Content, key: Sequence[int]) -> Iterator[api.Problem]:
    """Yield what keeps a typed question from having a key."""
    if any(option.right is None for option in content.options):
        yield api.Problem("key.undetermined", "未证明的题每个选项都要标对错")
    elif not key or (len(key) > 1 and content.type is not QuestionType.MULTIPLE):
        labels = "、".join(content.labels[index] for index in key) or "无"
        yield api.Problem("key.not-unique", f"标为答案的选项数不对，现在是：{labels}")


def reviews_of(content: Content, edition: api.Edition, *, what_if: bool = True) -> tuple[api.OptionReview, ...]:
    """Return why each option is right or wrong: by the rules, or what the author of a typed question wrote."""
    if content.script is not None:
        key = derivation_of(content, edition).key
        return tuple(api.OptionReview(at, at in key, one.text) for at, one in enumerate(content.options))
    if content.typed is None:
        return api.review_options(api_question(content), edition=edition, what_if=what_if)
    return tuple(
        api.OptionReview(index, one.right, plain_line(one.feedback)) for index, one in enumerate(content.options)
    )


def derive(content: Content, *, expected: Sequence[str], disputed: Disputed | None, edition: api.Edition) -> Derived:
    """Let the adjudicator decide every option, and ask the gate what it adds to the adjudicator's own problems.

    Args:
        content: the question.
        expected: the labels that its author or source holds right.
        disputed: the entry on record where that differs from the rules.
        edition: the rules.
    """
    derivation = derivation_of(content, edition)
    findings = [Finding(str(one.code), one.message) for one in derivation.problems]
    if not findings and content.script is None:
        findings += expected_findings(content, derivation.key, expected, disputed)
    return Derived(derivation, tuple(findings))


def trace_hash(content: Content, derivation: api.Derivation) -> str:
    """Return a hash that is equal for questions whose issues are decided by the same rules to the same end.

    Instants and sums are left out, so that twins a minute apart are told apart by their outcome alone. Recall
    questions are alike where they cite the same clause.
    """
    if content.cited:
        return digest(["cited", *content.cited])
    if content.typed is not None:
        return digest(["typed", *_typed_words(content)])
    if content.script is not None:
        return digest(["drill", list(derivation.key), dict(content.case)])
    words = set(_WORD.findall(" ".join(option.claim for option in content.options)))
    return digest([list(derivation.rules), sorted(_shape(one, words) for one in derivation.decisions)])


def _typed_words(content: Content) -> list[str]:
    """Return what two typed questions have in common where they ask the same: their letters, options in any order."""
    texts = [content.stem, *sorted(f"{one.right}{one.text}" for one in content.options)]
    return [_LETTERS_ALONE.sub("", unicodedata.normalize("NFKC", text)).lower() for text in texts]


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
