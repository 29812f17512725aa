"""Moodle XML: choice and true or false questions with categories, tags, feedback and pictures."""

import base64
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import unquote
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from certification.bank.domain import QuestionType
from certification.bank.markup.plain import plain_line
from certification.core.refusals import Refusal, RefusedError
from certification.exchange.domain import (
    ForeignOption,
    ForeignPicture,
    ForeignQuestion,
    Place,
    ReadRow,
    judgement,
    short,
)
from certification.exchange.limits import check_length_of
from certification.exchange.meta import (
    MARKDOWN,
    PLAIN,
    kind_of,
    not_choice,
    read,
    tags_with_difficulty,
    without_difficulty,
)
from certification.exchange.pictures import DATA_URI, Album, decoded, shows, suffix_of
from certification.exchange.reading import Gathered, ReadFile
from certification.exchange.shape import problems_of
from certification.exchange.texts import html_of, is_html, markdown_of_html, plain_of
from certification.exchange.xml_reading import elements

_HOLDER: Final = "@@PLUGINFILE@@/"
_KINDS: Final = {
    "shortanswer": "简答题", "essay": "问答题", "matching": "匹配题", "numerical": "数值题", "cloze": "填空题",
    "description": "说明文字", "calculated": "计算题", "ddwtos": "拖放题", "gapselect": "选词填空",
}  # fmt: skip
_TRUE_WORDS: Final = frozenset({"true", "正确", "对"})
_ROOTS: Final = frozenset({"$course$", "$system$", "top"})


def read_moodle(data: bytes) -> ReadFile:
    """Return the questions of a Moodle XML file.

    Raises:
        RefusedError: it is none, hostile or broken.
    """
    gathered, category = Gathered(), ""
    for number, element in enumerate(elements(data, "question"), 1):
        if element.tag == "quiz":
            return gathered.file()
        if element.tag != "question":
            break
        if element.get("type") == "category":
            category = _last(_text(element.find("category")))
        else:
            gathered.add(_row(element, category, number))
    raise RefusedError(Refusal("exchange.not-moodle"))


def _last(path: str) -> str:
    parts = [part.strip() for part in path.replace("//", "\0").split("/")]
    kept = [part.replace("\0", "/") for part in parts if part and part not in _ROOTS]
    return kept[-1] if kept else ""


def _text(element: Element | None) -> str:
    found = None if element is None else element.find("text")
    return "" if found is None else (found.text or "").strip()


@dataclass(slots=True)
class _Reader:
    """The texts of one question; keeps its pictures and what it had to leave out."""

    number: int = 1
    files: dict[str, Element] = field(default_factory=dict)
    dropped: list[str] = field(default_factory=list)
    album: Album = field(init=False)

    def __post_init__(self) -> None:
        self.album = Album(self._bytes)

    def shown(self, element: Element | None) -> str:
        """Return a text that may show pictures, as a stem and an option may."""
        if element is None:
            return ""
        self.files = {
            (one.get("path") or "/").strip("/") + "/" + one.get("name", ""): one for one in element.findall("file")
        }
        return self.text(element, self.album)

    def text(self, element: Element | None, album: Album | None = None) -> str:
        said = _text(element)
        if element is None or not said:
            return ""
        check_length_of(len(DATA_URI.sub("", said)), self.number)
        kind = element.get("format", "")
        if kind == MARKDOWN:
            return read(said, MARKDOWN)
        if kind == "plain_text" or (kind != "html" and not is_html(said)):
            return read(said, PLAIN)
        told = markdown_of_html(said, album.show if album else None)
        self.dropped += told.dropped
        return told.markdown

    def _bytes(self, source: str) -> bytes:
        path = unquote(source.removeprefix(_HOLDER).partition("?")[0]).lstrip("/")
        found = self.files.get(path if "/" in path else f"/{path}")
        return decoded(found.text or "") if found is not None and source.startswith(_HOLDER) else b""


def _row(element: Element, category: str, number: int) -> ReadRow:
    kind, name = element.get("type", ""), _text(element.find("name"))
    place, cells = Place("", number), (name, short(_text(element.find("questiontext")), 400))
    if kind not in {"multichoice", "truefalse"}:
        return ReadRow(place, None, (not_choice(_KINDS.get(kind, kind), short(name)),), cells=cells)
    reader = _Reader(number)
    stem = reader.shown(element.find("questiontext"))
    answers = element.findall("answer")
    judged = kind == "truefalse"
    options = _judged(answers, reader) if judged else _options(answers, reader)
    single = (element.findtext("single") or "true").strip().lower() in {"true", "1"}
    tags, difficulty = without_difficulty(_text(one) for one in element.findall("tags/tag"))
    question = ForeignQuestion(
        type=QuestionType.TRUEFALSE if judged else QuestionType.SINGLE if single else QuestionType.MULTIPLE,
        stem=stem,
        options=options,
        external_id=" ".join((element.findtext("idnumber") or "").split()),
        explanation=reader.text(element.find("generalfeedback")),
        difficulty=difficulty,
        category=category,
        tags=tags,
    )
    album = reader.album
    dropped, warnings = ((*reader.dropped, *album.dropped), album.warnings)
    return ReadRow(
        place, album.with_pictures(question), problems_of(question), tuple(dict.fromkeys(dropped)), cells,
        tuple(dict.fromkeys(warnings)),
    )  # fmt: skip


