"""The columns of a table of questions, what other programs call them, and which column holds what. Pure."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from certification.bank.domain import LETTERS


@dataclass(frozen=True, slots=True)
class Column:
    """A field of a question in a table: its heading in our template, its width, what others call it."""

    name: str
    heading: str
    width: int = 12
    others: tuple[str, ...] = ()


def _lettered(name: str, heading: str, width: int, *others: str) -> tuple[Column, ...]:
    return tuple(
        Column(f"{name}_{letter}", f"{heading}{letter}", width, tuple(f"{one}{letter}" for one in others))
        for letter in LETTERS
    )


COLUMNS: Final = (
    Column("id", "编号", 12, ("题目编号", "试题编号", "题号", "id", "code", "外部编号", "试题id", "题目id")),
    Column("type", "题型", 8, ("题目类型", "试题类型", "类型", "type")),
    Column("ask", "问法", 10, ("设问",)),
    Column("stem", "题干", 48, ("题目", "题目内容", "试题内容", "试题题干", "问题", "试题", "stem", "内容")),
    *_lettered("option", "选项", 24, "", "答案选项", "备选", "option", "备选项"),
    Column("answer", "答案", 8, ("正确答案", "标准答案", "参考答案", "正确选项", "answer", "key")),
    Column("explanation", "解析", 36, ("答案解析", "试题解析", "题目解析", "说明", "解释", "explanation", "analysis")),
    Column("difficulty", "难度", 7, ("难易度", "难易程度", "难度等级", "难度系数", "difficulty")),
    Column("category", "分类", 16, ("题目分类", "试题分类", "知识点", "类别", "章节", "所属分类", "领域", "category")),
    Column("tags", "标签", 16, ("关键词", "关键字", "tags", "tag")),
    Column("pinned", "固定选项", 10),
    *_lettered("feedback", "反馈", 20, "选项反馈", "feedback"),
    Column("case", "案情", 40),
    *_lettered("claim", "主张", 30),
    *_lettered("overlay", "改动", 16),
    Column("cited", "引用条文", 24),
    Column("enemies", "相克组", 12),
    Column("template", "题源", 12),
    Column("pool", "题池", 8),
)  # fmt: skip
#: All options in one cell; only tables of others have it.
TOGETHER: Final = Column("options", "选项", 40, ("选项内容", "试题选项", "题目选项", "备选答案", "options", "答案选项"))
ALL: Final = (*COLUMNS, TOGETHER)
HEADINGS: Final[Mapping[str, str]] = {column.name: column.heading for column in ALL}
#: The column that an error workbook puts in front.
MENDED: Final = "要改的地方"
#: A table with these is ours: its texts are Markdown, and its questions may have cases.
OURS: Final = frozenset({"stem", "case", "claim_A"})
_TRIM: Final = re.compile(r"[\s*:：（）()\[\]【】_\-]+")
_REQUIRED: Final = re.compile(r"(必填|选填|可选|可不填|非必填|必选)")


@dataclass(frozen=True, slots=True)
class Mapped:
    """Which column of a table holds which field, by its number from 0; `headings` is the first row."""

    headings: tuple[str, ...]
    fields: Mapping[str, int] = field(default_factory=dict)

    @property
    def is_ours(self) -> bool:
        """Say whether the table is our own template."""
        return set(self.fields) >= OURS

    @property
    def is_usable(self) -> bool:
        return "stem" in self.fields

    def unmapped(self) -> list[int]:
        """Return the columns that hold nothing the bank asks for."""
        used = set(self.fields.values())
        passed = ("", MENDED)
        return [index for index, one in enumerate(self.headings) if one.strip() not in passed and index not in used]


def normal(heading: str) -> str:
    """Return a heading as it is compared: full-width forms, spaces, brackets and 必填 aside."""
    return _TRIM.sub("", _REQUIRED.sub("", unicodedata.normalize("NFKC", heading))).lower()


def _names() -> dict[str, str]:
    found: dict[str, str] = {}
    for column in COLUMNS:
        for one in (column.heading, *column.others):
            found.setdefault(normal(one), column.name)
    for one in (TOGETHER.heading, *TOGETHER.others):
        found.setdefault(normal(one), TOGETHER.name)
    return found


_BY_NAME: Final = _names()


def guess(headings: Sequence[str]) -> Mapped:
    """Return which column seems to hold what, by the names that programs give them; the first of a name counts."""
    fields: dict[str, int] = {}
    for index, heading in enumerate(headings):
        name = _BY_NAME.get(normal(heading))
        if name is not None:
            fields.setdefault(name, index)
    return Mapped(tuple(headings), fields)


def by_hand(headings: Sequence[str], chosen: Mapping[str, str]) -> Mapped:
    """Return the guess with what a person chose laid over it.

    Args:
        headings: the first row.
        chosen: field → heading; an empty heading takes the field away.
    """
    fields = dict(guess(headings).fields)
    places: dict[str, int] = {}
    for index, heading in enumerate(headings):
        places.setdefault(heading.strip(), index)
    for name, heading in chosen.items():
        if name not in HEADINGS:
            continue
        if not heading.strip():
            fields.pop(name, None)
        elif heading.strip() in places:
            wanted = places[heading.strip()]
            fields = {one: index for one, index in fields.items() if index != wanted or one == name}
            fields[name] = wanted
    return Mapped(tuple(headings), fields)
