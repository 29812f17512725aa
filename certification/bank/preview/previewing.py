"""`preview_question`: from content that may be unfinished to everything that can be said of it at once."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from django.utils.translation import gettext as _

from cases import api
from certification.bank.caseform.claims import rows_of
from certification.bank.caseform.names import names_in
from certification.bank.deriving import case_of_key, issues_asked, trace_hash
from certification.bank.domain import Ask, Content
from certification.bank.preview import wording
from certification.bank.preview.domain import IssueOutcome, OptionCheck, Preview, Sensitive, Trouble
from certification.bank.preview.judging import Judgement, judge
from certification.bank.workflow.loose import gaps, read_loose
from certification.core.punctuation import listed

_OPEN: Final = ("undetermined", "gap")


def preview_question(loose: Mapping[str, Any], *, expected: Sequence[str], edition: api.Edition) -> Preview:
    """Judge a question that is being written. Never raises on unfinished input: what is wrong has a place.

    Args:
        loose: content in the shape of `Content.to_json()`, finished or not.
        expected: the labels that the author holds right.
        edition: the rules.
    """
    content = read_loose(loose)
    unfinished = tuple(unfinished_options(loose, content))
    found = judge(content, edition, unfinished=unfinished)
    derivation = found.derivation
    key = tuple(content.labels[found.indexes[index]] for index in derivation.key) if derivation else ()
    checks = tuple(_check(index, content, found, key, expected) for index in range(len(content.options)))
    troubles = [*_gaps(content, expected), *found.troubles]
    troubles += [Trouble(f"option:{at}", wording.unfinished(content.labels[at])) for at in unfinished]
    if derivation is not None:
        troubles += _key_troubles(content, found, key, expected, edition)
    checks = tuple(_with_troubles(one, troubles) for one in checks)
    told = _tell(content, found, edition)
    is_whole = found.is_whole and derivation is not None
    return Preview(
        troubles=tuple(dict.fromkeys(troubles)),
        headline=told.headline if told else "",
        sub=told.sub if told else "",
        issues=tuple(_outcome(one) for one in told.issues) if told else (),
        options=checks,
        key=key,
        sensitive=tuple(_sensitive(content, found, edition)),
        needed=tuple(_needed(content, found, edition)),
        rules=derivation.rules if derivation else (),
        difficulty=derivation.difficulty if derivation and is_whole else 0,
        trace=trace_hash(content, derivation) if derivation and is_whole else "",
        is_whole=is_whole,
        derivation=derivation if is_whole else None,
    )


def _gaps(content: Content, expected: Sequence[str]) -> list[Trouble]:
    return [Trouble(one.place, one.message) for one in gaps(content, expected)]


def unfinished_options(loose: Mapping[str, Any], content: Content) -> Iterator[int]:
    """Yield the options whose rows are not all filled in; as text they would be told as mistakes of grammar."""
    for index, option in enumerate(content.options):
        raw = loose["options"][index].get("claim")
        claim = rows_of(raw) if isinstance(raw, str) else None
        is_open = claim is not None and not all(row.is_finished for row in claim.rows)
        if is_open or any(text == "" for part in option.overlay.values() for text in _texts(part)):
            yield index


def _texts(part: object) -> Iterable[object]:
    """Return what an option lays over the case in one part: the values of facts and events."""
    return part.values() if isinstance(part, Mapping) else ()


def _check(index: int, content: Content, found: Judgement, key: Sequence[str], expected: Sequence[str]) -> OptionCheck:
    label, option = content.labels[index], content.options[index]
    truth, marked, in_key = found.truth_of(index), label in expected, label in key
    is_judged = index in found.indexes
    review = found.reviews[found.indexes.index(index)] if is_judged and found.reviews else None
    agrees = marked is in_key if is_judged and expected and truth is not None else None
    remark = ""
    if agrees is False and truth is not None:
        remark = wording.disagreement(truth=truth, reason=review.reason if review else "")
    return OptionCheck(
        index, label, option.text, is_judged, truth, in_key, marked, agrees, review.reason if review else "", remark
    )


def _with_troubles(check: OptionCheck, troubles: Sequence[Trouble]) -> OptionCheck:
    own = tuple(dict.fromkeys(one.message for one in troubles if one.place == f"option:{check.index}"))
    return replace(check, troubles=own)


def _tell(content: Content, found: Judgement, edition: api.Edition) -> api.Explanation | None:
    """Return the decision that the key rests on, told; that of the bare case while nothing is asked."""
    if not content.has_case:
        return None
    key = [found.indexes[index] for index in found.derivation.key] if found.derivation else []
    try:
        case = api.parse_case(case_of_key(content, key), edition=edition)
    except api.CaseError:
        return None
    asked = issues_asked(content, edition)
    return api.explain(case, edition=edition, issues=asked or None, what_if=False)


def _outcome(view: api.IssueView) -> IssueOutcome:
    sums = tuple(line for rule in view.deciding for line in rule.calc)
    rules = tuple(rule.id for rule in view.deciding)
    return IssueOutcome(view.id, view.label, view.status, view.value_text, view.tone, rules, sums, view.asked)


# -- what is wrong with the key -----------------------------------------------------------------------


def _key_troubles(
    content: Content, found: Judgement, key: Sequence[str], expected: Sequence[str], edition: api.Edition
) -> Iterator[Trouble]:
    assert found.derivation is not None, "asked only where something was judged"
    codes = {problem.code for problem in found.derivation.problems}
    if found.is_whole and "key.not-unique" in codes:
        yield from _not_unique(content, key, expected, wanted=content.ask is Ask.CORRECT)
    if found.is_whole and "key.count" in codes:
        yield Trouble("options", wording.wrong_count(listed(key)))
    if content.cited and "cited.clause-changed" in codes:
        yield Trouble("cited", wording.clause_changed(content.cited[0]))
    for at, truth in zip(found.indexes, found.derivation.truths, strict=True):
        if truth is None and content.has_case:
            yield Trouble(f"option:{at}", wording.undecided(content.labels[at]))
    yield from _unsettled(content, found, edition)
    yield from _unfair(found, edition)
    if found.is_whole and expected and key and sorted(expected) != sorted(key):
        yield Trouble("expected", wording.key_differs(key, expected))


def _not_unique(content: Content, key: Sequence[str], expected: Sequence[str], *, wanted: bool) -> Iterator[Trouble]:
    if not key:
        yield Trouble("options", wording.no_key(wanted=wanted))
    surplus = [label for label in key if label not in expected] or list(key[1:])
    if len(key) > 1:
        for label in surplus:
            place = f"option:{content.labels.index(label)}"
            yield Trouble(place, wording.also_right(label, listed(key), wanted=wanted))


def _unsettled(content: Content, found: Judgement, edition: api.Edition) -> Iterator[Trouble]:
    """Say which issue keeps an option open; the engine names the option as it counts the judged ones."""
    assert found.derivation is not None, "asked only where something was judged"
    for problem in found.derivation.problems:
        if problem.code not in wording.UNSETTLED:
            continue
        names = names_in([problem.message])
        issue = next((name for name in edition.vocabulary.issues if name in names), "")
        at = next((index for index in found.indexes if issue in names_in([content.options[index].claim])), 0)
        label = edition.vocabulary.issues[issue].label if issue else problem.message
        said = str(wording.UNSETTLED[problem.code]) % {"label": content.labels[at], "issue": label}
        yield Trouble(f"option:{at}", said)


def _unfair(found: Judgement, edition: api.Edition) -> Iterator[Trouble]:
    assert found.derivation is not None, "asked only where something was judged"
    for one in found.derivation.sensitivity:
        fact = edition.vocabulary.facts[one.fact]
        yield Trouble(f"fact.{one.fact}", wording.unfair(fact.label, value_text(fact, one.value)))


# -- what the stem leaves out -------------------------------------------------------------------------


def value_text(fact: Any, raw: str) -> str:
    """Return a raw value of a fact in words."""
    yes_no = {"yes": _("是"), "no": _("否"), "?": _("不清楚"), "unproven": _("没能举证")}
    return str(fact.values.get(raw) or yes_no.get(raw, raw))


def silence_text(fact: Any) -> str:
    """Return what a case says nothing of is taken for, as a case would write it."""
    silence = fact.silence
    if silence is None:
        return "?"
    if isinstance(silence, bool):
        return "yes" if silence else "no"
    if fact.type == "money":
        return f"{silence / 100:g}元"
    return str(silence) if isinstance(silence, int | str) else "unproven"


def _sensitive(content: Content, found: Judgement, edition: api.Edition) -> Iterator[Sensitive]:
    if found.derivation is None:
        return
    for one in found.derivation.sensitivity:
        fact = edition.vocabulary.facts[one.fact]
        rows = zip(found.indexes, found.derivation.truths, one.truths, strict=True)
        moved = [(content.labels[at], old, new) for at, old, new in rows if old is not new]
        wanted = content.ask is Ask.CORRECT
        key = [content.labels[at] for at, new in zip(found.indexes, one.truths, strict=True) if new is wanted]
        usual = silence_text(fact)
        yield Sensitive(
            one.fact,
            fact.label,
            value_text(fact, one.value),
            wording.effect(moved, key),
            usual,
            value_text(fact, usual),
        )


def _needed(content: Content, found: Judgement, edition: api.Edition) -> Iterator[str]:
    """Yield unstated facts and events that matter now: those that move the key, then what open issues wait for."""
    if found.derivation is None:
        return
    stated = {*(content.case.get("facts") or {}), *(content.case.get("events") or {})}
    yield from (one.fact for one in found.derivation.sensitivity)
    words = edition.vocabulary
    for decision in found.derivation.decisions:
        for outcome in decision["issues"].values():
            if outcome["status"] not in _OPEN:
                continue
            rules = [rule for name in outcome["pending"] for rule in edition.families[name]]
            names = names_in(text for rule in rules for text in rule.when_text)
            yield from (name for name in (*words.facts, *words.events) if name in names and name not in stated)
