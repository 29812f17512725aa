"""GIFT, Moodle's text format: choice and true or false questions, with titles, categories, tags, feedback."""

import io
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Final

from certification.bank.domain import QuestionType
from certification.exchange.decoding import decode
from certification.exchange.domain import ForeignOption, ForeignQuestion, Place, ReadRow, RowProblem, judgement, short
from certification.exchange.limits import check_length_of
from certification.exchange.meta import (
    PLAIN,
    kind_of,
    not_choice,
    read,
    tags_with_difficulty,
    texts_of,
    without_difficulty,
    written,
)
from certification.exchange.reading import Gathered, ReadFile
from certification.exchange.shape import problems_of
from certification.exchange.texts import is_html, markdown_of_html

_ESCAPED: Final = re.compile(r"([~=#{}:\\])")
_NOTE: Final = re.compile(r"\[(id|tag):((?:\\.|[^\]\\])*)\]")
_FORMAT: Final = re.compile(r"\[(html|markdown|plain|moodle)\]")
_WEIGHT: Final = re.compile(r"%(-?\d{1,3}(?:\.\d{1,7})?)%")
_TRUTH: Final = re.compile(r"(T|TRUE|F|FALSE)\s*(?=#|$)", re.IGNORECASE)
_BLANK: Final = "_____"


def read_gift(data: bytes) -> ReadFile:
    """Return the questions of a GIFT file.

    Raises:
        RefusedError: it is no text, or there is no question in it.
    """
    gathered = Gathered()
    for block in _blocks(decode(data)):
        gathered.add(_row(block))
    return gathered.file()


@dataclass(slots=True)
class _Block:
    """The lines of one question, with what stood above it."""

    line: int
    category: str
    id: str = ""
    tags: list[str] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)
    depth: int = 0
    length: int = 0
    has_end: bool = False

    @property
    def is_closed(self) -> bool:
        """Say whether its braces ended: the next line is another question, though no blank line lies between."""
        return self.depth <= 0 and self.has_end

    def take(self, line: str) -> None:
        """Add a line.

        Raises:
            RefusedError: the question gets longer than any is.
        """
        self.length += len(line)
        check_length_of(self.length, self.line)
        self.lines.append(line)
        self.has_end = self.has_end or "}" in line
        bare = re.sub(r"\\.", "", line)
        self.depth += bare.count("{") - bare.count("}")


def _blocks(text: str) -> Iterator[_Block]:
    block = _Block(0, "")
    for number, ended in enumerate(io.StringIO(text), 1):
        raw = ended.rstrip("\n")
        line = raw.strip()
        begins = line.startswith(("::", "//", "$CATEGORY:"))
        if block.lines and ((block.depth <= 0 and not line) or begins or block.is_closed):
            yield block
            block = _Block(0, block.category)
        if line.startswith("//"):
            _note(block, line)
        elif line.startswith("$CATEGORY:"):
            block.category = _category(line.removeprefix("$CATEGORY:"))
        elif line or block.lines:
            block.line = block.line or number
            block.take(raw)
    if block.lines:
        yield block


def _note(block: _Block, line: str) -> None:
    for name, value in _NOTE.findall(line):
        said = re.sub(r"\\(.)", r"\1", value).strip()
        if name == "id":
            block.id = said
        else:
            block.tags.append(said)


def _category(path: str) -> str:
    parts = [part.strip() for part in path.strip().split("/") if part.strip()]
    kept = [part for part in parts if part not in {"$course$", "$system$", "top"}]
    return kept[-1] if kept else ""


def _row(block: _Block) -> ReadRow:
    text = "\n".join(block.lines).strip()
    place = Place("", block.line)
    cut = _braces(text)
    if cut is None:
        kind = "说明文字" if not re.search(r"(?<!\\)[{}]", text) else "缺少或多出花括号的题"
        return ReadRow(place, None, (not_choice(kind, short(text)),), cells=(text,))
    head, inside, tail = cut
    title, head = _title(head)
    marked = _FORMAT.match(head)
    body = head[marked.end() :] if marked else head
    stem = body.rstrip() + (f" {_BLANK} {tail.strip()}" if tail.strip() else "")
    reader = _Reader(marked.group(1) if marked else "moodle")
    answers, _mark, general = inside.partition("####")
    options, kind, problem = _answers(answers.strip(), reader)
    if problem is not None:
        return ReadRow(place, None, (problem,), cells=(text,))
    tags, difficulty = without_difficulty(block.tags)
    question = ForeignQuestion(
        kind, reader.text(stem), options, block.id or title, reader.text(general), difficulty, block.category, tags
    )
    return ReadRow(place, question, problems_of(question), tuple(dict.fromkeys(reader.dropped)), (text,))


def _braces(text: str) -> tuple[str, str, str] | None:
    """Return what stands before, in and after the braces; None where they are not one pair."""
    marks = [found.start(1) for found in re.finditer(r"(?<!\\)(?:\\\\)*([{}])", text)]
    if len(marks) != 2 or text[marks[0]] != "{" or text[marks[1]] != "}":  # noqa: PLR2004 - one that opens, one that closes
        return None
    return text[: marks[0]], text[marks[0] + 1 : marks[1]], text[marks[1] + 1 :]


def _title(head: str) -> tuple[str, str]:
    found = re.match(r"\s*::((?:\\.|[^\\])*?)::", head, re.DOTALL)
    if not found:
        return "", head.strip()
    return " ".join(_unescaped(found.group(1)).split()), head[found.end() :].strip()


