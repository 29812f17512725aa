"""QTI packages written: one item a question, a manifest with what items have no place for; version 2.2 or 3.0."""

import io
import zipfile
from collections.abc import Iterable
from typing import Final
from xml.etree.ElementTree import Element, SubElement, indent, register_namespace, tostring

from certification.bank.domain import LETTERS, QuestionType
from certification.bank.markup.plain import plain_line
from certification.exchange.domain import ForeignPicture, ForeignQuestion, short
from certification.exchange.formats.qti_names import EXPLANATION, LOM, QTI_2_2, XSI, Dialect
from certification.exchange.meta import tags_with_difficulty
from certification.exchange.pictures import suffix_of
from certification.exchange.texts import line_of, local, paragraphs_of, plain_of, plain_of_line

CATEGORY: Final = "分类："
_WHEN: Final = (1980, 1, 1, 0, 0, 0)  # the same questions are the same bytes
_KEPT_ATTRIBUTES: Final = frozenset({"src", "alt"})
_UNWRAPPED: Final = frozenset({"q-table"})


def write_qti(questions: Iterable[ForeignQuestion], dialect: Dialect = QTI_2_2) -> bytes:
    """Return questions as a QTI package."""
    out = io.BytesIO()
    listed = list(questions)
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        _add(package, "imsmanifest.xml", _document(_manifest(listed, dialect), dialect.manifest))
        for number, one in enumerate(listed, 1):
            _add(package, _file(number), item_bytes(one, number, dialect))
            for picture in one.pictures:
                _add(package, f"items/{_picture(number, picture)}", picture.data)
    return out.getvalue()


def _add(package: zipfile.ZipFile, name: str, data: bytes) -> None:
    package.writestr(zipfile.ZipInfo(name, _WHEN), data, zipfile.ZIP_DEFLATED)


def _file(number: int) -> str:
    return f"items/item-{number:05d}.xml"


def _picture(number: int, picture: ForeignPicture) -> str:
    return f"item-{number:05d}-{picture.name}.{suffix_of(picture.data)}"


def _document(root: Element, namespace: str) -> bytes:
    register_namespace("", namespace)
    register_namespace("xsi", XSI)
    register_namespace("lom", LOM)
    text = tostring(root, encoding="unicode")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{text}\n'.encode()


def _manifest(questions: list[ForeignQuestion], dialect: Dialect) -> Element:
    def name(tag: str) -> str:
        return f"{{{dialect.manifest}}}{tag}"

    root = Element(name("manifest"), identifier="MANIFEST-MINGDUAN")
    about = SubElement(root, name("metadata"))
    SubElement(about, name("schema")).text = dialect.schema
    SubElement(about, name("schemaversion")).text = dialect.version
    SubElement(root, name("organizations"))
    resources = SubElement(root, name("resources"))
    for number, one in enumerate(questions, 1):
        resource = SubElement(
            resources, name("resource"), identifier=f"RES-{number:05d}", type=dialect.resource, href=_file(number)
        )
        words = [*tags_with_difficulty(one), *([f"{CATEGORY}{one.category}"] if one.category else [])]
        if words:
            general = SubElement(
                SubElement(SubElement(resource, name("metadata")), f"{{{LOM}}}lom"), f"{{{LOM}}}general"
            )
            for word in words:
                keyword = SubElement(general, f"{{{LOM}}}keyword")
                SubElement(keyword, f"{{{LOM}}}string", language="zh").text = word
        SubElement(resource, name("file"), href=_file(number))
        for picture in one.pictures:
            SubElement(resource, name("file"), href=f"items/{_picture(number, picture)}")
    indent(root)
    return root


def item_bytes(one: ForeignQuestion, number: int, dialect: Dialect) -> bytes:
    """Return one question as the file of an item."""
    return _document(_Item(one, number, dialect).root(), dialect.item)


