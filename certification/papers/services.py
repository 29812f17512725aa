"""Verbs of papers: draw one from the bank and freeze it."""

import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from certification.bank.domain import QuestionType
from certification.bank.models import Derivation
from certification.core.refusals import Refusal, RefusedError
from certification.papers.domain import Blueprint, Candidate, Draw, draw, option_order
from certification.papers.models import Paper, PaperQuestion
from certification.papers.modes import DEFAULT_MODES


@dataclass(frozen=True, slots=True)
class DrawnPaper:
    """A paper that is drawn but not yet written, so that the write lock is held for the writing alone."""

    paper: Paper
    questions: tuple[PaperQuestion, ...]


def candidates_of(edition: str) -> list[Candidate]:
    """Return everything that may be drawn for `edition`."""
    rows = Derivation.objects.drawable(edition).values_list(
        "id", "version__question__code", "version__question__type", "topic", "difficulty",
        "version__question__enemies", "trace",
    )  # fmt: skip
    return [Candidate(str(row[0]), *row[1:]) for row in rows]


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
            mode=DEFAULT_MODES[QuestionType(one.type)],
            option_order=list(
                option_order(
                    len(by_id[one.derivation][1]),
                    pinned=one.type == QuestionType.TRUEFALSE,
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


def recently_seen(trainee_id: uuid.UUID, papers: int = 3) -> set[str]:
    """Return the codes of the questions in someone's last papers of the mock blueprint."""
    recent = Paper.objects.filter(attempts__trainee=trainee_id, size__gt=1).order_by("-drawn_at")
    ids = list(recent.values_list("id", flat=True)[:papers])
    return set(PaperQuestion.objects.filter(paper__in=ids).values_list("version__question__code", flat=True).order_by())
