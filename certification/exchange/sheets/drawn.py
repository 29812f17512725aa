"""Rows with pictures: each picture goes into the stem or the option that it lies over. Pure."""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from certification.exchange.domain import ForeignPicture, ForeignQuestion
from certification.exchange.formats.xlsx_pictures import CellPicture
from certification.exchange.pictures import Album
from certification.exchange.sheets.columns import Mapped

# What stands for a picture while its cell is read: characters that nobody types and no mark is made of.
_OPEN, _CLOSE = "\ue010", "\ue011"
_TOKEN: Final = re.compile(f"{_OPEN}(\\d+){_CLOSE}")
_PRIVATE: Final = dict.fromkeys(map(ord, (_OPEN, _CLOSE)))
_SHOWN: Final = re.compile(r"!\[((?:\\.|[^\]\\])*)\]\(picture:([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\)")


class DrawnRow:
    """A row while it is read: `cells` have something in place of each picture, which `onto` makes pictures again."""

    def __init__(self, mapped: Mapped, cells: Sequence[str], pictures: Sequence[CellPicture]) -> None:
        self.album = Album(lambda _source: b"")
        self.pictures = pictures
        self.named: dict[str, ForeignPicture] = {}
        self.cells = [cell.translate(_PRIVATE) for cell in cells] if pictures else list(cells)
        stem = mapped.fields.get("stem", 0)
        shown = {index for name, index in mapped.fields.items() if name == "stem" or name.startswith("option_")}
        self.cells += [""] * (max([stem, *shown], default=0) + 1 - len(self.cells)) if pictures else []
        waiting = {index: _SHOWN.findall(self.cells[index]) if mapped.is_ours else [] for index in shown if pictures}
        for number, one in enumerate(pictures):
            column = one.column if one.column in shown else stem
            if waiting.get(column):
                alt, name = waiting[column].pop(0)
                self.named.setdefault(name, ForeignPicture(name, one.data, re.sub(r"\\(.)", r"\1", alt)))
            else:
                between = "\n\n" if column == stem and self.cells[column] else ""
                self.cells[column] += f"{between}{_OPEN}{number}{_CLOSE}"

    def onto(self, question: ForeignQuestion) -> ForeignQuestion:
        """Return the question of the row with its pictures; those that have no place in it are told."""
        if not self.pictures:
            return question
        options = tuple(replace(one, text=self._told(one.text)) for one in question.options)
        told = self.album.with_pictures(replace(question, stem=self._told(question.stem), options=options))
        lost = len({one.data for one in self.pictures}) - len(self.album.pictures) - len(self.named)
        if lost > 0:
            self.album.dropped.append(f"{lost} 张图片（判断题的选项放不下）")
        return replace(told, pictures=(*told.pictures, *self.named.values()))

    def _told(self, text: str) -> str:
        return _TOKEN.sub(self._shown, text)

    def _shown(self, found: re.Match[str]) -> str:
        one = self.pictures[int(found.group(1))]
        return self.album.keep(one.data, one.alt)
