"""Drills: the example script of the reference, offered under the shipped rules."""

from copy import copy
from datetime import datetime
from functools import cache

from django.db import models
from django.utils import timezone

from cases import api
from cases.models import Edition, EditionRevision, EditionRulebook, Rulebook, RuleRevision
from certification.attempts.domain import AttemptKind
from certification.attempts.models import Attempt
from certification.attempts.services import start_attempt
from certification.bank.domain import Content, Pool, QuestionType
from certification.bank.models import Derivation, Question, QuestionVersion
from certification.drills.bank import content_of, derive_drill
from certification.drills.deciding import table_of
from certification.drills.domain.play import Table
from certification.drills.script.model import Script
from certification.drills.script.reading import SCRIPTS_FOLDER, read_script
from certification.papers.domain import Blueprint, Slot
from certification.papers.services import draw_paper
from certification.papers.stocking import candidates_of
from tests.factories import NOON

EXAMPLE = "DR-0001"


@cache
def the_script(name: str = EXAMPLE) -> Script:
    """Return a script that the project ships."""
    script, problems = read_script(example_text(name), f"{name}.yaml")
    assert script is not None, problems
    return script


def example_text(name: str = EXAMPLE) -> str:
    """Return the file of a script as it stands."""
    return (SCRIPTS_FOLDER / f"{name}.yaml").read_text(encoding="utf-8")


_KEPT: list[list[models.Model]] = []


def shipped_rules() -> str:
    """Put the shipped edition into the database, beside others; from the second time on as copies of its rows.

    Returns:
        The current edition's id.
    """
    if _KEPT:
        for rows in _KEPT:
            model = type(rows[0])
            shared = model in (Rulebook, RuleRevision)  # another edition may hold the same
            model._default_manager.bulk_create(map(_unplaced, rows), ignore_conflicts=shared)
    else:
        name, _is_new = api.store_shipped_edition(now=NOON)
        books, revisions = EditionRulebook.objects.filter(edition=name), EditionRevision.objects.filter(edition=name)
        _KEPT.extend([
            list(Rulebook.objects.filter(pk__in=books.values("rulebook"))),
            list(RuleRevision.objects.filter(pk__in=revisions.values("revision"))),
            list(Edition.objects.filter(pk=name)), list(books), list(revisions),
        ])  # fmt: skip
    return api.current_edition_id()


def _unplaced(row: models.Model) -> models.Model:
    """Return a copy that gets a number of its own where the database gives them."""
    fresh = copy(row)
    if isinstance(row, EditionRulebook | EditionRevision):
        fresh.pk = None
    return fresh


@cache
def _derived(name: str) -> tuple[Content, api.Derivation]:
    content = content_of(the_script(name))
    return content, derive_drill(content, api.shipped_edition())


def offer_drill(name: str = EXAMPLE, *, edition: str, pool: Pool = Pool.OPEN) -> QuestionVersion:
    """Publish a script as a question of the bank under an edition, whatever the gate says."""
    content, derived = _derived(name)
    question = Question.objects.create(code=name, type=QuestionType.DRILL, pool=pool)
    version = QuestionVersion.objects.create(
        question=question, number=1, content=content.to_json(), content_hash=content.hash
    )
    question.current = version
    question.save(update_fields=["current"])
    Derivation.objects.create(
        version=version, edition=edition, key=list(derived.key), truths=list(derived.truths),
        rules=list(derived.rules), topic=derived.topic, difficulty=derived.difficulty,
        decisions=[dict(one) for one in derived.decisions], trace="0" * 64,
    )  # fmt: skip
    return version


@cache
def the_table(name: str = EXAMPLE) -> Table:
    """Return what a shipped script is played on under the shipped rules."""
    return table_of(the_script(name), api.shipped_edition())


def start_drill_mock(trainee, edition: str, *, now: datetime | None = None) -> Attempt:
    """Open a mock whose only question is the drill that is offered, worth ten points."""
    blueprint = Blueprint("mock-of-a-drill", {QuestionType.DRILL: Slot(1, 1000)}, {}, 1000, {}, 45, 600)
    among = [one for one in candidates_of(edition, with_drills=True) if one.type == QuestionType.DRILL]
    drawn = draw_paper(blueprint, edition=edition, seed=7, now=now or timezone.now(), among=among)
    return start_attempt(drawn, trainee_id=trainee.pk, kind=AttemptKind.MOCK, minutes=45, now=now or timezone.now())
