"""The site as it ships: the whole corpus and bank in the database, a mock on a paper of one's choice, what a page says."""

from collections.abc import Sequence
from datetime import datetime

from django.core.management import call_command
from django.db import models, transaction
from django.utils import timezone
from playwright.sync_api import Page

from cases import api
from cases.models import Edition, EditionRevision, EditionRulebook, Rulebook, RuleRevision
from certification.attempts.domain import AttemptKind
from certification.attempts.models import Attempt
from certification.attempts.services import start_attempt
from certification.bank.domain import QuestionType
from certification.bank.models import Derivation, Question, QuestionVersion
from certification.papers.domain import Blueprint, Slot
from certification.papers.services import draw_paper
from certification.papers.stocking import candidates_of

_kept: list[list[models.Model]] = []
#: What an edition is made of, each after what it points at.
CORPUS = (Rulebook, RuleRevision, Edition, EditionRulebook, EditionRevision)


def load_site() -> None:
    """Bring the shipped corpus and bank in; from the second time on as copies of the rows of the first."""
    if not _kept:
        call_command("corpus", "load", verbosity=0, stdout=_Nowhere())
        call_command("load_bank", verbosity=0, stdout=_Nowhere())
        _kept.extend(list(model.objects.all()) for model in (*CORPUS, Question, QuestionVersion, Derivation))
        return
    *corpus, questions, versions, derivations = _kept
    with transaction.atomic():
        for model, rows in zip(CORPUS, corpus, strict=True):
            model.objects.bulk_create(rows)
        current = {question.pk: question.current_id for question in questions}
        for question in questions:
            question.current_id = None
        Question.objects.bulk_create(questions)
        QuestionVersion.objects.bulk_create(versions)
        for question in questions:
            question.current_id = current[question.pk]
        Question.objects.bulk_update(questions, ["current"])
        Derivation.objects.bulk_create(derivations)


class _Nowhere:
    def write(self, text: str) -> None:
        """Drop what a command tells."""


def start_on(trainee, codes: Sequence[str], *, now: datetime | None = None) -> Attempt:
    """Open a mock whose paper asks these questions and no others."""
    now = now or timezone.now()
    edition = api.current_edition_id()
    among = [one for one in candidates_of(edition) if one.code in codes]
    assert len(among) == len(codes), f"not all of {', '.join(codes)} are in the bank"
    counts = {kind: sum(one.type == kind for one in among) for kind in QuestionType}
    blueprint = Blueprint(
        "mock-of-a-test", {kind: Slot(n, 300) for kind, n in counts.items() if n}, {}, 100, {}, 45, 240 * len(codes)
    )
    drawn = draw_paper(blueprint, edition=edition, seed=7, now=now, among=among)
    return start_attempt(drawn, trainee_id=trainee.pk, kind=AttemptKind.MOCK, minutes=45, now=now)


def fits(page: Page) -> bool:
    """Say whether nothing sticks out to the side, once the style sheet is there."""
    page.wait_for_load_state()
    return page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
