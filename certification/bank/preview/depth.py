"""What of a preview takes longer: presumptions, the mistakes behind wrong options, rules tested, the bank around it."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from cases import api
from certification.bank.deriving import api_question, case_of_key, issues_asked, reviews_of, trace_hash
from certification.bank.domain import Content
from certification.bank.models import Derivation, VersionStatistic
from certification.bank.preview.domain import Depth, Tested, Twin, WrongPath
from certification.bank.preview.judging import judge, part_of
from certification.bank.preview.previewing import unfinished_options
from certification.bank.workflow.loose import read_loose
from certification.core.punctuation import labelled, listed

#: Fewer answers than these tell nothing about a question.
FEWEST_ANSWERS: Final = 5


def look_deeper(loose: Mapping[str, Any], *, edition: api.Edition, question_code: str = "") -> Depth:
    """Say of a question that is being written what takes longer to find out. Reads the bank; writes nothing.

    Args:
        loose: its content, finished or not.
        edition: the rules.
        question_code: its own code: a question is no twin of itself.
    """
    content = read_loose(loose)
    found = judge(content, edition, unfinished=tuple(unfinished_options(loose, content)))
    if found.derivation is None:
        return Depth()
    part, labels = part_of(content, found), [content.labels[index] for index in found.indexes]
    rules = found.derivation.rules
    measured, share = measured_alike(rules, found.derivation.difficulty, edition)
    return Depth(
        presumed=tuple(_presumed(part, found.derivation.key, edition)),
        paths=tuple(_paths(part, labels, edition)),
        tested=tuple(_tested(part, labels, edition, question_code)),
        twins=twins_of(content, found.derivation, edition, question_code) if found.is_whole else (),
        difficulty=found.derivation.difficulty if found.is_whole else 0,
        measured=measured,
        share=share,
    )


def _presumed(content: Content, key: Sequence[int], edition: api.Edition) -> Iterator[str]:
    if not content.has_case:
        return
    case = api.parse_case(case_of_key(content, key), edition=edition)
    asked = issues_asked(content, edition)
    told = api.explain(case, edition=edition, issues=asked or None)
    yield from dict.fromkeys(view.assumed_text for view in told.issues if view.assumed_text)


def _paths(content: Content, labels: Sequence[str], edition: api.Edition) -> Iterator[WrongPath]:
    for review in reviews_of(content, edition):
        if review.truth is False:
            change = labelled(review.flip.change, review.flip.result) if review.flip else ""
            yield WrongPath(labels[review.index], review.misreading, change)


def _tested(content: Content, labels: Sequence[str], edition: api.Edition, code: str) -> Iterator[Tested]:
    if content.typed is not None:
        return
    new = coverage_gained([one.rule for one in api.rules_tested(api_question(content), edition=edition)], edition, code)
    for one in api.rules_tested(api_question(content), edition=edition):
        yield Tested(one.rule, listed(labels[index] for index in one.key), one.matters, one.rule in new)


def twins_of(
    content: Content, derivation: api.Derivation, edition: api.Edition, question_code: str
) -> tuple[Twin, ...]:
    """Return the questions that may be drawn and are decided by the same rules to the same end."""
    rows = Derivation.objects.drawable(edition.id).filter(trace=trace_hash(content, derivation))
    found = rows.exclude(version__question__code=question_code).order_by("version__question__code")
    return tuple(
        Twin(str(pk), code) for pk, code in found.values_list("version__question__pk", "version__question__code")
    )


def coverage_gained(rules: Sequence[str], edition: api.Edition, question_code: str) -> set[str]:
    """Return the rules among `rules` that decide no other question which may be drawn."""
    others = Derivation.objects.drawable(edition.id).exclude(version__question__code=question_code)
    known = {rule for listed in others.values_list("rules", flat=True) for rule in listed}
    return set(rules) - known


def measured_alike(rules: Sequence[str], difficulty: int, edition: api.Edition) -> tuple[int, int]:
    """Return how many questions as hard by one of these rules enough people answered, and the mean of their shares."""
    alike = Derivation.objects.drawable(edition.id).filter(difficulty=difficulty).values_list("version_id", "rules")
    versions = [version for version, listed in alike if set(listed) & set(rules)]
    rows = VersionStatistic.objects.filter(version_id__in=versions, attempts__gte=FEWEST_ANSWERS)
    shares = list(rows.values_list("share", flat=True))
    return len(shares), round(sum(shares) / len(shares)) if shares else 0