class _Item:
    """One item being written."""

    def __init__(self, question: ForeignQuestion, number: int, dialect: Dialect) -> None:
        self.question = question
        self.number = number
        self.dialect = dialect
        self.many = question.type is QuestionType.MULTIPLE
        self.feedback = any(one.feedback for one in question.options)
        self.addresses = {one.name: _picture(number, one) for one in question.pictures}

    def root(self) -> Element:
        identifier = self.question.external_id or f"item-{self.number:05d}"
        title = short(plain_line(self.question.stem), 60) or identifier
        root = self.make(
            None, "assessmentItem", identifier=identifier, title=title, adaptive="false", timeDependent="false"
        )
        root.set(f"{{{XSI}}}schemaLocation", f"{self.dialect.item} {self.dialect.item_location}")
        cardinality = "multiple" if self.many else "single"
        answer = self.make(
            root, "responseDeclaration", identifier="RESPONSE", cardinality=cardinality, baseType="identifier"
        )
        correct = self.make(answer, "correctResponse")
        for index in self.question.key:
            self.make(correct, "value").text = LETTERS[index]
        self._outcomes(root, cardinality)
        self._body(root)
        self._processing(root)
        if self.question.explanation:
            self._explanation(root)
        return root

    def make(self, parent: Element | None, name: str, **attributes: str) -> Element:
        said = {self.dialect.attribute(key): value for key, value in attributes.items()}
        tag = self.dialect.element(name)
        return Element(tag, said) if parent is None else SubElement(parent, tag, said)

    def _outcomes(self, root: Element, cardinality: str) -> None:
        score = self.make(root, "outcomeDeclaration", identifier="SCORE", cardinality="single", baseType="float")
        self.make(self.make(score, "defaultValue"), "value").text = "0"
        if self.feedback:
            self.make(root, "outcomeDeclaration", identifier="CHOSEN", cardinality=cardinality, baseType="identifier")
        if self.question.explanation:
            self.make(root, "outcomeDeclaration", identifier="TOLD", cardinality="single", baseType="identifier")

    def _body(self, root: Element) -> None:
        body = self.make(root, "itemBody")
        self._graft(body, paragraphs_of(self.question.stem, self.addresses))
        asked = self.make(
            body, "choiceInteraction", responseIdentifier="RESPONSE", shuffle="false",
            maxChoices="0" if self.many else "1",
        )  # fmt: skip
        for letter, option in zip(LETTERS, self.question.options, strict=False):
            choice = self.make(asked, "simpleChoice", identifier=letter)
            if option.pinned:
                choice.set("fixed", "true")
            self._graft(choice, line_of(option.text, self.addresses), plain_of_line(option.text))
            if option.feedback:
                told = self.make(
                    choice, "feedbackInline", outcomeIdentifier="CHOSEN", identifier=letter, showHide="show"
                )
                told.text = plain_of(option.feedback)

    def _graft(self, parent: Element, tree: Element, fallback: str = "") -> None:
        """Put the inside of an HTML tree into an element, in the item's namespace and without our own attributes."""
        parent.text = tree.text if (tree.text or "").strip() or len(tree) else fallback or tree.text
        for child in tree:
            if child.get("class") in _UNWRAPPED:
                self._graft_all(parent, list(child))
            else:
                self._graft_all(parent, [child])

    def _graft_all(self, parent: Element, children: Iterable[Element]) -> None:
        for child in children:
            kept = {name: value for name, value in child.attrib.items() if name in _KEPT_ATTRIBUTES}
            made = SubElement(parent, self.dialect.html(local(child.tag)), kept)
            made.tail = child.tail
            self._graft(made, child)

    def _processing(self, root: Element) -> None:
        steps = self.make(root, "responseProcessing")
        condition = self.make(steps, "responseCondition")
        passed = self.make(condition, "responseIf")
        match = self.make(passed, "match")
        self.make(match, "variable", identifier="RESPONSE")
        self.make(match, "correct", identifier="RESPONSE")
        self._set(passed, "SCORE", "float", "1")
        self._set(self.make(condition, "responseElse"), "SCORE", "float", "0")
        if self.feedback:
            chosen = self.make(steps, "setOutcomeValue", identifier="CHOSEN")
            self.make(chosen, "variable", identifier="RESPONSE")
        if self.question.explanation:
            self._set(steps, "TOLD", "identifier", EXPLANATION)

    def _set(self, parent: Element, outcome: str, kind: str, value: str) -> None:
        self.make(self.make(parent, "setOutcomeValue", identifier=outcome), "baseValue", baseType=kind).text = value

    def _explanation(self, root: Element) -> None:
        told = self.make(root, "modalFeedback", outcomeIdentifier="TOLD", identifier=EXPLANATION, showHide="show")
        holder = self.make(told, "contentBody") if self.dialect.is_kebab else told
        self._graft(holder, paragraphs_of(self.question.explanation))
