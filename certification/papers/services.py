"""Verbs of papers: keep a blueprint, draw papers by it, freeze them."""

import uuid
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max

from certification.bank.domain import QuestionType
from certification.bank.models import Derivation
from certification.core import journal
from certification.core.refusals import Refusal, RefusedError
from certification.papers.contents import read_blueprint
from certification.papers.domain import Blueprint, Candidate, Draw
from certification.papers.domain.drawing import draw
from certification.papers.domain.letters import option_order
from certification.papers.models import BlueprintVersion, Paper, PaperQuestion

FORM_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


@dataclass(frozen=True, slots=True)
class DrawnPaper:
    """A paper that is drawn but not yet written, so that the write lock is held for the writing alone."""

    paper: Paper
    questions: tuple[PaperQuestion, ...]


def current_blueprint(name: str) -> BlueprintVersion:
    """Return the newest version of a blueprint.

    Raises:
        RefusedError: there is none of that name.
    """
    found = BlueprintVersion.objects.filter(name=name).order_by("-number").first()
    if found is None:
        raise RefusedError(Refusal("papers.no-blueprint", {"name": name}))
    return found


def blueprint_of(version: BlueprintVersion) -> Blueprint:
    """Return what a version says, as a value."""
    return read_blueprint(version.content)


@transaction.atomic
def save_blueprint(content: Mapping[str, Any], *, actor: uuid.UUID | None, now: datetime) -> BlueprintVersion:
    """Write a new version of the blueprint that `content` names; the same content again writes nothing.

    Raises:
        BlueprintError: the content is no blueprint; `problems` says what to mend.
    """
    blueprint = read_blueprint(content)
    newest = BlueprintVersion.objects.filter(name=blueprint.name).order_by("-number").first()
    if newest is not None and newest.content == dict(content):
        return newest
    highest = BlueprintVersion.objects.filter(name=blueprint.name).aggregate(number=Max("number"))["number"] or 0
    version = BlueprintVersion.objects.create(
        name=blueprint.name,
        number=highest + 1,
        title=blueprint.title,
        content=dict(content),
        made_by=actor,
        made_at=now,
    )
    journal.record(
        "blueprint.saved", subject=f"blueprint:{version.pk}", actor_id=actor, now=now,
        details={"name": version.name, "number": version.number},
    )  # fmt: skip
    return version


def candidates_of(edition: str) -> list[Candidate]:
    """Return everything that may be drawn for `edition`."""
    rows = Derivation.objects.drawable(edition).values_list(
        "id", "version__question__code", "version__question__type", "topic", "difficulty",
        "version__question__enemies", "trace",
    )  # fmt: skip
    return [Candidate(str(row[0]), *row[1:]) for row in rows]


def draw_forms(
    version: BlueprintVersion,
    *,
    edition: str,
    forms: int,
    seed: int,
    now: datetime,
    seen: Mapping[uuid.UUID, Collection[str]] | None = None,
) -> list[DrawnPaper]:
    """Draw `forms` papers by one blueprint, balanced against each other; nothing is written.

    Args:
        version: the blueprint.
        edition: whose derivations give the keys.
        forms: how many: one for all, a few parallel ones, or one for each person.
        seed: decides all of them; recorded with each.
        now: recorded.
        seen: person → codes of questions that this person should not meet again where others will do; the papers come
            in its order, one for each person.

    Raises:
        RefusedError: the bank lacks what the blueprint asks for; the refusal says what.
    """
    blueprint = blueprint_of(version)
    known = list(seen.values()) if seen else []
    drawn = []
    for number in range(forms):
        one = draw_paper(
            blueprint, edition=edition, seed=seed + number, now=now, seen=known[number] if number < len(known) else ()
        )
        one.paper.blueprint_version = version
        one.paper.form = FORM_LETTERS[number] if 1 < forms <= len(FORM_LETTERS) else ""
        drawn.append(one)
    return drawn


def draw_paper(
    blueprint: Blueprint,
    *,
    edition: str,
    seed: int,
    now: datetime,
    seen: Collection[str] = (),
    among: Sequence[Candidate] | None = None,
) -> DrawnPaper:
    """Draw a paper from the bank, without writing it.

    Args:
        blueprint: what it should be made of.
        edition: whose derivations give the keys.
        seed: decides the draw; recorded.
        now: recorded.
        seen: codes of questions to avoid where others will do.
        among: the candidates, where they are to be fewer than the whole bank.

    Raises:
        RefusedError: the bank lacks what the blueprint asks for; the refusal says what.
    """
    drawn = draw(blueprint, candidates_of(edition) if among is None else among, seed=seed, seen=seen)
    if isinstance(drawn, Refusal):
        raise RefusedError(drawn)
    paper = Paper(
        blueprint=blueprint.name,
        edition=edition,
        seed=seed,
        drawn_at=now,
        size=blueprint.size,
        points=blueprint.points,
        pass_points=blueprint.pass_points,
        pass_by_area=blueprint.pass_marks(drawn.achieved),
        minutes=blueprint.minutes,
        asked=dict(drawn.asked),
        achieved=dict(drawn.achieved),
    )
    return DrawnPaper(paper, tuple(_questions(paper, blueprint, drawn, seed)))


def _questions(paper: Paper, blueprint: Blueprint, drawn: Draw, seed: int) -> list[PaperQuestion]:
    ids = [one.derivation for one in drawn.chosen]
    by_id = {
        str(row[0]): row[1:] for row in Derivation.objects.filter(id__in=ids).values_list("id", "version_id", "truths")
    }
    return [
        PaperQuestion(
            paper=paper,
            position=position,
            version_id=by_id[one.derivation][0],
            derivation_id=one.derivation,
            type=one.type,
            points=blueprint.types[one.type].points,
            mode=blueprint.types[one.type].mode_for(one.type),
            option_order=list(
                option_order(
                    len(by_id[one.derivation][1]),
                    pinned=range(len(by_id[one.derivation][1])) if one.type == QuestionType.TRUEFALSE else (),
                    seed=seed,
                    code=one.code,
                )
            ),
        )
        for position, one in enumerate(drawn.chosen, start=1)
    ]


def write_paper(drawn: DrawnPaper) -> Paper:
    """Write a drawn paper, inside the caller's transaction: two inserts."""
    drawn.paper.save()
    PaperQuestion.objects.bulk_create(drawn.questions)
    return drawn.paper


def write_papers(drawn: Sequence[DrawnPaper]) -> list[Paper]:
    """Write many drawn papers, inside the caller's transaction, in a handful of inserts."""
    papers = Paper.objects.bulk_create([one.paper for one in drawn])
    PaperQuestion.objects.bulk_create([question for one in drawn for question in one.questions], batch_size=1000)
    return papers


def recently_seen(trainee_id: uuid.UUID, papers: int = 3) -> set[str]:
    """Return the codes of the questions in someone's last papers of the mock blueprint."""
    recent = Paper.objects.filter(attempts__trainee=trainee_id, size__gt=1).order_by("-drawn_at")
    ids = list(recent.values_list("id", flat=True)[:papers])
    return set(PaperQuestion.objects.filter(paper__in=ids).values_list("version__question__code", flat=True).order_by())
