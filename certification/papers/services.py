"""Verbs of papers: keep a blueprint, draw papers by it, freeze them."""

import uuid
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final

from django.db import IntegrityError, transaction

from certification.bank.domain import QuestionType
from certification.bank.models import Derivation
from certification.core import journal
from certification.core.refusals import Refusal, RefusedError
from certification.papers.blueprints import MOCK, SHIPPED
from certification.papers.contents import blueprint_content, read_blueprint
from certification.papers.domain import Blueprint, Candidate, Draw, Sourcing
from certification.papers.domain.drawing import draw, draw_many
from certification.papers.domain.letters import option_order
from certification.papers.models import BlueprintVersion, Paper, PaperQuestion
from certification.papers.stocking import candidates_for
from certification.papers.wording import told

FORM_LETTERS: Final = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
ROWS_AT_ONCE: Final = 500


@dataclass(frozen=True, slots=True)
class DrawnPaper:
    """A paper that is drawn but not yet written, so that the write lock is held for the writing alone."""

    paper: Paper
    questions: tuple[PaperQuestion, ...]


# -- blueprints ---------------------------------------------------------------------------------------


def current_blueprint(name: str) -> BlueprintVersion:
    """Return the newest version of a blueprint.

    Raises:
        RefusedError: there is none of that name.
    """
    found = BlueprintVersion.objects.filter(name=name).order_by("-number").first()
    if found is None:
        raise RefusedError(Refusal("papers.no-blueprint", {"name": name}))
    return found


def newest_blueprints() -> list[BlueprintVersion]:
    """Return the newest version of every blueprint, by title."""
    newest: dict[str, BlueprintVersion] = {}
    for one in BlueprintVersion.objects.order_by("name", "number"):
        newest[one.name] = one
    return sorted(newest.values(), key=lambda one: (one.title, one.name))


def blueprint_of(version: BlueprintVersion) -> Blueprint:
    """Return what a version says, as a value."""
    return read_blueprint(version.content)


def blueprint_named(name: str) -> Blueprint:
    """Return the newest state of a blueprint that ships; as it ships while the database holds none of it."""
    found = BlueprintVersion.objects.filter(name=name).order_by("-number").first()
    return blueprint_of(found) if found else next(one for one in SHIPPED if one.name == name)


def mock_blueprint() -> Blueprint:
    """Return what mocks are drawn by; whatever its editor chose, a mock never asks a secret question."""
    return replace(blueprint_named(MOCK.name), sourcing=Sourcing.OPEN)


def save_blueprint(
    content: Mapping[str, Any], *, actor: uuid.UUID | None, now: datetime, after: int | None = None
) -> BlueprintVersion:
    """Write a new version of the blueprint that `content` names; the same content again writes nothing.

    Args:
        content: see docs/reference/blueprints.md.
        actor: who; None for the program itself.
        now: when.
        after: the number of the version that was edited, 0 for a new name; None to take whatever is newest.

    Raises:
        BlueprintError: the content is no blueprint; `problems` says what to mend.
        RefusedError: somebody else saved a version meanwhile, or the name is taken.
    """
    blueprint = read_blueprint(content)
    said = blueprint_content(blueprint)
    newest = BlueprintVersion.objects.filter(name=blueprint.name).order_by("-number").first()
    number = newest.number if newest else 0
    if after is not None and after != number:
        code = {"name": blueprint.name, "number": number}
        raise RefusedError(Refusal("papers.blueprint-taken", code) if not after else _stale(code))
    if newest is not None and newest.content == said:
        return newest
    try:
        with transaction.atomic():
            version = BlueprintVersion.objects.create(
                name=blueprint.name, number=number + 1, title=blueprint.title, content=said, made_by=actor, made_at=now
            )
            journal.record(
                "blueprint.saved", subject=f"blueprint:{version.pk}", actor_id=actor, now=now,
                details={"name": version.name, "number": version.number},
            )  # fmt: skip
    except IntegrityError as error:  # two at once: the constraint decides
        raise RefusedError(_stale({"name": blueprint.name, "number": number + 1})) from error
    return version


def _stale(params: Mapping[str, object]) -> Refusal:
    return Refusal("papers.blueprint-stale", params)


def load_blueprints(*, now: datetime) -> list[str]:
    """Write the blueprints that ship where they are missing or newer than what we wrote; what people edited stays."""
    written = []
    for shipped in SHIPPED:
        newest = BlueprintVersion.objects.filter(name=shipped.name).order_by("-number").first()
        if newest is None or (newest.made_by is None and newest.content != blueprint_content(shipped)):
            save_blueprint(blueprint_content(shipped), actor=None, now=now)
            written.append(shipped.name)
    return written


