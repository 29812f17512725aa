"""What was asked of a paper and what was achieved, as plain JSON values."""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from certification.papers.domain.blueprint import Blueprint, Dimension, Quota, Unit
from certification.papers.domain.candidates import Candidate, band_name

#: A line of the table: what it is about, asked at least and at most (None: no limit), achieved, and whether it is hard.
Line = dict[str, Any]


def report_of(blueprint: Blueprint, chosen: Sequence[Candidate]) -> dict[str, Any]:
    """Return the table of a drawn paper.

    `lines` have `by` (type, area, book, rule, band), `name`, `unit`, `least`, `most`, `achieved`, `hard`; `hardness`
    is the mean difficulty in hundredths; `points` what the paper comes to.
    """
    lines = [*_types(blueprint, chosen), *_quotas(blueprint, chosen)]
    asked = {(line["by"], line["name"]) for line in lines if line["unit"] == Unit.QUESTIONS}
    lines += [line for line in _aims(blueprint, chosen) if (line["by"], line["name"]) not in asked]
    return {
        "lines": lines,
        "hardness": round(sum(one.weight for one in chosen) / max(1, len(chosen))),
        "points": sum(blueprint.types[one.type].points for one in chosen),
        "measured": sum(bool(one.hardness) for one in chosen),
    }


def _types(blueprint: Blueprint, chosen: Sequence[Candidate]) -> Iterable[Line]:
    counts = Counter(one.type for one in chosen)
    for kind, slot in blueprint.types.items():
        yield _line("type", kind, Unit.QUESTIONS, (slot.count, slot.count), counts[kind], hard=True)


def _quotas(blueprint: Blueprint, chosen: Sequence[Candidate]) -> Iterable[Line]:
    for quota in blueprint.quotas:
        achieved = sum(one.amount(quota, blueprint) for one in chosen)
        yield _line(quota.dimension, quota.name, quota.unit, (quota.least, quota.most), achieved, hard=True)


def _aims(blueprint: Blueprint, chosen: Sequence[Candidate]) -> Iterable[Line]:
    """Yield what was aimed at: shares of areas and bands; areas that came in besides were asked for 0 times."""
    counts = Counter(one.topic for one in chosen)
    for area, aim in {**dict.fromkeys(sorted(counts)), **blueprint.targets()}.items():
        bounds = (aim, aim) if aim is not None else (0, None)
        yield _line(Dimension.AREA, area, Unit.QUESTIONS, bounds, counts[area], hard=False)
    for band, aim in blueprint.band_targets().items():
        about = Quota(Dimension.BAND, band_name(band))
        achieved = sum(one.counts_for(about) for one in chosen)
        yield _line(Dimension.BAND, about.name, Unit.QUESTIONS, (aim, aim), achieved, hard=False)


def _line(by: str, name: str, unit: Unit, asked: tuple[int, int | None], achieved: int, *, hard: bool) -> Line:
    least, most = asked
    return {
        "by": str(by), "name": str(name), "unit": str(unit), "least": least, "most": most, "achieved": achieved,
        "hard": hard,
    }  # fmt: skip
