"""One act on many questions: what it would do to each, and doing it to those where it does something."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from cases import api
from certification.authoring.questions.domain import MOST_AT_ONCE, Act, Standing, State, why_not_act
from certification.authoring.questions.rows import Page, Row
from certification.authoring.questions.wording import DONE, POOL_NAMES, REFUSALS, WILL
from certification.bank.domain import Pool
from certification.bank.models import Derivation, Question, QuestionVersion
from certification.bank.pools import move_to_pool
from certification.bank.workflow.domain import DraftState, Origin
from certification.bank.workflow.permissions import may_keep_questions
from certification.bank.workflow.services import (
    assign_owner,
    restore_question,
    retire_question,
    submit_draft,
    tag_questions,
)
from certification.bank.workflow.services.keeping import LONGEST_TAG
from certification.bank.workflow.wording import REFUSALS as WORKFLOW_REFUSALS
from certification.core.punctuation import labelled
from certification.core.refusals import Refusal, RefusedError
from certification.core.wording import refusal_text
from certification.papers.models import PaperQuestion
from certification.people.models import User
from certification.rounds.models import Round


@dataclass(frozen=True, slots=True)
class Order:
    """What somebody wants done: `value` is the tag, the owner's id or the pool; `told` is how to say it."""

    act: Act
    value: str = ""
    told: str = ""

    @property
    def will(self) -> str:
        """Say what becomes of a question."""
        return str(WILL[self.act]) % {"value": self.told}


@dataclass(frozen=True, slots=True)
class Outcome:
    """One question: whether the act does something to it, and what or why not."""

    row: Row
    draft: uuid.UUID | None
    will: bool
    said: str


@dataclass(frozen=True, slots=True)
class Done:
    """What was done: a sentence, and why the others were left as they were."""

    said: str
    left: tuple[str, ...]


def read_order(given: Mapping[str, str]) -> Order:
    """Return what a form asks for.

    Raises:
        RefusedError: it names no act, or leaves out what the act needs.
    """
    try:
        act = Act(given.get("act", ""))
    except ValueError as error:
        raise RefusedError(Refusal("questions.no-act")) from error
    match act:
        case Act.TAG | Act.UNTAG:
            return _tag_order(act, given.get("new_tag", "").strip())
        case Act.OWNER:
            return _owner_order(given.get("new_owner", ""))
        case Act.POOL:
            pool = given.get("new_pool", "")
            if pool not in POOL_NAMES:
                raise RefusedError(Refusal("questions.no-pool"))
            return Order(act, pool, str(POOL_NAMES[pool]))
        case _:
            return Order(act)


def _tag_order(act: Act, tag: str) -> Order:
    if not tag or len(tag) > LONGEST_TAG or "," in tag or "，" in tag or "\0" in tag:
        raise RefusedError(Refusal("questions.no-tag"))
    return Order(act, tag, tag)


def _owner_order(value: str) -> Order:
    try:
        owner = User.objects.filter(pk=uuid.UUID(value)).first()
    except ValueError:
        owner = None
    if owner is None or not may_keep_questions(owner):
        raise RefusedError(Refusal("questions.no-owner"))
    return Order(Act.OWNER, str(owner.pk), owner.display_name)


def plan(ids: Sequence[uuid.UUID], order: Order, edition: api.Edition, *, now: datetime) -> list[Outcome]:
    """Return what an order would do to each question, by code. Nothing is written.

    Raises:
        RefusedError: none is chosen, or too many at once.
    """
    if not ids:
        raise RefusedError(Refusal("questions.none-chosen"))
    if len(ids) > MOST_AT_ONCE:
        raise RefusedError(Refusal("questions.too-many", {"n": len(ids), "most": MOST_AT_ONCE}))
    questions = list(Question.objects.filter(pk__in=ids).select_related("current", "owner").order_by("code"))
    page = Page(questions, edition)
    restorable, running = _restorable(page.ids, edition), _running(page.ids, now)
    outcomes = []
    for one in questions:
        refusal = why_not_act(order.act, order.value, _standing(one, page, restorable, running))
        said = refusal_text(refusal, REFUSALS) if refusal else order.will
        draft = page.drafts.get(one.pk)
        outcomes.append(Outcome(page.row(one), draft.pk if draft else None, refusal is None, said))
    return outcomes


def _standing(one: Question, page: Page, restorable: set[uuid.UUID], running: set[uuid.UUID]) -> Standing:
    draft, states = page.drafts.get(one.pk), page.states(one)
    return Standing(
        state=states[0] if states else State.DRAFT,
        has_version=one.current_id is not None or one.pk in page.newest,
        has_draft=draft is not None,
        in_review=draft is not None and draft.state == DraftState.IN_REVIEW,
        is_secret=one.is_secret,
        is_released=one.released_at is not None,
        from_files=one.origin == Origin.FILES,
        is_restorable=one.pk in restorable or one.pk not in page.newest,
        is_on_running_paper=one.is_secret and one.pk in running,
        tags=frozenset(page.tags.get(one.pk, ())),
        owner=str(one.owner_id or ""),
    )


def _restorable(ids: Sequence[uuid.UUID], edition: api.Edition) -> set[uuid.UUID]:
    """Return the questions with a version that the rules in force pass and nobody withdrew."""
    passed = Derivation.objects.filter(edition=edition.id, version__question__in=ids).values("version")
    sound = QuestionVersion.objects.filter(pk__in=passed, withdrawal=None)
    return set(sound.values_list("question_id", flat=True))


def _running(ids: Sequence[uuid.UUID], now: datetime) -> set[uuid.UUID]:
    """Return the questions that stand on a paper of a round that is not over."""
    asked = PaperQuestion.objects.filter(
        version__question__in=ids, paper__seat_papers__seat__round__in=Round.objects.still_open(now)
    )
    return set(asked.order_by().values_list("version__question", flat=True))


def carry_out(outcomes: Sequence[Outcome], order: Order, *, actor: User, now: datetime) -> Done:
    """Do what was planned; a question that somebody changed meanwhile is left as it is, with the reason."""
    left = [labelled(one.row.code, one.said) for one in outcomes if not one.will]
    todo = [one for one in outcomes if one.will]
    ids = [one.row.id for one in todo]
    number = len(ids)
    match order.act:
        case Act.TAG:
            tag_questions(ids, add=[order.value], actor=actor, now=now)
        case Act.UNTAG:
            tag_questions(ids, remove=[order.value], actor=actor, now=now)
        case Act.OWNER:
            assign_owner(ids, User.objects.get(pk=order.value), actor=actor, now=now)
        case Act.POOL:
            number = move_to_pool(ids, Pool(order.value), actor=actor.pk, now=now)
        case _:
            failed = _one_by_one(todo, order.act, actor, now)
            number -= len(failed)
            left += failed
    return Done(str(DONE[order.act]) % {"n": number, "value": order.told}, tuple(left))


def _one_by_one(todo: Sequence[Outcome], act: Act, actor: User, now: datetime) -> list[str]:
    failed = []
    for one in todo:
        try:
            if act is Act.RETIRE:
                retire_question(one.row.id, actor=actor, now=now)
            elif act is Act.RESTORE:
                restore_question(one.row.id, actor=actor, now=now)
            elif one.draft is not None:
                submit_draft(one.draft, actor=actor, now=now)
        except RefusedError as error:
            failed.append(_("%(code)s：%(why)s") % {
                "code": one.row.code, "why": refusal_text(error.refusal, WORKFLOW_REFUSALS),
            })  # fmt: skip
    return failed
