"""The bank as JSON: all that a question says, and its answer. The schema is in docs/reference/exchange.md."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any, Final, TypeVar

from certification.bank.domain import CHOICE_TYPES, RIGHT_LABEL, WRONG_LABEL, Ask, Pool, QuestionType
from certification.core.refusals import Refusal, RefusedError
from certification.exchange.domain import ForeignOption, ForeignQuestion, Place, ReadRow, RowProblem, short
from certification.exchange.limits import MOST_JSON_VALUES, MOST_XML_DEPTH
from certification.exchange.reading import Gathered, ReadFile
from certification.exchange.shape import problems_of
from certification.exchange.sheets.columns import HEADINGS

SCHEMA: Final = "mingduan.questions/1"
JUDGED: Final = 2
_DEEPEST_CASE: Final = 12
_COLUMN: Final = {**HEADINGS, "options": "选项", "overlay": "改动", "claim": "主张", "text": "选项", "feedback": "反馈"}
_FIELDS: Final = frozenset(
    {"id", "type", "ask", "stem", "options", "answer", "explanation", "proven", "case", "cited", "difficulty",
     "category", "tags", "enemies", "template", "pool"}
)  # fmt: skip
_PLAIN: Final = (str, int, float, bool, type(None))
Chosen = TypeVar("Chosen", bound=StrEnum)


def write_json(questions: Iterable[ForeignQuestion], *, edition: str) -> bytes:
    """Return questions as one JSON document; the same questions are the same bytes."""
    return "".join(json_pieces(questions, edition=edition)).encode()


def json_pieces(questions: Iterable[ForeignQuestion], *, edition: str) -> Iterator[str]:
    """Yield the JSON document of questions piece by piece, a question on a line of its own."""
    head = json.dumps({"schema": SCHEMA, "edition": edition}, ensure_ascii=False)
    yield f'{head[:-1]}, "questions": ['
    between = "\n"
    for one in questions:
        yield between + json.dumps(_told(one), ensure_ascii=False)
        between = ",\n"
    yield "\n]}\n"


def _told(one: ForeignQuestion) -> dict[str, Any]:
    return {
        "id": one.external_id,
        "type": str(one.type),
        "ask": str(one.ask),
        "stem": one.stem,
        "options": [
            {
                "text": option.text, "right": option.right, "feedback": option.feedback, "pinned": option.pinned,
                "claim": option.claim, "overlay": dict(option.overlay),
            }
            for option in one.options
        ],
        "answer": list(one.answer),
        "explanation": one.explanation,
        "proven": bool(one.case or one.cited),
        "case": dict(one.case),
        "cited": list(one.cited) if one.cited else None,
        "difficulty": one.difficulty,
        "category": one.category,
        "tags": list(one.tags),
        "enemies": one.enemies,
        "template": one.template,
        "pool": str(one.pool or "open"),
    }  # fmt: skip


def read_json(data: bytes) -> ReadFile:
    """Return the questions of a document that `write_json` wrote, or somebody by its schema.

    Raises:
        RefusedError: it is no such document, too deep, or there is no question in it.
    """
    if data.count(b",") + data.count(b"[") + data.count(b"{") > MOST_JSON_VALUES:
        raise RefusedError(Refusal("exchange.too-deep"))
    try:
        document = json.loads(data.removeprefix(b"\xef\xbb\xbf").decode(), parse_constant=_no_number)
    except UnicodeDecodeError as error:
        raise RefusedError(Refusal("exchange.encoding")) from error
    except ValueError as error:
        raise RefusedError(Refusal("exchange.json", {"line": getattr(error, "lineno", 1)})) from error
    if not isinstance(document, dict) or document.get("schema") != SCHEMA:
        raise RefusedError(Refusal("exchange.not-our-json", {"schema": SCHEMA}))
    listed = document.get("questions")
    gathered = Gathered()
    for number, one in enumerate(listed if isinstance(listed, list) else [], 1):
        gathered.add(_row(one, Place("", number)))
    return gathered.file()


def _no_number(_name: str) -> None:
    raise ValueError("NaN and Infinity are no JSON")


@dataclass(slots=True)
class _Fields:
    """An object being read; whatever is of another kind than it should be is told, and taken for empty."""

    said: Mapping[str, Any]
    problems: list[RowProblem] = field(default_factory=list)

    def wrong(self, name: str, todo: str) -> None:
        self.problems.append(RowProblem(_COLUMN.get(name, name), short(self.said.get(name)), todo))

    def text(self, name: str) -> str:
        said = self.said.get(name, "")
        if isinstance(said, str):
            return said.strip()
        self.wrong(name, "应是文字")
        return ""

    def truth(self, name: str) -> bool:
        said = self.said.get(name, False)
        if not isinstance(said, bool):
            self.wrong(name, "应是 true 或 false")
        return said is True

    def choice(self, name: str, known: type[Chosen], default: Chosen | None) -> Chosen | None:
        said = self.said.get(name, default)
        if said is None or (isinstance(said, str) and said in set(known)):
            return known(said) if said is not None else None
        self.wrong(name, f"应是 {'、'.join(known)} 之一")
        return default

    def mapping(self, name: str) -> dict[str, Any]:
        said = self.said.get(name)
        if said is None:
            return {}
        if isinstance(said, dict) and _is_tame(said):
            return said
        self.wrong(name, "应是“名称: 值”的对象，层数不多")
        return {}

    def words(self, name: str) -> tuple[str, ...]:
        said = self.said.get(name) or []
        if isinstance(said, list) and all(isinstance(one, str) for one in said):
            return tuple(dict.fromkeys(one.strip() for one in said if one.strip()))
        self.wrong(name, "应是文字的列表")
        return ()


def _is_tame(value: Any, depth: int = 0) -> bool:
    if depth > _DEEPEST_CASE:
        return False
    if isinstance(value, dict):
        return all(_is_tame(one, depth + 1) for one in value.values())
    if isinstance(value, list):
        return all(_is_tame(one, depth + 1) for one in value)
    return isinstance(value, _PLAIN)


def _row(said: Any, place: Place) -> ReadRow:
    if not isinstance(said, dict):
        return ReadRow(place, None, (RowProblem("题", short(said), "应是一个对象"),))
    fields = _Fields(said)
    question = _question(fields)
    cells = (short(said.get("id", "")), short(said.get("stem", ""), 200))
    if question is None or fields.problems:
        return ReadRow(place, None, tuple(fields.problems), cells=cells)
    dropped = tuple(f"“{short(name)}”" for name in said if name not in _FIELDS)
    return ReadRow(place, question, problems_of(question), dropped, cells)


def _question(fields: _Fields) -> ForeignQuestion | None:
    kind = fields.choice("type", QuestionType, None)
    if kind not in CHOICE_TYPES:
        fields.wrong("type", "只收 single、multiple、truefalse")
        return None
    degree = fields.said.get("difficulty", 0)
    if not isinstance(degree, int) or isinstance(degree, bool):
        fields.wrong("difficulty", "写 1 到 5 的整数，或 0")
        degree = 0
    return ForeignQuestion(
        type=kind,
        stem=fields.text("stem"),
        options=_options(fields),
        external_id=fields.text("id"),
        explanation=fields.text("explanation"),
        difficulty=degree,
        category=fields.text("category"),
        tags=fields.words("tags"),
        ask=fields.choice("ask", Ask, Ask.CORRECT) or Ask.CORRECT,
        case=fields.mapping("case"),
        cited=_cited(fields),
        enemies=fields.text("enemies"),
        template=fields.text("template"),
        pool=fields.choice("pool", Pool, None),
    )


def _options(fields: _Fields) -> tuple[ForeignOption, ...]:
    listed = fields.said.get("options")
    if not isinstance(listed, list) or len(listed) > MOST_XML_DEPTH or not all(isinstance(one, dict) for one in listed):
        fields.wrong("options", "应是选项的列表")
        return ()
    found = []
    for said in listed:
        own = _Fields(said, fields.problems)
        found.append(
            ForeignOption(
                own.text("text"), own.truth("right"), own.text("feedback"), own.truth("pinned"), own.text("claim"),
                own.mapping("overlay"),
            )
        )  # fmt: skip
    if fields.said.get("type") == QuestionType.TRUEFALSE and len(found) == JUDGED:
        found = [replace(one, text=label) for one, label in zip(found, (RIGHT_LABEL, WRONG_LABEL), strict=True)]
    return tuple(found)


def _cited(fields: _Fields) -> tuple[str, str] | None:
    said = fields.words("cited")
    if said and len(said) != 2:  # noqa: PLR2004 - a rule and the hash of its clause
        fields.wrong("cited", "写规则编号和条文指纹两项，如导出的文件里那样")
        return None
    return (said[0], said[1]) if said else None
