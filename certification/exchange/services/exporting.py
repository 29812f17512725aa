"""Taking questions out: which, with what of their derivation, and what a format cannot hold of them."""

import uuid
from collections.abc import Iterable, Iterator
from dataclasses import replace

from django.db.models import QuerySet

from cases import api
from certification.bank.deriving import case_of_key, issues_asked, reviews_of
from certification.bank.domain import CHOICE_TYPES, Content
from certification.bank.markup.reading import picture_ids
from certification.bank.models import Derivation, Question
from certification.bank.pictures.domain import Variant
from certification.bank.pictures.models import PictureFile
from certification.exchange.contents import foreign_of
from certification.exchange.domain import FileFormat, ForeignPicture, ForeignQuestion
from certification.exchange.formats.aiken import fits_aiken
from certification.exchange.known import kept_of
from certification.exchange.meta import lost_by
from certification.exchange.texts import markdown_of_plain

_CHUNK = 200
_CARRY_ALL = frozenset({FileFormat.XLSX, FileFormat.CSV, FileFormat.JSON})
_CARRY_PICTURES = frozenset({FileFormat.XLSX, FileFormat.MOODLE_XML, FileFormat.QTI, FileFormat.QTI3})


def kept_questions(codes: Iterable[str] = ()) -> QuerySet[Question]:
    """Return the questions that may be drawn, by code; those named alone where any is. No format knows drills."""
    found = Question.objects.filter(current__isnull=False, type__in=CHOICE_TYPES).order_by("code")
    listed = list(codes)
    return found.filter(code__in=listed) if listed else found


def exported(
    questions: QuerySet[Question], kind: FileFormat, *, edition: api.Edition, with_explanations: bool = False
) -> Iterator[ForeignQuestion]:
    """Yield questions as they go out in a format.

    Args:
        questions: which.
        kind: the format; pictures go along where it has a place for them.
        edition: whose derivations give answers and difficulties.
        with_explanations: tell the reasons of questions that the rules decide, where the format has no case.
    """
    rows = questions.select_related("current").prefetch_related("tags")
    derivations = Derivation.objects.filter(edition=edition.id, version__in=questions.values("current"))
    known = {one.version_id: one for one in derivations}
    for question in rows.iterator(_CHUNK):
        version = question.current
        derivation = known.get(version.pk) if version else None
        if version is None or derivation is None:
            continue
        kept = kept_of(question, version.read)
        one = foreign_of(
            question.code, kept, derivation.key, edition=edition, topic=derivation.topic,
            difficulty=derivation.difficulty,
        )  # fmt: skip
        if with_explanations and kind not in _CARRY_ALL and kept.content.typed is None:
            one = _explained(one, kept.content, derivation.key, edition)
        yield _with_pictures(one) if kind in _CARRY_PICTURES else one


def _explained(one: ForeignQuestion, content: Content, key: list[int], edition: api.Edition) -> ForeignQuestion:
    reviews = {review.index: review.reason for review in reviews_of(content, edition, what_if=False)}
    said = ""
    if content.cited:
        rule = edition.families[content.cited[0]][-1]
        said = f"{rule.title}：{rule.text}"
    elif asked := issues_asked(content, edition):
        case = api.parse_case(case_of_key(content, key), edition=edition)
        told = api.explain(case, edition=edition, issues=asked, what_if=False)
        said = "\n".join(filter(None, (told.headline, *(issue.ground for issue in told.issues[:3]))))
    options = tuple(
        replace(option, feedback=markdown_of_plain(reviews.get(index, ""))) for index, option in enumerate(one.options)
    )
    return replace(one, explanation=markdown_of_plain(said), options=options)


def _shown(one: ForeignQuestion) -> list[uuid.UUID]:
    """Return the pictures that a question shows, each once."""
    texts = (one.stem, *(option.text for option in one.options))
    return list(dict.fromkeys(name for text in texts for name in picture_ids(text)))


def _with_pictures(one: ForeignQuestion) -> ForeignQuestion:
    names = _shown(one)
    if not names:
        return one
    files = PictureFile.objects.filter(picture__in=names, variant=Variant.FULL).select_related("picture")
    pictures = (ForeignPicture(str(file.picture_id), bytes(file.data), file.picture.alt) for file in files)
    return replace(one, pictures=tuple(pictures))


def lost_in(questions: Iterable[ForeignQuestion], kind: FileFormat) -> dict[str, int]:
    """Return what a format cannot hold of questions, with how many lose it."""
    found: dict[str, int] = {}
    for one in questions:
        lost = [] if kind in _CARRY_ALL else list(lost_by(one))
        if kind not in _CARRY_PICTURES and _shown(one):
            lost.append("图片（只有编号或说明）")
        if kind is FileFormat.AIKEN:
            lost += ["解析、反馈、分类、标签、编号", *([] if fits_aiken(one) else ["整题（Aiken 没有多选题）"])]
        for name in lost:
            found[name] = found.get(name, 0) + 1
    return found
