"""今日 for those who are no trainees: what waits for them, with counts."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from certification.bank.workflow.domain import DraftState
from certification.bank.workflow.models import QuestionDraft
from certification.competency.domain import Level
from certification.competency.models import Standing
from certification.competency.reading import tally_of
from certification.drills.models import DrillReview
from certification.grading.appeals import waiting
from certification.people.models import User
from certification.people.permissions import may_mark
from certification.publishing.reviews.services import open_reviews
from certification.rounds.models import Round

#: Rounds that begin within so many days stand on the desk.
AHEAD: Final = timedelta(days=7)
#: So many standings are weighed; beyond it the page of 学情 tells, cohort by cohort.
MOST_STANDINGS: Final = 5000


@dataclass(frozen=True, slots=True)
class Waiting:
    """One line of the docket; `count` 0 means that there is nothing to do, None that nobody counted."""

    sign: str
    title: str
    words: str
    count: int | None
    url: str


def desk(user: User, *, now: datetime) -> tuple[Waiting, ...]:
    """Return what waits for somebody who marks: what asks for something first. At most 6 queries."""
    if not may_mark(user):
        return ()
    return tuple(sorted(_lines(user, now), key=lambda one: not one.count))


def _lines(user: User, now: datetime) -> Iterator[Waiting]:
    appeals = waiting().count()
    yield Waiting(
        pgettext("docket", "诉"), _("申诉等答复"), _("学员对得分或题目有不同意见。"), appeals,
        reverse("authoring:appeals"),
    )  # fmt: skip
    talks = DrillReview.objects.waiting().count()
    yield Waiting(
        pgettext("docket", "识"), _("演练等人看"), _("识别拿不准或学员申诉的几句话。"), talks,
        reverse("authoring:drill-reviews"),
    )  # fmt: skip
    drafts = QuestionDraft.objects.filter(state=DraftState.IN_REVIEW).exclude(author=user.pk).count()
    yield Waiting(
        pgettext("docket", "题"), _("试题等复核"), _("别人写好、等你看的题。"), drafts,
        reverse("authoring:question-reviews"),
    )  # fmt: skip
    changed = open_reviews()
    yield Waiting(
        pgettext("docket", "规"), _("规则改过的题"), _("答案变了或推不出来的题。"), changed,
        reverse("authoring:review-queue"),
    )  # fmt: skip
    yield _rounds(now)
    yield _at_risk(user, now)


def _rounds(now: datetime) -> Waiting:
    coming = Round.objects.published().filter(closes_at__gt=now, opens_at__lt=now + AHEAD).order_by("opens_at")
    found = list(coming.values_list("title", "opens_at"))
    words = _("接下来七天没有场次。")
    if found:
        title, at = found[0]
        begins = date_format(timezone.localtime(at), "n月j日 H:i")
        words = _("最近的：%(title)s，%(at)s") % {"title": title, "at": begins}
    return Waiting(pgettext("docket", "场"), _("七天内的场次"), words, len(found), reverse("oversight:rounds"))


def _at_risk(user: User, now: datetime) -> Waiting:
    """Count the people of one's cohort, of all where one has none, who are surely behind in some area."""
    whose = Q(person__is_trainee=True, person__is_active=True)
    url = reverse("oversight:competency")
    if user.cohort_id:
        whose &= Q(person__cohort=user.cohort_id)
        url += f"?cohort={user.cohort_id}"
    rows = Standing.objects.filter(whose, scope__startswith="area:")[: MOST_STANDINGS + 1]
    found = list(rows)
    if len(found) > MOST_STANDINGS:
        return Waiting(pgettext("docket", "学"), _("看谁需要关注"), _("人多，请按班组看。"), None, url)
    behind = {row.person_id for row in found if tally_of(row, now).level is Level.BEHIND}
    return Waiting(pgettext("docket", "学"), _("有领域未达标的人"), _("派一组练习，或者找他们聊聊。"), len(behind), url)
