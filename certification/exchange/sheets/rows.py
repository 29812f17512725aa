"""A row of a table as a question, and back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import yaml

from cases import api
from certification.bank.domain import LETTERS, Ask, Pool, QuestionType
from certification.exchange.domain import ForeignOption, ForeignQuestion, Place, ReadRow, RowProblem, judgement, short
from certification.exchange.formats.xlsx_pictures import CellPicture
from certification.exchange.shape import problems_of
from certification.exchange.sheets.columns import COLUMNS, HEADINGS, Mapped
from certification.exchange.sheets.drawn import DrawnRow
from certification.exchange.sheets.values import (
    ASK_WORDS,
    POOL_WORDS,
    TYPE_WORDS,
    difficulty_of,
    letters_of,
    options_together,
    truth_of,
    type_of,
    without_letters,
    words_of,
)
from certification.exchange.texts import markdown_of_plain

_BY_ASK: Final = {word: ask for ask, word in ASK_WORDS.items()}
_BY_POOL: Final = {word: pool for pool, word in POOL_WORDS.items()}
#: A cell with more is no text of a person; what Excel itself allows.
LONGEST_CELL: Final = 32_767
_DEEPEST: Final = 12


@dataclass(slots=True)
class _Row:
    """One row being read; collects problems instead of stopping at the first."""

    mapped: Mapped
    cells: Sequence[str]
    problems: list[RowProblem] = field(default_factory=list)

    def raw(self, name: str) -> str:
        index = self.mapped.fields.get(name)
        return self.cells[index].strip() if index is not None and index < len(self.cells) else ""

    def text(self, name: str) -> str:
        """Return a text as Markdown: in our template it is written so, elsewhere it is plain."""
        return self.raw(name) if self.mapped.is_ours else markdown_of_plain(self.raw(name))

    def wrong(self, name: str, todo: str) -> None:
        self.problems.append(RowProblem(HEADINGS[name], short(self.raw(name)), todo))

    def chosen(self, name: str, words: Mapping[str, Any], default: Any) -> Any:
        said = self.raw(name)
        if said and said not in words:
            self.wrong(name, f"写 {'、'.join(words)} 之一，或留空")
        return words.get(said, default)

    def mapping(self, name: str) -> dict[str, Any]:
        """Return what is written as `名称: 值`."""
        said = self.raw(name)
        if not said:
            return {}
        if not _is_tame(said):
            self.wrong(name, "层数太多，或者用了锚点；写成“名称: 值”就够了")
            return {}
        try:
            read = _plain(api.load_text(said, HEADINGS[name]))
        except api.CorpusError as error:
            self.wrong(name, "；".join(map(str, error.problems))[:300])
            return {}
        if isinstance(read, dict):
            return read
        self.wrong(name, "应写成“名称: 值”，每行一个")
        return {}


def read_row(mapped: Mapped, cells: Sequence[str], place: Place, pictures: Sequence[CellPicture] = ()) -> ReadRow:
    """Return a row as a question, or with everything that is wrong with it.

    Args:
        mapped: which column holds what.
        cells: the row.
        place: where it stands.
        pictures: those that lie over its cells.
    """
    drawn = DrawnRow(mapped, cells, pictures)
    row = _Row(mapped, drawn.cells)
    for index, cell in enumerate(cells):
        if len(cell) > LONGEST_CELL:
            heading = mapped.headings[index] if index < len(mapped.headings) else str(index + 1)
            row.problems.append(RowProblem(heading, short(cell), f"一格最多 {LONGEST_CELL} 个字"))
    question = None if row.problems else _question(row)
    question = drawn.onto(question) if question else None
    problems = row.problems or (list(problems_of(question)) if question else [])
    dropped = [
        f"列“{mapped.headings[index]}”" for index in mapped.unmapped() if index < len(cells) and cells[index].strip()
    ]
    return ReadRow(
        place, question, tuple(problems), (*dropped, *drawn.album.dropped), tuple(cells),
        _warnings(drawn, is_wrong=bool(problems)),
    )  # fmt: skip


def _warnings(drawn: DrawnRow, *, is_wrong: bool) -> tuple[str, ...]:
    """Return what is told of pictures; the workbook of rows to mend has none, so they have to be copied into it."""
    if is_wrong and drawn.pictures:
        return (f"这一行有 {len(drawn.pictures)} 张图片，“要改的行”里没有；改好后请从原表把图片复制过来",)
    return tuple(dict.fromkeys(drawn.album.warnings))


def _question(row: _Row) -> ForeignQuestion | None:
    texts = _option_texts(row)
    kind = _type(row, texts)
    if kind is None:
        return None
    options = _judged(row) if kind is QuestionType.TRUEFALSE else _options(row, texts)
    degree = difficulty_of(row.raw("difficulty"))
    if degree is None:
        row.wrong("difficulty", "写 1 到 5 的整数，或易、中、难")
    return ForeignQuestion(
        type=kind,
        stem=row.text("stem"),
        options=options,
        external_id=row.raw("id"),
        explanation=row.text("explanation"),
        difficulty=degree or 0,
        category=row.raw("category"),
        tags=words_of(row.raw("tags")),
        ask=row.chosen("ask", _BY_ASK, Ask.CORRECT),
        case=row.mapping("case"),
        cited=_cited(row),
        enemies=row.raw("enemies"),
        template=row.raw("template"),
        pool=row.chosen("pool", _BY_POOL, None),
    )


def _option_texts(row: _Row) -> list[str]:
    """Return the options up to the last that says something."""
    texts = [row.raw(f"option_{letter}") for letter in LETTERS]
    while texts and not texts[-1]:
        texts.pop()
    if not texts and row.raw("options"):
        texts = options_together(row.raw("options"))
    if row.mapped.is_ours:
        return texts
    return [markdown_of_plain(text) for text in without_letters(texts)]


def _type(row: _Row, texts: list[str]) -> QuestionType | None:
    said = row.raw("type")
    if said:
        kind = type_of(said)
        if kind is None:
            row.wrong("type", "只收单选、多选、判断；简答、填空等题型导不进来")
        return kind
    if not texts or set(texts) <= {"正确", "错误", "对", "错"}:
        return QuestionType.TRUEFALSE
    letters = letters_of(row.raw("answer")) or ()
    return QuestionType.MULTIPLE if len(letters) > 1 else QuestionType.SINGLE


def _judged(row: _Row) -> tuple[ForeignOption, ...]:
    said = row.raw("answer")
    truth = truth_of(said)
    if truth is None and (letters := letters_of(said)) is not None and letters in {(0,), (1,)}:
        named = truth_of(row.raw(f"option_{LETTERS[letters[0]]}"))
        truth = letters == (0,) if named is None else named
    if truth is None:
        row.wrong("answer", "判断题的答案写“正确”或“错误”")
        return judgement(right=True)
    yes, no = judgement(right=truth, feedback=(row.text("feedback_A"), row.text("feedback_B")))
    claim = row.raw("claim_A")
    return (
        ForeignOption(yes.text, yes.right, yes.feedback, yes.pinned, claim, row.mapping("overlay_A")),
        ForeignOption(no.text, no.right, no.feedback, no.pinned, row.raw("claim_B"), row.mapping("overlay_B")),
    )


def _options(row: _Row, texts: list[str]) -> tuple[ForeignOption, ...]:
    key = _key(row, texts)
    pinned = letters_of(row.raw("pinned")) or ()
    if row.raw("pinned") and not pinned:
        row.wrong("pinned", "写选项的字母，如 D")
    return tuple(
        ForeignOption(
            text=text,
            right=index in key,
            feedback=row.text(f"feedback_{letter}"),
            pinned=index in pinned,
            claim=row.raw(f"claim_{letter}"),
            overlay=row.mapping(f"overlay_{letter}"),
        )
        for index, (letter, text) in enumerate(zip(LETTERS, texts, strict=False))
    )


def _key(row: _Row, texts: list[str]) -> tuple[int, ...]:
    said = row.raw("answer")
    key = letters_of(said)
    if key is None and said:
        key = tuple(index for index, text in enumerate(texts) if text == markdown_of_plain(said)) or None
    if said and (key is None or any(index >= len(texts) for index in key)):
        row.wrong("answer", f"答案写选项的字母，如 {LETTERS[: max(len(texts), 1)][-1]}；现在有 {len(texts)} 个选项")
        return ()
    return key or ()


def _cited(row: _Row) -> tuple[str, str] | None:
    said = row.raw("cited")
    if not said:
        return None
    rule, at, clause = said.partition("@")
    if not at or not rule.strip() or not clause.strip():
        row.wrong("cited", "写成 规则编号@条文指纹，如导出的表里那样")
        return None
    return rule.strip(), clause.strip()


def _is_tame(text: str) -> bool:
    """Say whether YAML may be composed: nothing in it refers back, or lies deeper than any case does."""
    depth = 0
    try:
        for event in yaml.parse(text, Loader=yaml.SafeLoader):
            depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
            if isinstance(event, yaml.AliasEvent) or depth > _DEEPEST:
                return False
    except (yaml.YAMLError, ValueError, RecursionError):
        return depth <= _DEEPEST  # what is wrong is told by the one who reads it
    return True


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {str(name): _plain(one) for name, one in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    return value


def cells_of(question: ForeignQuestion) -> dict[str, str]:
    """Return a question as the cells of our template, by field."""
    judged = question.type is QuestionType.TRUEFALSE
    found = {
        "id": question.external_id,
        "type": TYPE_WORDS[question.type][0],
        "ask": ASK_WORDS[question.ask] if question.ask is not Ask.CORRECT else "",
        "stem": question.stem,
        "answer": question.answer[0] if judged and question.answer else "".join(question.answer),
        "explanation": question.explanation,
        "difficulty": str(question.difficulty or ""),
        "category": question.category,
        "tags": "，".join(question.tags),
        "case": written(question.case),
        "cited": "@".join(question.cited or ()),
        "enemies": question.enemies,
        "template": question.template,
        "pool": POOL_WORDS[question.pool] if question.pool is Pool.SECURE else "",
        "pinned": "".join(
            letter for letter, one in zip(LETTERS, question.options, strict=False) if one.pinned and not judged
        ),
    }
    for letter, one in zip(LETTERS, question.options, strict=False):
        found[f"option_{letter}"] = "" if judged else one.text
        found[f"feedback_{letter}"], found[f"claim_{letter}"] = one.feedback, one.claim
        found[f"overlay_{letter}"] = written(one.overlay)
    return found


def row_of(question: ForeignQuestion) -> list[str]:
    """Return a question as a row of our template."""
    cells = cells_of(question)
    return [cells.get(column.name, "") for column in COLUMNS]


def written(value: Mapping[str, Any]) -> str:
    """Return a mapping as `名称: 值`, the way it is read."""
    return yaml.safe_dump(_plain(value), allow_unicode=True, sort_keys=False, width=1_000).strip() if value else ""
