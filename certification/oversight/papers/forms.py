"""The form of a blueprint: its content laid out in rows, and rows read back into content."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any, Final

from django.http import QueryDict
from django.utils.translation import gettext as _

from cases import api
from certification.bank.domain import QuestionType
from certification.grading.domain import points_text
from certification.grading.scoring import MODE_NAMES
from certification.papers.contents import SCHEMA
from certification.papers.domain import Dimension, Sourcing, Unit
from certification.papers.modes import DEFAULT_MODES, Mode
from certification.papers.wording import SOURCING_NAMES, TYPE_NAMES

BANDS: Final = ("1-2", "3", "4-5")
#: Rows for rules on an empty form, and how many are always left free.
FREE_RULES: Final = 3
CENT: Final = 100


@dataclass(frozen=True, slots=True)
class Input:
    """A field as it is shown: what was typed, and what is wrong with it."""

    name: str
    value: str
    error: str = ""


@dataclass(frozen=True, slots=True)
class Pick:
    value: str
    label: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class TypeRow:
    label: str
    count: Input
    points: Input
    mode_name: str
    modes: tuple[Pick, ...]


@dataclass(frozen=True, slots=True)
class QuotaRow:
    """Of an area, rulebook, rule or band: `share` what is aimed at, `least` and `most` the hard limits."""

    label: str
    least: Input
    most: Input
    unit_name: str
    units: tuple[Pick, ...]
    share: Input | None = None
    needs: Input | None = None
    name: Input | None = None


@dataclass(frozen=True, slots=True)
class BlueprintForm:
    """Everything of the form; `problems` are told above it."""

    plain: Mapping[str, Input]
    types: tuple[TypeRow, ...]
    areas: tuple[QuotaRow, ...]
    bands: tuple[QuotaRow, ...]
    books: tuple[QuotaRow, ...]
    rules: tuple[QuotaRow, ...]
    pools: tuple[Pick, ...]
    problems: tuple[tuple[str, str], ...]


# -- from what was typed to content -------------------------------------------------------------------


def content_from(post: QueryDict, *, name: str = "") -> dict[str, Any]:
    """Return the content that a filled-in form says; what is no number stays as it was typed, to be told of.

    Args:
        post: the form.
        name: the blueprint's own name where that is fixed.
    """
    return {
        "schema": SCHEMA,
        "name": name or post.get("name", "").strip(),
        "title": post.get("title", "").strip(),
        "types": dict(_types(post)),
        "areas": _numbers(post, "share-area-"),
        "largest_share": _number(post.get("largest_share", "") or "100"),
        "bands": _numbers(post, "share-band-"),
        "quotas": list(_quotas(post)),
        "pool": post.get("pool", ""),
        "as_of": post.get("as_of", "").strip(),
        "minutes": _number(post.get("minutes", "")),
        "pass_points": _hundredths(post.get("pass_points", "")),
        "pass_each_area": _number(post.get("pass_each_area", "") or "0"),
        "pass_by_area": _numbers(post, "needs-area-"),
    }


def _types(post: QueryDict) -> Iterator[tuple[str, dict[str, Any]]]:
    for kind in QuestionType:
        count = post.get(f"count-{kind}", "").strip()
        if count not in ("", "0"):
            points = _hundredths(post.get(f"points-{kind}", ""))
            yield str(kind), {"count": _number(count), "points": points, "mode": post.get(f"mode-{kind}", "")}


def _quotas(post: QueryDict) -> Iterator[dict[str, Any]]:
    for field in post:
        if not field.startswith("least-"):
            continue
        key = field.removeprefix("least-")
        by, _dash, name = key.partition("-")
        if by == Dimension.RULE:
            name = post.get(f"name-{key}", "").strip().upper()
        least, most = post.get(field, "").strip(), post.get(f"most-{key}", "").strip()
        if not least and not most:
            continue
        unit = post.get(f"unit-{key}", str(Unit.QUESTIONS))
        read = _hundredths if unit == Unit.POINTS else _number
        yield {"by": by, "name": name, "least": read(least or "0"), "most": read(most) if most else None, "unit": unit}


def _numbers(post: QueryDict, prefix: str) -> dict[str, Any]:
    found = {name.removeprefix(prefix): post.get(name, "").strip() for name in post if name.startswith(prefix)}
    return {name: _number(value) for name, value in found.items() if value}


def _number(text: str) -> int | str:
    return int(text) if text.strip().isdecimal() else text


def _hundredths(text: str) -> int | str:
    try:
        points = Decimal(text.strip()) * CENT
    except InvalidOperation:
        return text
    return int(points) if points.is_finite() and points == points.to_integral_value() else text


# -- from content to the form -------------------------------------------------------------------------


def form_of(
    content: Mapping[str, Any], edition: api.Edition, problems: tuple[tuple[str, str], ...] = ()
) -> BlueprintForm:
    """Return the form that shows a content, with what is wrong beside each field."""
    return _Layout(content, edition, problems).form()


class _Layout:
    def __init__(self, content: Mapping[str, Any], edition: api.Edition, problems: tuple[tuple[str, str], ...]) -> None:
        self.content = content
        self.edition = edition
        self.problems = problems
        self.errors = dict(reversed(problems))
        self.quotas: dict[tuple[str, str], tuple[int | None, Mapping[str, Any]]] = {
            (one["by"], one["name"]): (number, one) for number, one in enumerate(content.get("quotas", ()))
        }

    def form(self) -> BlueprintForm:
        words, pool = self.edition.vocabulary, self.content.get("pool", Sourcing.OPEN)
        bands = list(dict.fromkeys([*(self.content.get("bands") or BANDS), *self._named(Dimension.BAND)]))
        rules = [*self._named(Dimension.RULE), *[""] * FREE_RULES]
        return BlueprintForm(
            plain=self._plain(),
            types=tuple(self._type(kind) for kind in QuestionType),
            areas=tuple(self._quota(Dimension.AREA, name, label) for name, label in words.topics.items()),
            bands=tuple(self._quota(Dimension.BAND, name, _("难度 %(band)s") % {"band": name}) for name in bands),
            books=tuple(self._quota(Dimension.BOOK, name, book.name) for name, book in self.edition.books.items()),
            rules=tuple(self._quota(Dimension.RULE, name, name, place=n) for n, name in enumerate(rules)),
            pools=tuple(Pick(one, str(SOURCING_NAMES[one]), one == pool) for one in Sourcing),
            problems=self.problems,
        )

    def _plain(self) -> dict[str, Input]:
        shown = {
            "pass_points": _points(self.content.get("pass_points", "")),
            **{
                name: _shown(self.content.get(name, ""))
                for name in ("name", "title", "minutes", "largest_share", "as_of", "pass_each_area")
            },
        }
        return {name: Input(name, value, self.errors.get(name, "")) for name, value in shown.items()}

    def _type(self, kind: QuestionType) -> TypeRow:
        row: Mapping[str, Any] = self.content.get("types", {}).get(kind, {})
        chosen = row.get("mode", DEFAULT_MODES[kind])
        at = f"types.{kind}."
        return TypeRow(
            label=str(TYPE_NAMES[kind]),
            count=Input(f"count-{kind}", _shown(row.get("count", "")), self.errors.get(f"{at}count", "")),
            points=Input(f"points-{kind}", _points(row.get("points", "")), self.errors.get(f"{at}points", "")),
            mode_name=f"mode-{kind}",
            modes=tuple(Pick(mode, str(MODE_NAMES[mode]), mode == chosen) for mode in Mode),
        )

    def _quota(self, by: Dimension, name: str, label: str, *, place: int | None = None) -> QuotaRow:
        nothing: Mapping[str, Any] = {}
        number, quota = self.quotas.get((by, name), (None, nothing))
        key = f"{by}-{name if place is None else place}"
        unit, at = quota.get("unit", Unit.QUESTIONS), f"quotas.{number}."
        shown = _points if unit == Unit.POINTS else _shown
        return QuotaRow(
            label=label,
            least=Input(f"least-{key}", shown(quota.get("least") or ""), self.errors.get(f"{at}least", "")),
            most=Input(f"most-{key}", shown(quota.get("most") or ""), self.errors.get(f"{at}most", "")),
            unit_name=f"unit-{key}",
            units=(
                Pick(Unit.QUESTIONS, _("题"), unit != Unit.POINTS),
                Pick(Unit.POINTS, _("分"), unit == Unit.POINTS),
            ),
            share=self._of(by, name, {Dimension.AREA: "areas", Dimension.BAND: "bands"}, "share"),
            needs=self._of(by, name, {Dimension.AREA: "pass_by_area"}, "needs"),
            name=Input(f"name-{key}", name, self.errors.get(f"{at}name", "")) if by is Dimension.RULE else None,
        )

    def _of(self, by: Dimension, name: str, where: Mapping[Dimension, str], prefix: str) -> Input | None:
        if by not in where:
            return None
        value = self.content.get(where[by], {}).get(name, "")
        return Input(f"{prefix}-{by}-{name}", _shown(value), self.errors.get(f"{where[by]}.{name}", ""))

    def _named(self, by: Dimension) -> list[str]:
        return [name for dimension, name in self.quotas if dimension == by]


def _shown(value: object) -> str:
    return "" if value is None else str(value)


def _points(value: object) -> str:
    return points_text(value) if isinstance(value, int) else _shown(value)
