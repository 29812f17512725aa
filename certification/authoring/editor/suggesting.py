"""What the workbench offers to write: options that known mistakes lead to."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from cases import api
from certification.bank.caseform.claims import Claim, rows_of, text_of
from certification.bank.deriving import case_of_key, issues_asked
from certification.bank.domain import Content
from certification.bank.generate.questions import one_term, option_text
from certification.bank.preview.domain import Preview
from certification.bank.workflow.loose import read_loose

_MOST_OFFERED: Final = 8


@dataclass(frozen=True, slots=True)
class Offer:
    """An option that could be added, and the mistake that leads to it; `because` is "" for the right one."""

    text: str
    claim: str
    because: str = ""
    is_right: bool = False


def offers(
    loose: Mapping[str, Any], preview: Preview, *, edition: api.Edition, older: Sequence[api.Edition] = ()
) -> tuple[Offer, ...]:
    """Return options that mistaken people would choose, for what the key claims; the right one too while there is none.

    Args:
        loose: the content, finished or not.
        preview: what was made of it.
        edition: the rules.
        older: earlier editions, whose answers tempt those who learnt by them.
    """
    content = read_loose(loose)
    right, case = _right_claim(content, preview), _case(content, preview)
    taken = {one.claim for one in content.options if one.claim}
    found: dict[str, Offer] = {}
    issues = [row.issue for row in right.rows] if right.rows else issues_asked(content, edition)
    for issue in dict.fromkeys(issues):
        if issue not in edition.vocabulary.issues:
            continue
        answers = api.tempting_answers(case, issue, edition=edition, older=older)
        for at, answer in enumerate(answers):
            claim = _replaced(right, issue, answer.claim)
            text = _text(right, issue, answer, case, edition)
            found.setdefault(claim, Offer(text, claim, answer.because, is_right=at == 0))
    wanted = [one for claim, one in found.items() if claim not in taken]
    return tuple(sorted(wanted, key=lambda one: not (one.because or one.is_right))[:_MOST_OFFERED])


def _right_claim(content: Content, preview: Preview) -> Claim:
    """Return what the key claims, as far as rows can say it."""
    for check in preview.options:
        claim = rows_of(content.options[check.index].claim) if check.in_key else None
        if claim is not None and claim.rows:
            return claim
    return Claim()


def _case(content: Content, preview: Preview) -> dict[str, Any]:
    return case_of_key(content, [check.index for check in preview.options if check.in_key])


def _replaced(right: Claim, issue: str, claim: str) -> str:
    """Return the right claim with the rows of one issue said otherwise."""
    other = rows_of(claim)
    if not right.rows or other is None:
        return claim
    rows = [new for row in right.rows for new in (other.rows if row.issue == issue else (row,))]
    return text_of(replace(right, rows=tuple(dict.fromkeys(rows))))


def _text(right: Claim, issue: str, answer: api.Answer, case: Mapping[str, Any], edition: api.Edition) -> str:
    """Return an outcome as an option; beside others as sentences in the order of the claim."""
    words = edition.vocabulary.issues
    names = list(dict.fromkeys(row.issue for row in right.rows if row.issue in words))
    if len(names) < 2:  # noqa: PLR2004 - one outcome stands by itself
        return option_text(answer, words[issue])
    said = []
    for name in names:
        known = (answer,) if name == issue else api.tempting_answers(case, name, edition=edition)
        said += [one_term(known[0].sentence)] if known else []
    return "，".join(dict.fromkeys(said))