@dataclass(slots=True)
class _Reader:
    """The texts of one question, all in the format that it says."""

    kind: str
    dropped: list[str] = field(default_factory=list)

    def text(self, raw: str) -> str:
        own = _FORMAT.match(raw.strip())
        kind = own.group(1) if own else self.kind
        said = _unescaped(raw.strip()[own.end() :] if own else raw).strip()
        if kind == "html" or (kind == "moodle" and is_html(said)):
            told = markdown_of_html(said)
            self.dropped += told.dropped
            return told.markdown
        return read(said, kind if kind == "markdown" else PLAIN)


def _answers(text: str, reader: _Reader) -> tuple[tuple[ForeignOption, ...], QuestionType, RowProblem | None]:
    if found := _TRUTH.match(text):
        said = [reader.text(part) for part in _split(text[found.end() :], "#")[1:]]
        right = found.group(1)[0] in "tT"
        wrong_feedback, right_feedback = [*said, "", ""][:2]
        pair = (right_feedback, wrong_feedback) if right else (wrong_feedback, right_feedback)
        return judgement(right=right, feedback=pair), QuestionType.TRUEFALSE, None
    if not text or text.startswith("#"):
        return (), QuestionType.SINGLE, not_choice("数值题" if text else "问答题", short(text))
    parts = [part for part in re.split(r"(?=(?<!\\)[~=])", _shielded(text)) if part.strip()]
    options = [_option(_unshielded(part), reader) for part in parts]
    if not any(part.lstrip().startswith("~") for part in parts):
        kind = "匹配题" if any("->" in part for part in parts) else "填空题"
        return (), QuestionType.SINGLE, not_choice(kind, short(text))
    many = not any(part.lstrip().startswith("=") for part in parts) or sum(one.right for one in options) > 1
    return tuple(options), QuestionType.MULTIPLE if many else QuestionType.SINGLE, None


_BACKSLASH: Final = "\ue005"


def _shielded(text: str) -> str:
    """Return a text whose escaped backslashes do not look like escapes."""
    return text.replace("\\\\", _BACKSLASH)


def _unshielded(text: str) -> str:
    return text.replace(_BACKSLASH, "\\\\")


def _option(part: str, reader: _Reader) -> ForeignOption:
    mark, rest = part.strip()[:1], part.strip()[1:]
    weight = _WEIGHT.match(rest if mark == "=" else rest.strip())
    if weight:
        rest = rest.strip()[weight.end() :]
    text, *feedback = _split(rest, "#")
    right = mark == "=" if weight is None else float(weight.group(1)) > 0
    return ForeignOption(reader.text(text), right, reader.text("#".join(feedback)) if feedback else "")


def _split(text: str, mark: str) -> list[str]:
    return [_unshielded(part) for part in re.split(rf"(?<!\\){mark}", _shielded(text))]


def _unescaped(text: str) -> str:
    return re.sub(r"\\(n|[~=#{}:\\])", lambda found: "\n" if found.group(1) == "n" else found.group(1), text)


def _escaped(text: str) -> str:
    return _ESCAPED.sub(r"\\\1", text).replace("\n", "\\n")


def write_gift(questions: Iterable[ForeignQuestion]) -> bytes:
    """Return questions as a GIFT file."""
    lines, category = [], ""
    for one in questions:
        if one.category != category:
            category = one.category
            lines += [f"$CATEGORY: {_plain_path(category) or '$course$/top'}", ""]
        lines += [*_question_lines(one), ""]
    return "\n".join(lines).encode()


def _plain_path(category: str) -> str:
    return " ".join(category.replace("/", "／").split())


def _question_lines(one: ForeignQuestion) -> Iterator[str]:
    kind = kind_of(texts_of(one))
    notes = [f"[id:{_noted(one.external_id)}]"] if one.external_id else []
    notes += [f"[tag:{_noted(tag)}]" for tag in tags_with_difficulty(one)]
    if notes:
        yield "// " + " ".join(notes)
    title = f"::{_escaped(one.external_id)}::" if one.external_id else ""
    yield f"{title}[{kind}]{_escaped(written(one.stem, kind))} {{"
    if one.type is QuestionType.TRUEFALSE:
        yield _truth_line(one, kind)
    else:
        yield from _option_lines(one, kind)
    if one.explanation:
        yield f"\t####{_escaped(written(one.explanation, kind))}"
    yield "}"


def _noted(text: str) -> str:
    return re.sub(r"([\]\\])", r"\\\1", " ".join(text.split()))


def _truth_line(one: ForeignQuestion, kind: str) -> str:
    yes, no = one.options
    wrong, right = (no.feedback, yes.feedback) if yes.right else (yes.feedback, no.feedback)
    told = [f"#{_escaped(written(text, kind))}" for text in (wrong, right)]
    return f"\t{'TRUE' if yes.right else 'FALSE'}{''.join(told) if wrong or right else ''}"


def _option_lines(one: ForeignQuestion, kind: str) -> Iterator[str]:
    share = f"{100 / max(len(one.key), 1):.5f}".rstrip("0").rstrip(".")
    for option in one.options:
        if one.type is QuestionType.MULTIPLE:
            mark = f"~%{share}%" if option.right else "~%-100%"
        else:
            mark = "=" if option.right else "~"
        text = _escaped(written(option.text, kind))
        if text.startswith("%") and not mark.endswith("%"):  # it would be read as a weight
            mark = "= " if option.right else "~%0%"
        feedback = f"#{_escaped(written(option.feedback, kind))}" if option.feedback else ""
        yield f"\t{mark}{text}{feedback}"
