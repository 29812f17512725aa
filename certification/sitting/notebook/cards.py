"""What the page of 错题本 says of each rule."""

import secrets
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from cases import api
from certification.attempts.models import Attempt
from certification.competency.models import ReviewCard, ReviewChoice
from certification.competency.reading import due_today, open_cards
from certification.competency.reviewing import IN_A_ROW
from certification.competency.siblings import sibling_of
from certification.core.refusals import Refusal, RefusedError
from certification.sitting.practice.drawing import SEED_BITS, practise


@dataclass(frozen=True, slots=True)
class CardView:
    """A rule in the notebook.

    `left` is how many right answers in a row are still missing; 0 where only time is.
    """

    rule: str
    title: str
    due_at: datetime
    is_due: bool
    lapses: int
    left: int
    is_kept: bool


@dataclass(frozen=True, slots=True)
class NotebookView:
    """The notebook: what is due today first, then the rest by date, then how many have left it."""

    due: tuple[CardView, ...]
    later: tuple[CardView, ...]
    graduated: int


def notebook_view(person: uuid.UUID, *, now: datetime) -> NotebookView:
    """Return somebody's notebook under the edition in force; none is needed to see an empty one."""
    cards = list(open_cards(person))
    today = {card.rule for card in due_today(person, now=now)}
    kept = set(ReviewChoice.objects.filter(person=person, choice=ReviewChoice.KEEP).values_list("rule", flat=True))
    titles = rule_titles(card.rule for card in cards)
    views = tuple(
        CardView(
            rule=card.rule,
            title=titles.get(card.rule, ""),
            due_at=card.due_at,
            is_due=card.due_at <= now,
            lapses=card.lapses,
            left=max(0, IN_A_ROW - card.in_a_row),
            is_kept=card.rule in kept,
        )
        for card in cards
    )
    return NotebookView(
        due=tuple(one for one in views if one.rule in today),
        later=tuple(one for one in views if one.rule not in today),
        graduated=ReviewCard.objects.filter(person=person).exclude(graduated_at=None).count(),
    )


def rule_titles(rules: Iterable[str]) -> dict[str, str]:
    """Return the titles of rules by code, those that the edition in force has; in the order given."""
    try:
        families = api.current_edition().families
    except api.NoEditionError:
        return {}
    return {rule: families[rule][-1].title for rule in rules if rule in families}


def next_review(person: uuid.UUID, *, now: datetime) -> Attempt:
    """Open another question about the most overdue rule that has one.

    Raises:
        RefusedError: nothing is due, or no question is left for anything that is.
    """
    due = due_today(person, now=now)
    if not due:
        raise RefusedError(Refusal("notebook.nothing-due"))
    edition = api.current_edition_id()
    for card in due:
        picked = sibling_of(card, edition=edition)
        if picked is not None:
            return practise(person, picked, edition=edition, seed=secrets.randbits(SEED_BITS), now=now)
    raise RefusedError(Refusal("notebook.no-sibling"))
