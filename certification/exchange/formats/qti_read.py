"""QTI packages read: items of 2.1, 2.2 and 3.0 with one choice interaction; everything else is told."""

import posixpath
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cache, partial
from typing import Final
from urllib.parse import unquote
from xml.etree.ElementTree import Element

from certification.bank.domain import RIGHT_LABEL, WRONG_LABEL, QuestionType
from certification.core.refusals import Refusal, RefusedError
from certification.exchange.domain import ForeignOption, ForeignQuestion, Place, ReadRow, RowProblem, judgement, short
from certification.exchange.formats.qti_names import plain_name
from certification.exchange.formats.qti_write import CATEGORY
from certification.exchange.limits import MEGABYTE, Package, open_package
from certification.exchange.meta import not_choice, without_difficulty
from certification.exchange.pictures import Album
from certification.exchange.reading import Gathered, ReadFile
from certification.exchange.shape import problems_of
from certification.exchange.texts import local, markdown_of_tree
from certification.exchange.xml_reading import tree

_MANIFEST: Final = "imsmanifest.xml"
_MOST_ITEM_BYTES: Final = 2 * MEGABYTE
_INLINE: Final = re.compile(rb"data:image/[a-z.+-]+;base64,[A-Za-z0-9+/=\s]+")
_ITEM: Final = (b"assessmentItem", b"qti-assessment-item")
_TRUTHS: Final = ({RIGHT_LABEL, "对", "true", "正确。"}, {WRONG_LABEL, "错", "false", "错误。"})


def read_qti(data: bytes) -> ReadFile:
    """Return the questions of a QTI package, or of the file of a single item.

    Raises:
        RefusedError: it is none, hostile or broken.
    """
    gathered = Gathered()
    if data.lstrip().startswith(b"<") or data.startswith(b"\xef\xbb\xbf<"):
        gathered.add(_row(tree(data), "", (), Album(lambda _source: b"")))
        return gathered.file()
    package = open_package(data)
    words, find = _keywords(package), _finder(package)
    for name in _items(package, list(words)):
        gathered.add(_read(package, name, words.get(name, ()), Album(partial(find, name))))
    if not gathered.rows:
        raise RefusedError(Refusal("exchange.not-qti"))
    return gathered.file()


def _keywords(package: Package) -> dict[str, tuple[str, ...]]:
    """Return the keywords of each item by its file, in the order of the manifest."""
    if _MANIFEST not in package.names:
        return {}
    found = {}
    for resource in tree(package.read(_MANIFEST)).iter():
        if plain_name(resource.tag) == "resource" and resource.get("href"):
            holders = (one for one in resource.iter() if plain_name(one.tag) == "keyword")
            found[resource.get("href", "")] = tuple(" ".join("".join(one.itertext()).split()) for one in holders)
    return found


def _items(package: Package, listed: list[str]) -> Iterator[str]:
    names = set(package.names)
    files = [*(name for name in listed if name in names), *sorted(names - set(listed))]
    for name in files:
        is_xml = name.lower().endswith(".xml") and name != _MANIFEST
        if is_xml and any(mark in package.read(name)[:4096] for mark in _ITEM):
            yield name


def _finder(package: Package) -> Callable[[str, str], bytes]:
    """Return what finds the bytes that an item names: beside it, or from the top of the package; each is read once."""
    names, read = frozenset(package.names), cache(package.read)

    def find(item: str, source: str) -> bytes:
        path = unquote(source.partition("?")[0])
        beside = posixpath.normpath(posixpath.join(posixpath.dirname(item), path))
        return next((read(one) for one in (beside, path.lstrip("/")) if one in names), b"")

    return find


def _read(package: Package, name: str, words: tuple[str, ...], album: Album) -> ReadRow:
    data = package.read(name)
    if len(data) - sum(map(len, _INLINE.findall(data))) > _MOST_ITEM_BYTES:
        told = f"这个文件超过 {_MOST_ITEM_BYTES // MEGABYTE} MB，不像是一道题，没有读"
        return ReadRow(Place(name), None, (RowProblem("XML", name, told),))
    try:
        root = tree(data)
    except RefusedError as error:
        if error.refusal.code != "exchange.xml":
            raise
        return ReadRow(Place(name), None, (RowProblem("XML", name, "这个文件不是完好的 XML，请从原系统重新导出"),))
    return _row(root, name, words, album)


@dataclass(slots=True)
class _Reader:
    """One item being read; keeps its pictures and what it had to leave out."""

    album: Album
    dropped: list[str] = field(default_factory=list)

    def text(self, element: Element) -> str:
        told = markdown_of_tree(element)
        self.dropped += told.dropped
        return told.markdown

    def shown(self, element: Element) -> str:
        """Return a text that may show pictures, as a stem and an option may."""
        told = markdown_of_tree(element, self.album.show)
        self.dropped += told.dropped
        return told.markdown


def _find(element: Element, name: str) -> list[Element]:
    return [one for one in element.iter() if plain_name(one.tag) == name]


