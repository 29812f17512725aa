"""One line of a result for each question, with as much of it as may be told."""

import uuid
from collections.abc import Collection
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from cases import api
from certification.bank.domain import LETTERS, QuestionType
from certification.bank.stems import stem_text
from certification.core.punctuation import clauses
from certification.grading.domain import points_text
from certification.grading.reading import MarkedQuestion
from certification.grading.scoring import TYPE_NAMES


@dataclass(frozen=True, slots=True)
class QuestionRow:
    """One question of the result."""

    number: int
    stem: str
    type_name: str
    verdict: str
    is_flagged: bool
    url: str = ""
    rule: str = ""
    area: str = ""
    tone: str = ""
    chosen: str = ""
    key: str = ""
    points: str = ""
    out_of: str = ""
    then: str = ""
    is_talk: bool = False


def spoken(one: MarkedQuestion, letters: str) -> str:
    """Say a judgement in its words, anything else in its letters; a talk has none."""
    if one.content.type is QuestionType.DRILL:
        return ""
    if one.content.type is not QuestionType.TRUEFALSE:
        return letters
    return "".join(one.content.options[one.option_order[LETTERS.index(letter)]].text for letter in letters)


def question_row(
    one: MarkedQuestion, edition: api.Edition, hidden: Collection[uuid.UUID], *, tells_key: bool = True
) -> QuestionRow:
    """Return the line of a question, with as much of it as may be told.

    Args:
        one: the question.
        edition: names its area.
        hidden: questions that a running exam asks.
        tells_key: whether the policy of its round lets answers be told.
    """
    if one.is_secret:
        return _points_row(one, edition, _("保密试题，公布以后才显示题目和答案"))
    if not tells_key:
        return _points_row(one, edition, _("这场考试只公布得分"))
    return _asked_row(one) if one.question_id in hidden else _question_row(one, edition)


def _points_row(one: MarkedQuestion, edition: api.Edition, why: str) -> QuestionRow:
    """Return the line of a question of which only number, area and points are told."""
    return QuestionRow(
        number=one.position,
        stem=why,
        type_name=str(TYPE_NAMES[one.content.type]),
        area=edition.vocabulary.topics.get(one.derivation.topic, one.derivation.topic),
        verdict=_("得 %(points)s/%(out_of)s 分")
        % {"points": points_text(one.points), "out_of": points_text(one.out_of)},
        is_flagged=one.cell.is_flagged,
    )


def _asked_row(one: MarkedQuestion) -> QuestionRow:
    """Return the line of a question that the running mock asks again: nothing of its answer."""
    return QuestionRow(
        number=one.position,
        stem=stem_text(one.content),
        type_name=str(TYPE_NAMES[one.content.type]),
        verdict=_("考试中，交卷后再看"),
        is_flagged=one.cell.is_flagged,
    )


def _question_row(one: MarkedQuestion, edition: api.Edition) -> QuestionRow:
    tone, verdict = "seal", _("错") if one.cell.is_answered else _("未答")
    if one.is_right:
        tone, verdict = "good", _("对")
    elif one.is_half_right:
        tone, verdict = "warn", _("得了一部分") if one.content.type is QuestionType.DRILL else _("半对")
    return QuestionRow(
        number=one.position,
        url=reverse("sitting:ruling", args=(one.attempt.pk, one.position)),
        stem=stem_text(one.content),
        rule=one.derivation.rules[0] if one.derivation.rules else "",
        area=edition.vocabulary.topics.get(one.derivation.topic, one.derivation.topic),
        type_name=str(TYPE_NAMES[one.content.type]),
        tone=tone,
        verdict=verdict,
        chosen=spoken(one, one.cell.answer),
        key=spoken(one, one.key),
        points=points_text(one.points),
        out_of=points_text(one.out_of),
        is_flagged=one.cell.is_flagged,
        then=_then(one),
        is_talk=one.content.type is QuestionType.DRILL,
    )


def _then(one: MarkedQuestion) -> str:
    """Say what stood at hand-in, and what was withdrawn since; nothing where nothing was mended."""
    if one.mended is None:
        return ""
    told = _("当时：答案 %(key)s，%(points)s 分") % {
        "key": spoken(one, one.key_then),
        "points": points_text(one.points_then),
    }
    if one.mended.correction.is_void:
        return clauses((told, _("现在：整题作废，人人得满分")))
    if one.void:
        return clauses((told, _("现在：选项 %(void)s 作废") % {"void": spoken(one, one.void)}))
    return told
