"""Item files → items, strictly: whatever is unknown or wrong is told with file, line, item, field and remedy."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from cases import api
from certification.bank.domain import (
    CHOICE_TYPES,
    LETTERS,
    RIGHT_LABEL,
    WRONG_LABEL,
    Ask,
    Content,
    Disputed,
    Option,
    Pool,
    QuestionType,
)

ITEMS_FOLDER: Final = Path(__file__).parent / "items"
DISPUTED_FILE: Final = Path(__file__).parent / "disputed.yaml"
CASE_FIELDS: Final = ("stack", "as_of", "facts", "events", "order", "acts")
ITEM_FIELDS: Final = {
    *CASE_FIELDS,
    *("id", "type", "stem", "ask", "options", "claim", "right", "cited"),
    *("expected", "provenance", "enemies", "template", "pool", "note"),
}
OPTION_FIELDS: Final = {"text", "claim", "set", "right", "pinned"}
PROVENANCE_FIELDS: Final = {"seed", "own", "note"}
FEWEST_OPTIONS: Final = {QuestionType.SINGLE: 3, QuestionType.MULTIPLE: 4}
YES: Final = {"yes": True, "no": False}


@dataclass(frozen=True, slots=True)
class ItemProblem:
    """One thing to mend in a file."""

    file: str
    line: int
    item: str
    field: str
    value: str
    todo: str

    def __str__(self) -> str:
        value = f"“{self.value}”：" if self.value else ""
        return f"{self.file}:{self.line} {self.item} {self.field} {value}{self.todo}"


class ItemError(Exception):
    """Files that cannot be read as items; `problems` has all of them."""

    def __init__(self, problems: tuple[ItemProblem, ...]) -> None:
        super().__init__("\n".join(map(str, problems)))
        self.problems = problems


@dataclass(frozen=True, slots=True)
class Item:
    """One question as it stands in a file, with what is known about it besides its content."""

    id: str
    content: Content
    expected: tuple[str, ...]
    enemies: str
    provenance: Mapping[str, str]
    file: str
    line: int
    template: str = ""
    pool: Pool = Pool.OPEN


@dataclass(slots=True)
class _Reader:
    """One file being read; collects problems instead of stopping at the first."""

    file: str
    problems: list[ItemProblem] = field(default_factory=list)
    row: api.Located | None = None
    item: str = "-"

    def wrong(self, name: str, value: object, todo: str) -> None:
        line = self.row.lines.get(name.split(".", maxsplit=1)[0], self.row.line) if self.row else 0
        self.problems.append(ItemProblem(self.file, line, self.item, name, _short(value), todo))

    def rows(self, text: str, top: str) -> Iterator[api.Located]:
        """Yield the mappings under the one top-level key."""
        try:
            data = api.load_text(text, self.file)
        except api.CorpusError as error:
            for problem in error.problems:
                self.wrong("-", "", problem)
            return
        if not isinstance(data, dict) or set(data) != {top} or not isinstance(data[top], list):
            self.wrong("-", data if isinstance(data, str) else "", f"文件最外层应当只有“{top}:”，下面是列表")
            return
        for row in data[top]:
            if isinstance(row, api.Located):
                self.row, self.item = row, str(row.get("id", "-"))
                yield row
            else:
                self.wrong(top, row, "每一项应是“字段: 值”")

    def known(self, row: Mapping[str, Any], fields: set[str], prefix: str = "") -> None:
        for name in row:
            if name not in fields:
                self.wrong(prefix + name, row[name], f"没有这个字段，可用：{'、'.join(sorted(fields))}")

    def text(self, row: Mapping[str, Any], name: str, prefix: str = "", *, needed: bool = True) -> str:
        value = row.get(name, "")
        if not isinstance(value, str):
            self.wrong(prefix + name, value, "应是一段文字")
            return ""
        if needed and not value.strip():
            self.wrong(prefix + name, "", "必填")
        return value.strip()

    def choice(self, row: Mapping[str, Any], name: str, allowed: Mapping[str, Any], default: str | None = None) -> Any:
        value = row.get(name, default)
        if isinstance(value, str) and value in allowed:
            return allowed[value]
        self.wrong(name, value or "", f"应是 {'、'.join(allowed)} 之一")
        return None

    def mapping(self, row: Mapping[str, Any], name: str, prefix: str = "") -> dict[str, Any]:
        value = row.get(name) or {}
        if isinstance(value, dict):
            return dict(value)
        self.wrong(prefix + name, value, "应是“名称: 值”")
        return {}

    def sequence(self, row: Mapping[str, Any], name: str) -> list[Any]:
        value = row.get(name) or []
        if isinstance(value, list):
            return value
        self.wrong(name, value, "应写成列表，如 [B]")
        return []


def read_items(text: str, file: str) -> tuple[list[Item], list[ItemProblem]]:
    """Read one item file; the items that could be read, and everything to mend."""
    reader = _Reader(file)
    items = []
    for row in reader.rows(text, "items"):
        before = len(reader.problems)
        item = _item(reader, row)
        if item is not None and len(reader.problems) == before:
            items.append(item)
    return items, reader.problems


def _item(reader: _Reader, row: api.Located) -> Item | None:
    reader.known(row, ITEM_FIELDS)
    item_id = reader.text(row, "id")
    kind = reader.choice(row, "type", {str(one): one for one in CHOICE_TYPES})
    if kind is None:
        return None
    content = Content(
        type=kind,
        stem=reader.text(row, "stem"),
        ask=reader.choice(row, "ask", {str(one): one for one in Ask}, default="correct") or Ask.CORRECT,
        case=_case(reader, row),
        options=_judgement(reader, row) if kind is QuestionType.TRUEFALSE else _options(reader, row, kind),
        cited=_cited(reader, row),
    )
    provenance = reader.mapping(row, "provenance")
    reader.known(provenance, PROVENANCE_FIELDS, "provenance.")
    if not provenance:
        reader.wrong("provenance", "", "必填：{seed: SEED-…} 或 {own: 来由}")
    expected = tuple(map(str, reader.sequence(row, "expected")))
    for label in expected:
        if label not in content.labels:
            reader.wrong("expected", label, f"应取自 {'、'.join(content.labels)}")
    if not expected:
        reader.wrong("expected", "", "必填：来源或作者自己的答案，如 [B]、[正确]")
    enemies = reader.text(row, "enemies", needed=False)
    template = reader.text(row, "template", needed=False)
    pool = reader.choice(row, "pool", {str(one): one for one in Pool}, default="open") or Pool.OPEN
    return Item(
        item_id, content, expected, enemies, provenance, reader.file, row.line,
        template or provenance.get("seed", ""), pool,
    )  # fmt: skip


def _case(reader: _Reader, row: api.Located) -> dict[str, Any]:
    """Return the case as `cases.api` reads it; its words are checked there, against the edition's vocabulary."""
    case: dict[str, Any] = {}
    for name in ("stack", "facts", "events"):
        if found := reader.mapping(row, name):
            case[name] = found
    for name in ("order", "acts"):
        if listed := reader.sequence(row, name):
            case[name] = [dict(one) if isinstance(one, dict) else one for one in listed]
    case["as_of"] = reader.text(row, "as_of")
    return case