def _said(element: Element, name: str) -> str:
    """Return an attribute, however its version writes it."""
    return next((value for key, value in element.attrib.items() if plain_name(key) == name), "")


def _row(root: Element, name: str, words: tuple[str, ...], album: Album) -> ReadRow:
    place = Place(name)
    if plain_name(root.tag) != "assessmentitem":
        raise RefusedError(Refusal("exchange.not-qti"))
    cells = (_said(root, "identifier"), _said(root, "title"))
    interactions = [one for one in root.iter() if plain_name(one.tag).endswith("interaction")]
    kinds = [plain_name(one.tag) for one in interactions]
    if kinds != ["choiceinteraction"]:
        kind = f"{'、'.join(dict.fromkeys(kinds)) or '没有作答'}" + ("（一题多问）" if len(kinds) > 1 else "")
        return ReadRow(place, None, (not_choice(kind, short(_said(root, "title"))),), cells=cells)
    reader = _Reader(album)
    _objects_as_images(root)
    question = _question(root, interactions[0], words, reader)
    dropped = tuple(dict.fromkeys((*reader.dropped, *album.dropped)))
    warnings = tuple(dict.fromkeys(album.warnings))
    return ReadRow(place, album.with_pictures(question), problems_of(question), dropped, cells, warnings)


def _objects_as_images(root: Element) -> None:
    """Let pictures that are written as objects be images, which says the same."""
    for one in root.iter():
        if local(one.tag) == "object" and one.get("type", "").startswith("image/"):
            alt = " ".join("".join(one.itertext()).split())
            tail, source = one.tail, one.get("data", "")
            one.clear()
            one.tag, one.tail, one.attrib = "img", tail, {"src": source, "alt": alt}


def _question(root: Element, asked: Element, words: tuple[str, ...], reader: _Reader) -> ForeignQuestion:
    declared = {_said(one, "identifier"): one for one in _find(root, "responsedeclaration")}
    answer = declared.get(_said(asked, "responseidentifier"), Element("none"))
    correct = {(value.text or "").strip() for holder in _find(answer, "correctresponse") for value in holder}
    choices = _find(asked, "simplechoice")
    options = tuple(_option(one, correct, reader) for one in choices)
    many = _said(answer, "cardinality") == "multiple" and _said(asked, "maxchoices") != "1"
    kind = QuestionType.MULTIPLE if many else QuestionType.SINGLE
    if not many and (judged := _judged(options)):
        kind, options = QuestionType.TRUEFALSE, judged
    tags, difficulty = without_difficulty(word for word in words if not word.startswith(CATEGORY))
    category = next((word.removeprefix(CATEGORY) for word in words if word.startswith(CATEGORY)), "")
    explanations = [reader.text(_content(one)) for one in _find(root, "modalfeedback")]
    return ForeignQuestion(
        type=kind,
        stem=_stem(root, asked, reader),
        options=options,
        external_id=_said(root, "identifier"),
        explanation="\n\n".join(one for one in explanations if one),
        difficulty=difficulty,
        category=category,
        tags=tags,
    )


def _content(element: Element) -> Element:
    inner = [one for one in element if plain_name(one.tag) == "contentbody"]
    return inner[0] if inner else element


def _option(choice: Element, correct: set[str], reader: _Reader) -> ForeignOption:
    feedback = [reader.text(one) for one in _find(choice, "feedbackinline") if len(one) or (one.text or "").strip()]
    return ForeignOption(
        text=reader.shown(_without(choice, "feedbackinline")),
        right=_said(choice, "identifier") in correct,
        feedback="\n".join(feedback),
        pinned=_said(choice, "fixed") == "true",
    )


def _judged(options: tuple[ForeignOption, ...]) -> tuple[ForeignOption, ...]:
    """Return the options as a true or false question's, where they say nothing else."""
    texts = [one.text.strip().lower() for one in options]
    if len(texts) != len(_TRUTHS) or not all(text in words for text, words in zip(texts, _TRUTHS, strict=True)):
        return ()
    if sum(one.right for one in options) != 1:
        return ()
    return judgement(right=options[0].right, feedback=(options[0].feedback, options[1].feedback))


def _stem(root: Element, asked: Element, reader: _Reader) -> str:
    bodies = _find(root, "itembody")
    body = reader.shown(_without(bodies[0], plain_name(asked.tag))) if bodies else ""
    prompt = "\n\n".join(reader.shown(one) for one in _find(asked, "prompt"))
    return "\n\n".join(part for part in (body, prompt) if part)


def _without(element: Element, name: str) -> Element:
    """Return a copy of an element that leaves out those of that name, wherever they lie."""
    copy = Element(element.tag, dict(element.attrib))
    copy.text = element.text
    for child in element:
        if plain_name(child.tag) == name:
            if len(copy):
                copy[-1].tail = (copy[-1].tail or "") + (child.tail or "")
            else:
                copy.text = (copy.text or "") + (child.tail or "")
        else:
            kept = _without(child, name)
            kept.tail = child.tail
            copy.append(kept)
    return copy