def _judged(answers: list[Element], reader: _Reader) -> tuple[ForeignOption, ...]:
    by_truth = {plain_of(_text(one)).strip().lower() in _TRUE_WORDS: one for one in answers}
    yes, no = by_truth.get(True), by_truth.get(False)
    right = yes is not None and _fraction(yes) > 0
    told = [reader.text(None if one is None else one.find("feedback")) for one in (yes, no)]
    return judgement(right=right, feedback=(told[0], told[1]))


def _options(answers: list[Element], reader: _Reader) -> tuple[ForeignOption, ...]:
    return tuple(
        ForeignOption(reader.shown(one), _fraction(one) > 0, reader.text(one.find("feedback"))) for one in answers
    )


def _fraction(answer: Element) -> float:
    try:
        return float(answer.get("fraction", "0"))
    except ValueError:
        return 0.0


def write_moodle(questions: Iterable[ForeignQuestion]) -> bytes:
    """Return questions as Moodle XML; their pictures go with them."""
    quiz, category = Element("quiz"), ""
    for one in questions:
        if one.category != category:
            category = one.category
            head = SubElement(SubElement(quiz, "question", type="category"), "category")
            SubElement(head, "text").text = "/".join(("$course$", "top", category.replace("/", "//"))).rstrip("/")
        _write(SubElement(quiz, "question", type=_type(one)), one)
    indent(quiz)
    text = tostring(quiz, encoding="unicode")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{text}\n'.encode()


def _type(one: ForeignQuestion) -> str:
    return "truefalse" if one.type is QuestionType.TRUEFALSE else "multichoice"


def _write(element: Element, one: ForeignQuestion) -> None:
    files = {picture.name: picture for picture in one.pictures}
    _say(element, "name", one.external_id or short(plain_line(one.stem), 60), files, plain=True)
    _say(element, "questiontext", one.stem, files)
    _say(element, "generalfeedback", one.explanation, files)
    for name, value in (("defaultgrade", "1"), ("penalty", "0"), ("hidden", "0"), ("idnumber", one.external_id)):
        SubElement(element, name).text = value
    if one.type is QuestionType.TRUEFALSE:
        for word, option in zip(("true", "false"), one.options, strict=True):
            answer = SubElement(element, "answer", fraction="100" if option.right else "0", format="moodle_auto_format")
            SubElement(answer, "text").text = word
            _say(answer, "feedback", option.feedback, files)
    else:
        _write_options(element, one, files)
    tags = tags_with_difficulty(one)
    if tags:
        holder = SubElement(element, "tags")
        for tag in tags:
            SubElement(SubElement(holder, "tag"), "text").text = tag


def _write_options(element: Element, one: ForeignQuestion, files: dict[str, ForeignPicture]) -> None:
    single = one.type is QuestionType.SINGLE
    for name, value in (
        ("single", str(single).lower()), ("shuffleanswers", "true"), ("answernumbering", "ABCD"),
    ):  # fmt: skip
        SubElement(element, name).text = value
    share = f"{100 / max(len(one.key), 1):.5f}".rstrip("0").rstrip(".")
    for option in one.options:
        fraction = share if option.right else "0" if single else "-100"
        answer = SubElement(element, "answer", fraction=fraction)
        _fill(answer, option.text, files)
        _say(answer, "feedback", option.feedback, files)


def _say(parent: Element, name: str, text: str, files: dict[str, ForeignPicture], *, plain: bool = False) -> None:
    child = SubElement(parent, name)
    if plain:
        SubElement(child, "text").text = text
    else:
        _fill(child, text, files)


def _fill(element: Element, text: str, files: dict[str, ForeignPicture]) -> None:
    """Put a text into an element: as HTML with its files where it shows pictures, else as it is."""
    shown = {name: f"{name}.{suffix_of(one.data)}" for name, one in files.items() if shows(text, name)}
    if shown:
        element.set("format", "html")
        SubElement(element, "text").text = html_of(text, {name: f"{_HOLDER}{file}" for name, file in shown.items()})
        for name, file in shown.items():
            said = SubElement(element, "file", name=file, path="/", encoding="base64")
            said.text = base64.b64encode(files[name].data).decode()
        return
    kind = kind_of([text])
    element.set("format", "markdown" if kind == MARKDOWN else "plain_text")
    SubElement(element, "text").text = text if kind == MARKDOWN else plain_of(text)
