"""The job that makes a draft, or an edition of old, the edition in force.

Everything is worked out first: the edition is built, the whole bank derived under it, the touched questions found. Then
one short transaction writes edition, keys, reviews and draft together: until that moment nothing has changed, and from
then on every question that has a key can be drawn.
"""

import logging
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django_tasks import task

from cases import api
from certification.bank.rederiving import Lost, Rederived, lost_questions, rederive, restore, write_rederived
from certification.core.journal import record
from certification.core.refusals import Refusal, RefusedError
from certification.core.wording import refusal_text
from certification.people.domain import Role
from certification.people.models import User
from certification.people.notices import NewNotice, send_notices
from certification.publishing.background import LONGEST_ERROR, TICK_SECONDS, AbandonedError, Steps, told_of
from certification.publishing.checkup.services import request_checkup
from certification.publishing.drafts.content import edited_of, fingerprint_of
from certification.publishing.drafts.domain import DraftState, RunState, Waived
from certification.publishing.drafts.models import Publication
from certification.publishing.drafts.runs import Run, take
from certification.publishing.drafts.wording import REFUSALS
from certification.publishing.impact.report import ImpactReport, measure
from certification.publishing.questions import Asked, asked_in_bank
from certification.publishing.reviews.models import ReviewTask
from certification.publishing.reviews.services import blocked_questions, queue_reviews

logger = logging.getLogger(__name__)


@task()
def publish_edition(publication: str) -> str:
    """Publish what was asked for; return how it ended."""
    return run_publication(uuid.UUID(publication), clock=timezone.now)


def run_publication(publication_id: uuid.UUID, *, clock: Callable[[], datetime]) -> str:
    """Take a waiting publication to its end.

    Returns:
        `taken` if it did not wait any more, `abandoned` if it was given up for dead, else its state.
    """
    rows = Publication.objects.filter(pk=publication_id)
    run = take(rows, clock())
    if run is None:
        return "taken"
    try:
        _publish(run, rows.select_related("draft", "asked_by").get(), clock)
    except AbandonedError:
        return "abandoned"
    except Exception as error:
        return _failed(run, error, clock())
    except BaseException:  # told to stop
        run.close(RunState.INTERRUPTED, clock())
        raise
    return "done"


def _failed(run: Run, error: Exception, now: datetime) -> str:
    if isinstance(error, RefusedError):
        told = refusal_text(error.refusal, REFUSALS)[:LONGEST_ERROR]
    else:
        logger.error("an edition could not be published", exc_info=error)
        told = told_of(error)
    run.close(RunState.FAILED, now, error=told)
    return "failed"


def _publish(run: Run, publication: Publication, clock: Callable[[], datetime]) -> None:
    asked = asked_in_bank()
    content = api.released_content(
        _content(publication), label=publication.label, why=publication.why, after=publication.base, now=clock()
    )
    work = _Work(
        content, publication.label, api.load_edition(publication.base), asked, lost_questions(blocked_questions())
    )
    for _name, _result in Steps([("build", work.build), ("bank", work.derive), ("impact", work.measure)]).results(
        TICK_SECONDS
    ):
        run.note(clock(), done=len(work.derived), total=len(asked))
    _write(run, publication, work, clock())


def _content(publication: Publication) -> Mapping[str, Any]:
    """Return what is to be published: the draft with the gaps that it means, or the content of old.

    Raises:
        RefusedError: the draft is not what was to be published any more.
    """
    draft = publication.draft
    if draft is None:
        return api.edition_content(publication.content_of)
    edited = edited_of(draft)
    if fingerprint_of(draft) != publication.fingerprint or edited.edition is None:
        raise RefusedError(Refusal("drafts.changed-since"))
    meant = [
        {"issue": one.issue, "platform": one.platform, **({"when": one.when} if one.when else {}), "reason": one.reason}
        for one in draft.waivers.filter(kind=Waived.GAP).order_by("pk")
    ]
    gaps = {"gaps": {"gaps": [*edited.content.get("gaps", {}).get("gaps", ()), *meant]}} if meant else {}
    return {**edited.content, **gaps}


@dataclass
class _Work:
    """The steps that take their time: pure, none touches the database."""

    content: Mapping[str, Any]
    label: str
    base: api.Edition
    asked: tuple[Asked, ...]
    lost: tuple[Lost, ...] = ()
    restored: list[Lost] = field(default_factory=list)
    derived: list[Rederived] = field(default_factory=list)
    edition: api.Edition = field(init=False)
    report: ImpactReport = field(init=False)

    def build(self) -> None:
        self.edition = api.build_released(self.content, label=self.label)

    def derive(self) -> None:
        versions = ((one.version, one.content) for one in self.asked if one.version is not None)
        for found in rederive(versions, edition=self.edition):
            self.derived.append(found)
        again = rederive(((one.version, one.content) for one in self.lost), edition=self.edition)
        for one, found in zip(self.lost, again, strict=True):
            if found.has_key and tuple(found.derivation.key) in one.keys:  # another key is for a trainer to look at
                self.derived.append(found)
                self.restored.append(one)

    def measure(self) -> None:
        self.report = measure(self.asked, old=self.base, new=self.edition)


def _write(run: Run, publication: Publication, work: _Work, now: datetime) -> None:
    """Write everything at once.

    Raises:
        RefusedError: another edition came into force meanwhile.
        AbandonedError: the run is not ours any more.
    """
    name, counts = work.edition.id, work.report.counts
    with transaction.atomic():
        run.note(now)
        if api.current_edition_id() != publication.base:
            raise RefusedError(Refusal("drafts.base-moved"))
        api.store_released(work.edition, work.content, now=now)
        write_rederived(work.derived, edition=name)
        restore(work.restored)
        tasks = queue_reviews(work.report.rows, edition=name, now=now)
        if (draft := publication.draft) is not None:
            draft.state, draft.closed_at, draft.edition = DraftState.PUBLISHED, now, name
            draft.save(update_fields=["state", "closed_at", "edition"])
        actor = publication.asked_by_id
        details = {"publication": str(publication.pk), "after": publication.base, "counts": counts}
        record("drafts.published", subject=f"edition:{name}", actor_id=actor, now=now, details=details)
        _tell_trainers(publication, tasks, now)
        request_checkup(name, actor_id=actor, now=now)
        run.close(RunState.DONE, now, edition=name, counts=counts)


def _tell_trainers(publication: Publication, tasks: list[ReviewTask], now: datetime) -> None:
    if not tasks:
        return

    def text() -> str:
        named = {"label": publication.label, "number": len(tasks)}
        return _("规则库 %(label)s 已发布，有 %(number)d 道题要复核。") % named

    trainers = User.objects.holding(Role.TRAINER).values_list("pk", flat=True)
    link = reverse("authoring:review-queue")
    send_notices([NewNotice(person, text, link) for person in trainers], kind="reviews", now=now)