def _options(reader: _Reader, row: api.Located, kind: QuestionType) -> tuple[Option, ...]:
    listed = reader.sequence(row, "options")
    if not FEWEST_OPTIONS[kind] <= len(listed) <= len(LETTERS):
        reader.wrong("options", len(listed), f"应有 {FEWEST_OPTIONS[kind]} 到 {len(LETTERS)} 个选项")
    for name in ("claim", "right"):
        if name in row:
            reader.wrong(name, row[name], "只有判断题写在题上；单选、多选写在每个选项里")
    found = []
    for letter, one in zip(LETTERS, listed, strict=False):
        prefix = f"options.{letter}."
        if not isinstance(one, dict):
            reader.wrong(prefix.rstrip("."), one, "应写成 {text: …, claim: …}")
            continue
        reader.known(one, OPTION_FIELDS, prefix)
        claim, right = _binding(reader, one, prefix, cited="cited" in row)
        overlay = reader.mapping(one, "set", prefix)
        found.append(Option(reader.text(one, "text", prefix), claim, overlay, right, _is_pinned(reader, one, prefix)))
    if len({one.text for one in found}) < len(found):
        reader.wrong("options", "", "有两个选项文字相同")
    return tuple(found)


def _is_pinned(reader: _Reader, row: Mapping[str, Any], prefix: str) -> bool:
    value = row.get("pinned", "no")
    if value not in YES:
        reader.wrong(f"{prefix}pinned", value, "应是 yes 或 no：yes 表示洗选项时留在原位")
    return YES.get(str(value), False)


