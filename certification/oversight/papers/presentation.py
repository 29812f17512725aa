"""What the pages of blueprints and draws show."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from cases import api
from certification.bank.domain import QuestionType
from certification.bank.models import Derivation
from certification.bank.stems import stem_text
from certification.grading.domain import points_text
from certification.grading.scoring import ModeLine, mode_line
from certification.papers.domain import Blueprint
from certification.papers.domain.blueprint import DRAW_DAY
from certification.papers.models import BlueprintVersion, PaperQuestion
from certification.papers.modes import Mode
from certification.papers.services import DrawnPaper, blueprint_of
from certification.papers.wording import DIMENSION_NAMES, SOURCING_NAMES, TYPE_NAMES, amount_text, thing_name

EXAMPLE_POINTS = 400


@dataclass(frozen=True, slots=True)
class BlueprintRow:
    """A blueprint in the list, or at the head of its page."""

    version: BlueprintVersion
    size: int
    points: str
    minutes: int
    passes: str
    pool: str
    types: tuple[str, ...]
    as_of: str
    quotas: int
    modes: tuple[ModeLine, ...]


@dataclass(frozen=True, slots=True)
class Cell:
    text: str
    is_off: bool


@dataclass(frozen=True, slots=True)
class ReportLine:
    """One line of the table: what, what was asked, and what each form has of it."""

    kind: str
    name: str
    asked: str
    is_hard: bool
    achieved: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Report:
    """Asked and achieved of several forms: `hardness` their mean difficulties, `shared` questions in more than one."""

    forms: tuple[str, ...]
    lines: tuple[ReportLine, ...]
    hardness: tuple[str, ...]
    points: tuple[str, ...]
    measured: tuple[int, ...]
    shared: int


@dataclass(frozen=True, slots=True)
class DrawnRow:
    """A question of a trial draw."""

    number: int
    code: str
    type_name: str
    area: str
    difficulty: int
    is_secret: bool
    stem: str


def blueprint_row(version: BlueprintVersion) -> BlueprintRow:
    """Return what a version says, in words."""
    found = blueprint_of(version)
    return BlueprintRow(
        version=version,
        size=found.size,
        points=points_text(found.points),
        minutes=found.minutes,
        passes=pass_text(found),
        pool=str(SOURCING_NAMES[found.sourcing]),
        types=tuple(
            f"{TYPE_NAMES[kind]} {slot.count} × {points_text(slot.points)}" for kind, slot in found.types.items()
        ),
        as_of=_("抽题当天") if found.as_of == DRAW_DAY else found.as_of,
        quotas=len(found.quotas),
        modes=tuple(
            mode_line(QuestionType(kind), slot.mode_for(kind), slot.points) for kind, slot in found.types.items()
        ),
    )


def pass_text(found: Blueprint) -> str:
    """Say what it takes to pass."""
    total = _("%(points)s 分合格") % {"points": points_text(found.pass_points)}
    if found.pass_each_area:
        return total + _("，每个领域至少 %(percent)d%%") % {"percent": found.pass_each_area}
    return total + (_("，部分领域另有合格线") if any(found.pass_by_area.values()) else "")


def mode_examples() -> tuple[ModeLine, ...]:
    """Return each scoring mode with its table, worked for a question of four points."""
    return tuple(mode_line(QuestionType.MULTIPLE, mode, EXAMPLE_POINTS) for mode in Mode)


def report_table(
    reports: Sequence[Mapping[str, Any]], forms: Sequence[str], edition: api.Edition, shared: int
) -> Report:
    """Return the reports of several forms side by side: one line for whatever any of them tells of."""
    lines: dict[tuple[str, str, str], list[Mapping[str, Any] | None]] = {}
    for place, report in enumerate(reports):
        for line in report["lines"]:
            key = line["by"], line["name"], line["unit"]
            lines.setdefault(key, [None] * len(reports))[place] = line
    return Report(
        forms=tuple(forms),
        lines=tuple(_line(key, found, edition) for key, found in lines.items()),
        hardness=tuple(f"{report['hardness'] / 100:.2f}" for report in reports),
        points=tuple(points_text(report["points"]) for report in reports),
        measured=tuple(report["measured"] for report in reports),
        shared=shared,
    )


def _line(key: tuple[str, str, str], found: Sequence[Mapping[str, Any] | None], edition: api.Edition) -> ReportLine:
    by, name, unit = key
    one = next(line for line in found if line)
    cells = tuple(
        Cell(amount_text(line["achieved"] if line else 0, unit), bool(line) and _is_off(line)) for line in found
    )
    return ReportLine(str(DIMENSION_NAMES[by]), thing_name(by, name, edition), _asked(one), bool(one["hard"]), cells)


def _is_off(line: Mapping[str, Any] | None) -> bool:
    assert line is not None
    most = line["most"]
    return line["achieved"] < line["least"] or (most is not None and line["achieved"] > most)


def _asked(line: Mapping[str, Any]) -> str:
    least, most, unit = line["least"], line["most"], line["unit"]
    if least == most:
        return amount_text(least, unit)
    if most is None:
        return _("至少 %(least)s") % {"least": amount_text(least, unit)} if least else "—"
    if not least:
        return _("至多 %(most)s") % {"most": amount_text(most, unit)}
    return f"{amount_text(least, unit)} – {amount_text(most, unit)}"


def shared_questions(drawn: Sequence[DrawnPaper]) -> int:
    """Return how many questions stand in more than one of the papers."""
    versions = [question.version_id for one in drawn for question in one.questions]
    return len({version for version in versions if versions.count(version) > 1})


def drawn_rows(drawn: DrawnPaper, edition: api.Edition) -> tuple[DrawnRow, ...]:
    """Return the questions of a paper that is not written, in order: one query."""
    ids = [question.derivation_id for question in drawn.questions]
    found = Derivation.objects.select_related("version__question").in_bulk(ids)
    return tuple(_drawn_row(question, found[question.derivation_id], edition) for question in drawn.questions)


def _drawn_row(question: PaperQuestion, derivation: Derivation, edition: api.Edition) -> DrawnRow:
    asked = derivation.version.question
    return DrawnRow(
        number=question.position,
        code=asked.code,
        type_name=str(TYPE_NAMES[question.type]),
        area=edition.vocabulary.topics.get(derivation.topic, derivation.topic),
        difficulty=derivation.difficulty,
        is_secret=asked.is_secret,
        stem=stem_text(derivation.version.read),
    )
