"""From the address of a regrade to what it asks for: which question, what was wrong, how marks may change.

Everything is in the address, so that a preview can be looked at again, sent to a colleague, and applied as it was seen.
"""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from django.http import QueryDict

from certification.bank.domain import QuestionType
from certification.bank.models import Derivation, Question, QuestionVersion
from certification.core.refusals import Refusal, RefusedError
from certification.grading.domain import PERSONAL, Cause, Policy
from certification.grading.mending import REGRADED
from certification.grading.models import Appeal, Mark
from certification.grading.regrades import Request, corrections_by_edition
from certification.grading.regrading import Correction
from certification.rounds.models import Round


@dataclass(frozen=True, slots=True)
class Chosen:
    """The question that an address names, with the versions of it that were marked, the newest first."""

    question: Question
    version: QuestionVersion
    versions: tuple[QuestionVersion, ...]
    derivation: Derivation
    appeal: Appeal | None


def chosen_question(params: QueryDict) -> Chosen | None:
    """Return the question that an address names by an appeal or a code; None where it names none.

    Raises:
        RefusedError: there is no such question, or it was never marked.
    """
    appeal = appeal_in(params)
    if appeal is not None:
        asked = appeal.attempt.paper.questions.select_related("version__question").get(position=appeal.position)
        return _chosen(asked.version.question, str(asked.version_id), appeal)
    code = params.get("question", "").strip()
    if not code:
        return None
    question = Question.objects.filter(code__iexact=code).first()
    if question is None:
        raise RefusedError(Refusal("grading.unknown-question", {"code": code}))
    return _chosen(question, params.get("version", ""), None)


def _chosen(question: Question, version: str, appeal: Appeal | None) -> Chosen:
    marked = Mark.objects.filter(version__question=question, attempt__kind__in=REGRADED)
    versions = tuple(question.versions.filter(pk__in=marked.values("version")).order_by("-number"))
    if not versions:
        raise RefusedError(Refusal("grading.never-marked", {"code": question.code}))
    one = next((one for one in versions if str(one.pk) == version), versions[0])
    mark = marked.filter(version=one).select_related("derivation").order_by("-number").first()
    assert mark is not None
    return Chosen(question, one, versions, mark.derivation, appeal)


def appeal_in(params: QueryDict) -> Appeal | None:
    """Return the appeal that an address names."""
    named = as_uuid(params.get("appeal", ""))
    return Appeal.objects.select_related("attempt__paper").filter(pk=named).first() if named else None


def as_uuid(text: str) -> uuid.UUID | None:
    """Return the id that a text is; None for anything else."""
    try:
        return uuid.UUID(text)
    except ValueError:
        return None


def read_request(params: QueryDict, chosen: Chosen | None) -> Request | Refusal:
    """Return what an address asks for, or why it asks for nothing yet."""
    wanted, how = str(params.get("cause", "")), str(params.get("policy", ""))
    if wanted not in set(Cause) - PERSONAL:
        return Refusal("grading.cause-missing")
    if how not in set(Policy):
        return Refusal("grading.policy-missing")
    cause, policy = Cause(wanted), Policy(how)
    round_id = _round_of(params)
    edition = params.get("edition", "") if cause is Cause.NEW_EDITION else ""
    if chosen is None:
        corrections = _of_edition(params, round_id) if edition else Refusal("grading.nothing-to-correct")
    else:
        corrections = _of_question(params, chosen, cause)
    if isinstance(corrections, Refusal):
        return corrections
    return Request(cause, corrections, policy, edition=edition, round_id=round_id)


def _round_of(params: QueryDict) -> uuid.UUID | None:
    named = as_uuid(params.get("round", ""))
    return named if named and Round.objects.filter(pk=named).exists() else None


def _of_edition(params: QueryDict, round_id: uuid.UUID | None) -> tuple[Correction, ...] | Refusal:
    since, edition = str(params.get("since", "")), str(params.get("edition", ""))
    if since == edition:
        return Refusal("grading.same-edition")
    return corrections_by_edition(edition, since=since, round_id=round_id)


def _of_question(params: QueryDict, chosen: Chosen, cause: Cause) -> tuple[Correction, ...] | Refusal:
    version = str(chosen.version.pk)
    options = range(len(chosen.version.read.options))
    match cause:
        case Cause.VOID_ITEM:
            return (Correction(version, is_void=True),)
        case Cause.VOID_OPTION:
            void = _indexes(params.getlist("void"), options)
            return (Correction(version, void_options=void),) if void else Refusal("grading.no-option")
        case Cause.NEW_EDITION:
            fresh = Derivation.objects.filter(version=chosen.version, edition=params.get("edition", "")).first()
            return (Correction(version, key=tuple(fresh.key)),) if fresh else Refusal("grading.unknown-edition")
        case _:
            key = _indexes(params.getlist("key"), options)
            many = chosen.question.type == QuestionType.MULTIPLE
            is_fit = bool(key) and (many or len(key) == 1)
            return (Correction(version, key=key),) if is_fit else Refusal("grading.bad-key")


def _indexes(texts: Sequence[str], options: range) -> tuple[int, ...]:
    known = {str(index): index for index in options}
    return tuple(sorted({known[text] for text in texts if text in known}))