def _judgement(reader: _Reader, row: api.Located) -> tuple[Option, ...]:
    """Return 正确 and 错误: the first carries the claim, the second denies it."""
    if row.get("ask", "correct") != "correct":
        reader.wrong("ask", row["ask"], "判断题不写 ask：说法成立答正确，不成立答错误")
    if "options" in row and "cited" in row:
        listed = [one for one in reader.sequence(row, "options") if isinstance(one, dict)]
        if [one.get("text") for one in listed] != [RIGHT_LABEL, WRONG_LABEL]:
            reader.wrong("options", "", "判断题的选项只能是 正确、错误，或者不写 options 而写 right: yes|no")
            return ()
        rights = [_binding(reader, one, f"options.{one['text']}.", cited=True)[1] for one in listed]
        return (Option(RIGHT_LABEL, right=rights[0]), Option(WRONG_LABEL, right=rights[1]))
    if "options" in row:
        reader.wrong("options", "", "判断题不写 options，写 claim")
    claim, right = _binding(reader, row, "", cited="cited" in row)
    if right is not None:
        return (Option(RIGHT_LABEL, right=right), Option(WRONG_LABEL, right=not right))
    return (Option(RIGHT_LABEL, claim), Option(WRONG_LABEL))


def _binding(reader: _Reader, row: Mapping[str, Any], prefix: str, *, cited: bool) -> tuple[str, bool | None]:
    """Return (claim, right): a cited question carries `right`, any other `claim`."""
    if cited:
        if "claim" in row:
            reader.wrong(f"{prefix}claim", row["claim"], "引用题写 right: yes|no，不写 claim")
        value = row.get("right")
        if value not in YES:
            reader.wrong(f"{prefix}right", value or "", "引用题必填：yes 或 no")
        return "", YES.get(str(value))
    if "right" in row:
        reader.wrong(f"{prefix}right", row["right"], "只有引用题（有 cited）写 right；这里写 claim")
    return reader.text(row, "claim", prefix), None


def _cited(reader: _Reader, row: api.Located) -> tuple[str, str] | None:
    if "cited" not in row:
        return None
    cited = reader.mapping(row, "cited")
    reader.known(cited, {"rule", "clause"}, "cited.")
    return reader.text(cited, "rule", "cited."), reader.text(cited, "clause", "cited.")


def read_disputed(text: str, file: str) -> tuple[dict[str, Disputed], list[ItemProblem]]:
    """Read the list of items whose source names another key than the rules give."""
    reader = _Reader(file)
    found = {}
    for row in reader.rows(text, "disputed"):
        reader.known(row, {"id", "expected", "derived", "reason"})
        found[reader.text(row, "id")] = Disputed(
            expected=tuple(map(str, reader.sequence(row, "expected"))),
            derived=tuple(map(str, reader.sequence(row, "derived"))),
            reason=reader.text(row, "reason"),
        )
    return found, reader.problems


def _short(value: object) -> str:
    text = str(value)
    return text if len(text) <= 40 else f"{text[:39]}…"  # noqa: PLR2004 - a line on a terminal
