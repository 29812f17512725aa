"""Verbs of regrades: see what a correction would do, then do exactly that, with a reason."""

import hashlib
import json
import uuid
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from django.db import transaction
from django.db.models import OuterRef, QuerySet, Subquery
from django.urls import reverse
from django.utils.translation import gettext as _

from certification.attempts.domain import AttemptState
from certification.attempts.models import Attempt, Response
from certification.bank.domain import CHOICE_TYPES, QuestionType
from certification.bank.models import Derivation
from certification.bank.services import withdraw_versions
from certification.core import journal
from certification.core.refusals import Refusal, RefusedError, insist
from certification.grading.domain import Cause, Policy, chosen_options, points_text
from certification.grading.ledger import NewMark, append_marks, lock_ledger
from certification.grading.mending import REGRADED, Mended, mended, regrades_since
from certification.grading.models import Mark, Regrade
from certification.grading.passing import outcomes
from certification.grading.regrading import Correction, Preview, Standing, preview_regrade
from certification.papers.models import PaperQuestion
from certification.papers.modes import Mode
from certification.people.notices import NewNotice, send_notices

LONGEST_REASON = 300
#: What was wrong in the question itself: it is drawn no more until it is mended.
WITHDRAWING = frozenset({Cause.CORRECTED_KEY, Cause.VOID_OPTION, Cause.VOID_ITEM})


@dataclass(frozen=True, slots=True)
class Request:
    """What is to be corrected, why, and how it may change marks.

    Attributes:
        cause: what kind of mistake it was.
        corrections: at most one for each question version.
        policy: see `regrading`.
        edition: the edition whose derivations give the new keys; "" where none does.
        round_id: only this round; None for every attempt that was marked.
    """

    cause: Cause
    corrections: tuple[Correction, ...]
    policy: Policy
    edition: str = ""
    round_id: uuid.UUID | None = None

    def to_json(self) -> dict[str, object]:
        """Return the change as it is kept with the regrade."""
        return {
            "round": str(self.round_id) if self.round_id else None,
            "corrections": [one.to_json() for one in self.corrections],
        }


def why_not_request(request: Request) -> Refusal | None:
    """Say why a request cannot be worked out."""
    versions = [one.version for one in request.corrections]
    if not versions:
        return Refusal("grading.nothing-to-correct")
    if len(set(versions)) < len(versions):
        return Refusal("grading.corrected-twice")
    return None


def corrections_by_edition(edition: str, *, since: str, round_id: uuid.UUID | None = None) -> tuple[Correction, ...]:
    """Return a correction for each marked version whose key under `edition` differs from that under `since`."""
    marked = _attempts(round_id).filter(edition=since)
    versions = PaperQuestion.objects.filter(paper__attempts__in=marked, type__in=CHOICE_TYPES).values("version")
    old = dict(Derivation.objects.filter(edition=since, version__in=versions).values_list("version_id", "key"))
    new = Derivation.objects.filter(edition=edition, version__in=versions).values_list("version_id", "key")
    return tuple(
        Correction(str(version), key=tuple(key))
        for version, key in new.order_by("version_id")
        if sorted(key) != sorted(old.get(version, key))
    )


def preview(request: Request) -> Preview:
    """Work out what a regrade would do. Nothing is written.

    Raises:
        RefusedError: there is nothing to correct, or a version is corrected twice.
    """
    return previews(request)[request.policy]


def previews(request: Request) -> dict[Policy, Preview]:
    """Work out a regrade under every policy, so that they can be compared.

    Raises:
        RefusedError: as `preview`.
    """
    insist(why_not_request(request))
    standings = _standings(_attempts(request.round_id), [uuid.UUID(one.version) for one in request.corrections])
    touched = Attempt.objects.filter(pk__in={uuid.UUID(one.attempt) for one in standings})
    tallies = {str(one.total.attempt.pk): one.tally for one in outcomes(touched)}
    return {
        policy: preview_regrade(standings, request.corrections, policy=policy, tallies=tallies) for policy in Policy
    }