# -- drawing ------------------------------------------------------------------------------------------


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
        seed: decides all of them; recorded with each, beside its number.
        now: recorded.
        seen: person → codes of questions that this person should not meet again where others will do; the papers come
            in its order, one for each person.

    Raises:
        RefusedError: the bank lacks what the blueprint asks for; the refusal says what.
    """
    blueprint = blueprint_of(version)
    avoided = list(seen.values()) if seen else []
    pool = candidates_for(blueprint, edition, now=now)
    drawn = draw_many(blueprint, pool, forms=forms, seed=seed, seen=avoided)
    if isinstance(drawn, Refusal):
        raise RefusedError(told(drawn, edition))
    return _papers(_Drawing(blueprint, edition, seed, now, version), drawn)


def draw_paper(
    blueprint: Blueprint,
    *,
    edition: str,
    seed: int,
    now: datetime,
    seen: Collection[str] = (),
    among: Sequence[Candidate] | None = None,
) -> DrawnPaper:
    """Draw one paper from the bank, without writing it.

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
    pool = candidates_for(blueprint, edition, now=now) if among is None else among
    drawn = draw(blueprint, pool, seed=seed, seen=seen)
    if isinstance(drawn, Refusal):
        raise RefusedError(told(drawn, edition))
    return _papers(_Drawing(blueprint, edition, seed, now), [drawn])[0]


@dataclass(frozen=True, slots=True)
class _Drawing:
    """What all papers of one draw have in common."""

    blueprint: Blueprint
    edition: str
    seed: int
    now: datetime
    version: BlueprintVersion | None = None


def _papers(of: _Drawing, drawn: Sequence[Draw]) -> list[DrawnPaper]:
    """Return the drawn papers with their frozen questions: one query for all of them."""
    wanted = {one.derivation for found in drawn for one in found.chosen}
    rows = (
        Derivation.objects.filter(id__in=wanted)
        if len(wanted) <= ROWS_AT_ONCE
        else Derivation.objects.filter(edition=of.edition)
    )
    versions = {
        str(row[0]): (row[1], row[2]) for row in rows.values_list("id", "version_id", "version__content__options")
    }
    return [_paper(of, one, number, len(drawn), versions) for number, one in enumerate(drawn)]


def _paper(
    of: _Drawing, drawn: Draw, number: int, forms: int, versions: Mapping[str, tuple[uuid.UUID, Sequence[Any]]]
) -> DrawnPaper:
    blueprint = of.blueprint
    paper = Paper(
        blueprint=blueprint.name,
        blueprint_version=of.version,
        form=FORM_LETTERS[number] if 1 < forms <= len(FORM_LETTERS) else "",
        edition=of.edition,
        seed=of.seed,
        drawn_at=of.now,
        size=blueprint.size,
        points=blueprint.points,
        pass_points=blueprint.pass_points,
        pass_by_area=blueprint.pass_marks(drawn.achieved),
        minutes=blueprint.minutes,
        asked=dict(drawn.asked),
        achieved=dict(drawn.achieved),
        report={**drawn.report, "form": number + 1, "forms": forms},
    )
    return DrawnPaper(
        paper,
        tuple(
            _question(paper, blueprint, one, position, (of.seed + number, *versions[one.derivation]))
            for position, one in enumerate(drawn.chosen, start=1)
        ),
    )


def _question(
    paper: Paper, blueprint: Blueprint, one: Candidate, position: int, frozen: tuple[int, uuid.UUID, Sequence[Any]]
) -> PaperQuestion:
    seed, version, options = frozen
    slot = blueprint.types[one.type]
    if one.type == QuestionType.DRILL:  # a talk: nothing to choose
        options = ()
    every = one.type == QuestionType.TRUEFALSE
    pinned = [index for index, option in enumerate(options) if every or option.get("pinned")]
    return PaperQuestion(
        paper=paper,
        position=position,
        version_id=version,
        derivation_id=uuid.UUID(one.derivation),
        type=one.type,
        points=slot.points,
        mode=slot.mode_for(one.type),
        option_order=list(option_order(len(options), pinned=pinned, seed=seed, code=one.code)),
    )


def write_paper(drawn: DrawnPaper) -> Paper:
    """Write a drawn paper, inside the caller's transaction: two inserts."""
    drawn.paper.save()
    PaperQuestion.objects.bulk_create(drawn.questions)
    return drawn.paper


def write_papers(drawn: Sequence[DrawnPaper]) -> list[Paper]:
    """Write many drawn papers, inside the caller's transaction, in a handful of inserts."""
    papers = Paper.objects.bulk_create([one.paper for one in drawn], batch_size=ROWS_AT_ONCE)
    questions = [question for one in drawn for question in one.questions]
    PaperQuestion.objects.bulk_create(questions, batch_size=ROWS_AT_ONCE)
    return papers


def recently_seen(trainee_id: uuid.UUID, papers: int = 3) -> set[str]:
    """Return the codes of the questions in someone's last papers of the mock blueprint."""
    recent = Paper.objects.filter(attempts__trainee=trainee_id, size__gt=1).order_by("-drawn_at")
    ids = list(recent.values_list("id", flat=True)[:papers])
    return set(PaperQuestion.objects.filter(paper__in=ids).values_list("version__question__code", flat=True).order_by())
