"""Blueprints as JSON, read strictly: what is unknown or out of bounds is told with its field."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any, Final, TypeVar

from django.utils.translation import gettext as _

from certification.bank.domain import QuestionType
from certification.core.punctuation import listed
from certification.papers.domain import Blueprint, Dimension, Quota, Slot, Sourcing, Unit
from certification.papers.domain.blueprint import DRAW_DAY, WHOLE_PERCENT
from certification.papers.domain.candidates import band_name
from certification.papers.modes import DEFAULT_MODES, Mode

Kind = TypeVar("Kind", bound=StrEnum)
SCHEMA: Final = 1
LONGEST_NAME: Final = 40
LONGEST_TITLE: Final = 60
MOST_QUESTIONS: Final = 200
MOST_POINTS: Final = 10_000
MOST_MINUTES: Final = 600
MOST_WEIGHT: Final = 1000
HARDEST: Final = 5
FIELDS: Final = {
    *("schema", "name", "title", "types", "areas", "largest_share", "bands", "quotas", "pool", "as_of"),
    *("minutes", "pass_points", "pass_each_area", "pass_by_area"),
}


class BlueprintError(Exception):
    """What should be a blueprint is none; `problems` has (field, what to mend) for everything that is wrong."""

    def __init__(self, problems: tuple[tuple[str, str], ...]) -> None:
        super().__init__("; ".join(f"{name}: {todo}" for name, todo in problems))
        self.problems = problems


def blueprint_content(blueprint: Blueprint) -> dict[str, Any]:
    """Return plain JSON values; `read_blueprint` reads them back."""
    return {
        "schema": SCHEMA,
        "name": blueprint.name,
        "title": blueprint.title,
        "types": {
            str(kind): {"count": slot.count, "points": slot.points, "mode": str(slot.mode_for(kind))}
            for kind, slot in blueprint.types.items()
        },
        "areas": dict(blueprint.areas),
        "largest_share": blueprint.largest_share,
        "bands": {band_name(band): share for band, share in blueprint.bands.items()},
        "quotas": [
            {"by": str(one.dimension), "name": one.name, "least": one.least, "most": one.most, "unit": str(one.unit)}
            for one in blueprint.quotas
        ],
        "pool": str(blueprint.sourcing),
        "as_of": blueprint.as_of,
        "minutes": blueprint.minutes,
        "pass_points": blueprint.pass_points,
        "pass_each_area": blueprint.pass_each_area,
        "pass_by_area": dict(blueprint.pass_by_area),
    }


def read_blueprint(content: Mapping[str, Any]) -> Blueprint:
    """Read what `blueprint_content` wrote, or somebody filled in.

    Raises:
        BlueprintError: with everything that has to be mended.
    """
    reader = _Reader(content)
    if content.get("schema") != SCHEMA:
        reader.wrong("schema", _("应是 %(schema)d") % {"schema": SCHEMA})
    for name in sorted(set(content) - FIELDS):
        reader.wrong(name, _("没有这个字段"))
    types = reader.types()
    blueprint = Blueprint(
        name=reader.text("name", LONGEST_NAME, _is_slug),
        title=reader.text("title", LONGEST_TITLE),
        types=types,
        areas=reader.numbers("areas", 0, MOST_WEIGHT),
        largest_share=reader.number("largest_share", 1, WHOLE_PERCENT),
        bands=reader.bands(),
        minutes=reader.number("minutes", 1, MOST_MINUTES),
        pass_points=reader.number("pass_points", 0, sum(slot.count * slot.points for slot in types.values())),
        quotas=reader.quotas(),
        sourcing=reader.one_of(content, "pool", Sourcing, Sourcing.OPEN),
        as_of=reader.as_of(),
        pass_each_area=reader.number("pass_each_area", 0, WHOLE_PERCENT),
        pass_by_area=reader.numbers("pass_by_area", 0, WHOLE_PERCENT),
    )
    if reader.problems:
        raise BlueprintError(tuple(reader.problems))
    return blueprint


def _is_slug(text: str) -> bool:
    return text.isascii() and text.replace("-", "a").replace("_", "a").isalnum()


@dataclass(slots=True)
class _Reader:
    """One blueprint being read; collects problems instead of stopping at the first."""

    content: Mapping[str, Any]
    problems: list[tuple[str, str]] = field(default_factory=list)

    def wrong(self, name: str, todo: str) -> None:
        self.problems.append((name, todo))

    def text(self, name: str, longest: int, fits: Callable[[str], bool] = bool) -> str:
        value = self.content.get(name)
        if not isinstance(value, str) or not value.strip() or len(value) > longest or not fits(value):
            self.wrong(name, _("必填，最多 %(longest)d 个字") % {"longest": longest})
            return ""
        return value.strip()

    def number(self, name: str, least: int, most: int, *, within: Mapping[str, Any] | None = None, at: str = "") -> int:
        value = (self.content if within is None else within).get(name, least)
        if isinstance(value, int) and not isinstance(value, bool) and least <= value <= most:
            return value
        self.wrong(at + name, _("应是 %(least)d 到 %(most)d 的整数") % {"least": least, "most": most})
        return least

    def mapping(self, name: str) -> Mapping[str, Any]:
        value = self.content.get(name, {})
        if isinstance(value, Mapping) and all(isinstance(key, str) for key in value):
            return value
        self.wrong(name, _("应是一组“名称: 值”"))
        return {}

    def numbers(self, name: str, least: int, most: int) -> dict[str, int]:
        found = self.mapping(name)
        return {key: self.number(key, least, most, within=found, at=f"{name}.") for key in found}

    def one_of(self, within: Mapping[str, Any], name: str, allowed: type[Kind], default: Kind, at: str = "") -> Kind:
        value = within.get(name, default)
        if value in set(allowed):
            return allowed(value)
        self.wrong(at + name, _("应是 %(allowed)s 之一") % {"allowed": listed(allowed)})
        return default

    def types(self) -> dict[str, Slot]:
        found = {}
        for name, row in self.mapping("types").items():
            at = f"types.{name}."
            if name not in set(QuestionType) or not isinstance(row, Mapping):
                self.wrong(f"types.{name}", _("应是 %(allowed)s 之一") % {"allowed": listed(QuestionType)})
                continue
            mode = self.one_of(row, "mode", Mode, DEFAULT_MODES[QuestionType(name)], at)
            count = self.number("count", 1, MOST_QUESTIONS, within=row, at=at)
            found[name] = Slot(count, self.number("points", 1, MOST_POINTS, within=row, at=at), mode)
        if not found:
            self.wrong("types", _("至少要有一种题型"))
        elif sum(slot.count for slot in found.values()) > MOST_QUESTIONS:
            self.wrong("types", _("一份卷子最多 %(most)d 题") % {"most": MOST_QUESTIONS})
        return found

    def bands(self) -> dict[tuple[int, int], int]:
        found: dict[tuple[int, int], int] = {}
        for name, share in self.numbers("bands", 0, WHOLE_PERCENT).items():
            if (band := self.band(name, f"bands.{name}")) is not None:
                found[band] = share
        if found and sum(found.values()) != WHOLE_PERCENT:
            self.wrong("bands", _("各档难度的百分比加起来应是 100"))
        return found

    def band(self, name: str, at: str) -> tuple[int, int] | None:
        low, _dash, high = name.partition("-")
        bounds = [int(part) for part in (low, high or low) if part.isdecimal()]
        if len(bounds) == 2 and 1 <= bounds[0] <= bounds[1] <= HARDEST:  # noqa: PLR2004 - lowest and highest
            return bounds[0], bounds[1]
        self.wrong(at, _("难度写成 1-2、3、4-5 这样"))
        return None

    def quotas(self) -> tuple[Quota, ...]:
        listed = self.content.get("quotas", [])
        if not isinstance(listed, list) or not all(isinstance(row, Mapping) for row in listed):
            self.wrong("quotas", _("应是一列指标"))
            return ()
        found = tuple(self.quota(row, f"quotas.{number}.") for number, row in enumerate(listed))
        named = [(one.dimension, one.name) for one in found]
        for number, one in enumerate(named):
            if one in named[:number]:
                self.wrong(f"quotas.{number}.name", _("“%(name)s”已经有一条指标") % {"name": one[1]})
        return found

    def quota(self, row: Mapping[str, Any], at: str) -> Quota:
        dimension = self.one_of(row, "by", Dimension, Dimension.AREA, at)
        name = str(row.get("name") or "")
        if not name:
            self.wrong(f"{at}name", _("必填"))
        elif dimension is Dimension.BAND:
            self.band(name, f"{at}name")
        unit = self.one_of(row, "unit", Unit, Unit.QUESTIONS, at)
        highest = MOST_QUESTIONS * (1 if unit is Unit.QUESTIONS else MOST_POINTS)
        least = self.number("least", 0, highest, within=row, at=at)
        most = None if row.get("most") is None else self.number("most", least, highest, within=row, at=at)
        return Quota(dimension, name, least, most, unit)

    def as_of(self) -> str:
        value = self.content.get("as_of", "")
        if value in {"", DRAW_DAY}:
            return str(value)
        try:
            return date.fromisoformat(str(value)).isoformat()
        except ValueError:
            self.wrong("as_of", _("日期写成 2026-01-31 这样，或者留空"))
            return ""