def fingerprint(seen: Preview) -> str:
    """Return what a preview comes to in twelve hex digits: what is applied has to be what was looked at."""
    rows = [[one.standing.attempt, one.standing.position, one.standing.points, one.points] for one in seen.remarks]
    text = json.dumps([seen.policy, rows], separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()[:12]


@transaction.atomic
def apply_regrade(
    request: Request,
    *,
    expected: str,
    reason: str,
    actor: uuid.UUID,
    now: datetime,
    regrade_id: uuid.UUID | None = None,
) -> tuple[Regrade, Preview]:
    """Append the marks of a regrade that somebody has looked at, and tell everybody whose mark changes.

    A question that was wrong in itself is drawn no more.

    Args:
        request: what is corrected.
        expected: the fingerprint of the preview that was shown.
        reason: in words, for everybody whose mark changes.
        actor: who decides.
        now: when.
        regrade_id: what the page called it beforehand, so that a second click finds the first one's.

    Raises:
        RefusedError: no reason is given, it was applied before, nothing would change, or the marks have changed
            since the preview.
    """
    if not reason.strip():
        raise RefusedError(Refusal("grading.reason-missing"))
    if len(reason) > LONGEST_REASON:
        raise RefusedError(Refusal("grading.text-too-long", {"most": LONGEST_REASON}))
    lock_ledger()
    if regrade_id and Regrade.objects.filter(pk=regrade_id).exists():
        raise RefusedError(Refusal("grading.regrade-applied"))
    seen = preview(request)
    if fingerprint(seen) != expected:
        raise RefusedError(Refusal("grading.preview-stale"))
    if not seen.remarks:
        raise RefusedError(Refusal("grading.nothing-changes"))
    regrade = Regrade.objects.create(
        id=regrade_id or uuid.uuid4(),
        cause=request.cause,
        policy=request.policy,
        edition=request.edition,
        change=request.to_json(),
        reason=reason.strip(),
        actor=actor,
        at=now,
    )
    append_marks(_new_marks(seen, request), now=now, regrade=regrade, actor=actor)
    if request.cause in WITHDRAWING:
        withdraw_versions([uuid.UUID(one.version) for one in request.corrections], actor=actor, now=now)
    send_notices(_notices(seen, regrade), kind="regrade", now=now)
    journal.record(
        "regrade.applied",
        subject=f"regrade:{regrade.pk}",
        actor_id=actor,
        now=now,
        details={"cause": str(request.cause), "policy": str(request.policy), "marks": len(seen.remarks)},
    )
    return regrade, seen


def _notices(seen: Preview, regrade: Regrade) -> list[NewNotice]:
    return [
        NewNotice(
            uuid.UUID(one.person),
            partial(_regraded, points_text(one.before.points), points_text(one.after.points), regrade.reason),
            reverse("sitting:result", args=[one.attempt]),
        )
        for one in seen.attempts
        if one.remarks
    ]


def _regraded(before: str, after: str, reason: str) -> str:
    said = _("你的一份答卷重新评过分：%(before)s → %(after)s 分。原因：%(reason)s")
    return said % {"before": before, "after": after, "reason": reason}


def _attempts(round_id: uuid.UUID | None) -> QuerySet[Attempt]:
    marked = Attempt.objects.filter(state=AttemptState.HANDED_IN, kind__in=REGRADED)
    return marked.filter(round=round_id) if round_id else marked


def _standings(attempts: QuerySet[Attempt], versions: Collection[uuid.UUID]) -> list[Standing]:
    """Return how these versions are marked now: three queries."""
    answer = Response.objects.filter(
        attempt=OuterRef("attempt"), position=OuterRef("position"), answer__isnull=False
    ).order_by("-id")
    first = Mark.objects.filter(attempt=OuterRef("attempt"), position=OuterRef("position")).order_by("number")
    marks = (
        Mark.objects.standing()
        .filter(attempt__in=attempts, version__in=versions)
        .select_related("derivation", "attempt")
        .annotate(letters=Subquery(answer.values("answer")[:1]), marked_at=Subquery(first.values("number")[:1]))
        .order_by("number")
    )
    papers = {mark.attempt.paper_id for mark in marks}
    asked = {
        (one.paper_id, one.position): one
        for one in PaperQuestion.objects.filter(paper__in=papers, version__in=versions).only(
            "paper_id", "position", "option_order", "type"
        )
    }
    regrades = regrades_since(None)
    return [
        _standing(
            mark,
            asked[mark.attempt.paper_id, mark.position],
            mended(regrades, mark.attempt, mark.version_id, marked_at=getattr(mark, "marked_at", 0)),
        )
        for mark in marks
    ]


def _standing(mark: Mark, question: PaperQuestion, before: Mended | None) -> Standing:
    letters = getattr(mark, "letters", None) or ""
    return Standing(
        attempt=str(mark.attempt_id),
        position=mark.position,
        person=str(mark.person),
        version=str(mark.version_id),
        chosen=chosen_options(letters, question.option_order),
        key=tuple(mark.derivation.key),
        options=len(question.option_order),
        mode=Mode(mark.mode),
        points=mark.points,
        out_of=mark.out_of,
        area=mark.derivation.topic,
        earlier=before.correction if before else None,
        is_talk=question.type == QuestionType.DRILL,
    )


def _new_marks(seen: Preview, request: Request) -> list[NewMark]:
    versions = {uuid.UUID(one.standing.version) for one in seen.remarks}
    fresh = dict(
        Derivation.objects.filter(edition=request.edition, version__in=versions).values_list("version_id", "id")
    )
    marks = {
        (str(mark.attempt_id), mark.position): mark
        for mark in Mark.objects.standing().filter(attempt__in={one.standing.attempt for one in seen.remarks})
    }
    new = []
    for one in seen.remarks:
        old = marks[one.standing.attempt, one.standing.position]
        derivation = fresh.get(old.version_id)
        named = {
            "attempt_id": old.attempt_id,
            "position": old.position,
            "person": old.person,
            "version_id": old.version_id,
            "derivation_id": derivation or old.derivation_id,
            "edition": request.edition if derivation else old.edition,
        }
        new.append(NewMark(one.points, one.standing.out_of, str(one.standing.mode), named))
    return new
