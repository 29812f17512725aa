"""Pictures in workbooks: those that lie over a cell, and those that WPS puts into one; in and out."""

import io
import posixpath
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Final
from xml.etree.ElementTree import Element

from openpyxl.drawing.fill import Blip
from openpyxl.drawing.geometry import PresetGeometry2D
from openpyxl.drawing.image import Image
from openpyxl.drawing.picture import PictureFrame
from openpyxl.drawing.spreadsheet_drawing import AnchorMarker, OneCellAnchor
from openpyxl.drawing.xdr import XDRPositiveSize2D
from openpyxl.utils.units import pixels_to_EMU

from certification.core.refusals import Refusal, RefusedError
from certification.exchange.domain import ForeignPicture
from certification.exchange.limits import Package
from certification.exchange.pictures import MOST_PICTURES, shows
from certification.exchange.texts import local
from certification.exchange.xml_reading import tree

_BOOK: Final = "xl/workbook.xml"
_WPS: Final = "xl/cellimages.xml"
_IN_CELL: Final = re.compile(r'\s*=?\s*(?:_xlfn\.)?DISPIMG\(\s*"([^"]{1,80})"\s*,\s*\d+\s*\)\s*')


@dataclass(frozen=True, slots=True)
class CellPicture:
    """A picture over or in the cell of a column, counted from 0."""

    column: int
    data: bytes
    alt: str


@dataclass(slots=True)
class BookPictures:
    """The pictures of a workbook: by sheet and row (from 1), and those in cells by the id that the cell names."""

    by_row: dict[tuple[str, int], list[CellPicture]] = field(default_factory=dict)
    in_cells: dict[str, CellPicture] = field(default_factory=dict)
    taken: set[tuple[str, int]] = field(default_factory=set)

    def take(self, sheet: str, row: int, cells: list[str]) -> list[CellPicture]:
        """Return the pictures of a row, in the order of their columns; cells that name one are emptied."""
        self.taken.add((sheet, row))
        found = list(self.by_row.get((sheet, row), ()))
        for column, text in enumerate(cells if self.in_cells else ()):
            named = _IN_CELL.fullmatch(text) if "DISPIMG" in text else None
            picture = self.in_cells.get(named.group(1)) if named else None
            if picture is not None:
                cells[column] = ""
                found.append(CellPicture(column, picture.data, picture.alt))
        return sorted(found, key=lambda one: one.column)

    def left(self, sheet: str) -> list[int]:
        """Return the rows of a sheet that have pictures and are no question."""
        return sorted(row for name, row in self.by_row if name == sheet and (name, row) not in self.taken)


def pictures_in(package: Package) -> BookPictures:
    """Return the pictures of a workbook; most have none, which costs a look at the names.

    Raises:
        RefusedError: something about them is broken or hostile, or there are too many.
    """
    found, names = BookPictures(), frozenset(package.names)
    if not any(name.startswith("xl/media/") for name in names) or _BOOK not in names:
        return found
    reader = _Reader(package, names)
    targets = reader.targets(_BOOK)
    for sheet in reader.root(_BOOK).iter():
        if local(sheet.tag) == "sheet":
            part = targets.get(_said(sheet, "id"), "")
            for row, picture in reader.over(part):
                found.by_row.setdefault((sheet.get("name", ""), row), []).append(picture)
    found.in_cells = dict(reader.within())
    return found


def _said(element: Element, name: str) -> str:
    """Return an attribute, whatever its namespace."""
    return next((value for key, value in element.attrib.items() if local(key) == name), "")


class _Reader:
    """A package of Office: parts, and what their relations point to."""

    def __init__(self, package: Package, names: frozenset[str]) -> None:
        self.names = names
        self.read = cache(package.read)
        self.number = 0

    def root(self, part: str) -> Element:
        return tree(self.read(part))

    def targets(self, part: str) -> dict[str, str]:
        """Return the parts that a part points to, by the id of the relation."""
        folder, name = posixpath.split(part)
        relations = f"{folder}/_rels/{name}.rels"
        if relations not in self.names:
            return {}
        return {
            one.get("Id", ""): posixpath.normpath(posixpath.join(folder, one.get("Target", ""))).lstrip("/")
            for one in self.root(relations)
            if one.get("TargetMode") != "External"
        }

    def over(self, sheet: str) -> Iterator[tuple[int, CellPicture]]:
        """Yield the pictures that lie over a sheet, with the row of their upper left corner."""
        for drawing in self.targets(sheet).values():
            if posixpath.dirname(drawing) != "xl/drawings" or drawing not in self.names:
                continue
            targets = self.targets(drawing)
            for anchor in self.root(drawing):
                corner = next((one for one in anchor if local(one.tag) == "from"), None)
                if corner is not None:
                    places = {local(one.tag): one.text or "" for one in corner}
                    for picture in self.pictures(anchor, targets, _number(places.get("col"))):
                        yield _number(places.get("row")) + 1, picture

    def within(self) -> Iterator[tuple[str, CellPicture]]:
        """Yield the pictures that WPS keeps for cells, by the id that the cell names."""
        if _WPS not in self.names:
            return
        targets = self.targets(_WPS)
        for held in self.root(_WPS):
            name = next((one.get("name", "") for one in held.iter() if local(one.tag) == "cnvpr"), "")
            for picture in self.pictures(held, targets, 0):
                yield name, picture

    def pictures(self, element: Element, targets: dict[str, str], column: int) -> Iterator[CellPicture]:
        for one in element.iter():
            if local(one.tag) != "pic":
                continue
            alt = next((held.get("descr") or "" for held in one.iter() if local(held.tag) == "cnvpr"), "")
            part = next((targets.get(_said(held, "embed"), "") for held in one.iter() if local(held.tag) == "blip"), "")
            self.number += 1
            if self.number > MOST_PICTURES:
                raise RefusedError(Refusal("exchange.too-many-pictures", {"most": MOST_PICTURES}))
            if part in self.names:
                yield CellPicture(column, self.read(part), alt)


def _number(text: str | None) -> int:
    return int(text) if text is not None and text.isascii() and text.isdecimal() and len(text) <= 7 else 0  # noqa: PLR2004 - rows have seven digits at most


#: How wide a picture lies over its cell, in pixels; its file is as large as it is.
_SHOWN_WIDTH: Final = 160


def add_pictures(sheet: Any, row: int, cells: Sequence[str], pictures: Sequence[ForeignPicture]) -> None:
    """Lay pictures over the cells that show them, where `pictures_in` finds them again, described as in the bank.

    Args:
        sheet: of openpyxl.
        row: from 1.
        cells: the texts of the row.
        pictures: of its question.
    """
    for column, text in enumerate(cells):
        for one in sorted((one for one in pictures if shows(text, one.name)), key=lambda one: text.index(one.name)):
            sheet.add_image(_image(one, row - 1, column))


def _image(picture: ForeignPicture, row: int, column: int) -> Image:
    image = Image(io.BytesIO(picture.data))
    width = min(image.width, _SHOWN_WIDTH)
    size = XDRPositiveSize2D(pixels_to_EMU(width), pixels_to_EMU(round(image.height * width / image.width)))
    frame = PictureFrame()
    frame.blipFill.blip = Blip(cstate="print")
    frame.spPr.prstGeom = PresetGeometry2D(prst="rect")
    frame.nvPicPr.cNvPr.name, frame.nvPicPr.cNvPr.descr = picture.name, picture.alt
    image.anchor = OneCellAnchor(_from=AnchorMarker(col=column, row=row), ext=size, pic=frame)
    return image
