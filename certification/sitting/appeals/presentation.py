"""What the disputed reading comes to, in words."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from cases import api
from certification.bank.domain import LETTERS, QuestionType
from certification.core.punctuation import clauses, listed
from certification.grading.disputes import (
    DisputeLine,
    Effect,
    dispute_lines,
    disputed_content,
    explanation_of,
    read_under,
)
from certification.grading.domain import points_text, shown_letters
from certification.grading.reading import MarkedQuestion

TONES = {Effect.SAME: "act", Effect.OTHER: "good", Effect.UNDECIDED: "warn", Effect.IMPOSSIBLE: "seal"}


@dataclass(frozen=True, slots=True)
class OutcomeView:
    """Whether the reading matters: a headline, what it means for the mark, and the decision under it."""

    effect: str
    tone: str
    headline: str
    detail: str
    lines: tuple[DisputeLine, ...] = ()
    verdict: str = ""


def outcome_view(one: MarkedQuestion, disputed: Mapping[str, Any], edition: api.Edition) -> OutcomeView:
    """Return what to say about a reading; nothing disputed is the key as it is."""
    if not disputed:
        return OutcomeView(
            "none", "act", _("还没有改动"), _("改一处你读法不同的事实或时间，这里马上告诉你答案会不会变。")
        )
    reading = read_under(one, disputed, edition=edition)
    if reading.effect is Effect.IMPOSSIBLE:
        return OutcomeView(reading.effect, TONES[reading.effect], _("这样读，案情不成立"), clauses(reading.problems))
    content = disputed_content(one.content, disputed)
    told = explanation_of(content, reading.key, edition=edition)
    headline, detail = _said(one, reading.effect, reading.key, reading.points)
    return OutcomeView(
        effect=reading.effect,
        tone=TONES[reading.effect],
        headline=headline,
        detail=detail,
        lines=dispute_lines(one.content.case, disputed, edition=edition),
        verdict=told.headline if told else "",
    )


def _said(one: MarkedQuestion, effect: Effect, key: tuple[int, ...], points: int) -> tuple[str, str]:
    if effect is Effect.UNDECIDED:
        return _("按你的读法，答案定不下来"), _("有选项的对错无法确定。这本身可能说明题干不够清楚，可以提出来。")
    if effect is Effect.SAME:
        return (
            _("按你的读法，答案不变，仍是 %(key)s") % {"key": spoken_key(one, key)},
            _("这处读法不影响你的得分。觉得题干写得不清楚，仍可提出来。"),
        )
    if not key:
        return _("按你的读法，没有一个选项应选"), _("这道题就得改。提出来，请培训师判断案情该怎样读。")
    change = {"key": spoken_key(one, key), "then": points_text(one.points), "now": points_text(points)}
    return (
        _("按你的读法，答案会变成 %(key)s") % change,
        _("你会得 %(now)s 分（现在 %(then)s 分）。案情该怎样读，由培训师判断。") % change,
    )


def spoken_key(one: MarkedQuestion, key: tuple[int, ...]) -> str:
    """Say a judgement in its words, anything else in its letters."""
    if one.content.type is QuestionType.TRUEFALSE:
        return listed(one.content.options[index].text for index in key)
    letters = shown_letters(key, one.option_order)
    return listed(letter for letter in LETTERS if letter in letters)
