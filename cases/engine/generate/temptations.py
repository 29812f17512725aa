"""What mistaken people would make of a case that somebody is writing: for wrong options. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from cases.engine.edition import Edition
from cases.engine.generate.claims import claim_text
from cases.engine.generate.drafts import Answer, other_outcomes
from cases.engine.generate.situations import Situation, judge
from cases.engine.generate.wrong import wrong_outcomes
from cases.engine.values import as_datetime
from cases.engine.verbalise.values import say_issue, say_issue_value


def tempting_answers(
    raw: Mapping[str, Any], issue: str, *, edition: Edition, older: Sequence[Edition] = ()
) -> tuple[Answer, ...]:
    """The right outcome of ``issue`` in a raw case, then wrong ones: first those that a known mistake leads to.

    The mistakes are the declared misreadings, a rule overlooked, an older version, and what ``older`` editions say; of
    the other outcomes ``because`` is empty. Empty where the case cannot be judged or does not decide the issue.
    """
    judged = judge(raw, edition)
    if judged is None or judged.findings[issue].status != "decided":
        return ()
    one = Situation(raw, judged.case, judged.program, judged.env, judged.findings, issue)
    value = one.finding.value
    right = claim_text(edition.vocabulary.issues[issue], value, judged.case)
    if not right:
        return ()
    wrong = wrong_outcomes(one, older=older)
    others = other_outcomes(one, {value, *(each.value for each in wrong)})
    return (
        _answer(one, value, right, ""),
        *(_answer(one, each.value, each.claim, each.because) for each in (*wrong, *others)),
    )


def _answer(one: Situation, value: Any, claim: str, because: str) -> Answer:
    words, year = one.program.vocabulary, as_datetime(one.case.as_of.lo).year
    issue = words.issues[one.issue]
    said = say_issue(issue, value, year, words.events)
    return Answer(say_issue_value(issue, value, year, words.events), said, claim, because)
