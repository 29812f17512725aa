"""Typed questions (未证明) in the form: what their author vouches for, and binding them to a case.

A typed question that is being bound keeps what was typed until it is published with its case, so that one may turn
back; in loose content that is `typed` beside a `case`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.http import QueryDict
from django.utils.translation import gettext as _

from cases.api import Edition
from certification.bank.domain import Ask, QuestionType
from certification.core.choices import Choice

#: What a question that is being bound begins with.
BOUND_CASE: Final[Mapping[str, Any]] = {"stack": {"platform": "taobao"}, "as_of": ""}
_DEGREES: Final = ("1", "2", "3", "4", "5")


@dataclass(frozen=True, slots=True)
class TypedPart:
    """What the author of a typed question vouches for, as fields. `topic` and `difficulty` are told as they stand."""

    topic: str
    difficulty: str
    explanation: str
    topics: tuple[Choice, ...]
    difficulties: tuple[Choice, ...]
    last_feedback: str


def is_bound(loose: Mapping[str, Any]) -> bool:
    """Say whether a typed question is being bound to a case, or to a clause."""
    return bool(loose.get("typed")) and bool(loose.get("case") or loose.get("cited"))


def typed_part(loose: Mapping[str, Any], edition: Edition) -> TypedPart | None:
    """Return the typed part of loose content as fields; None for a question that always had a case."""
    raw = loose.get("typed")
    if not isinstance(raw, Mapping):
        return None
    topic, degree = str(raw.get("topic") or ""), str(raw.get("difficulty") or "")
    areas = [("", _("（没有）")), *edition.vocabulary.topics.items()]
    options = loose["options"]
    return TypedPart(
        topic=topic,
        difficulty=degree,
        explanation=str(raw.get("explanation") or ""),
        topics=tuple(Choice(name, label, name == topic) for name, label in areas),
        difficulties=tuple(Choice(one, one or _("没说"), one == degree) for one in ("", *_DEGREES)),
        last_feedback=str(options[1].get("feedback") or "") if len(options) > 1 else "",
    )


def with_typed(content: dict[str, Any], fields: QueryDict, marked: Sequence[int]) -> dict[str, Any]:
    """Return what was sent with what its author vouches for; content of any other question as it is.

    Args:
        content: loose content as the form gave it.
        fields: the form; `typed` says that it is one, `bound` that it is being bound.
        marked: the options that are the answer.
    """
    said = fields.get("typed", "")
    if said not in ("typed", "bound"):
        return content
    degree = fields.get("typed.difficulty", "")
    typed = {
        "topic": fields.get("typed.topic", ""),
        "difficulty": int(degree) if degree in _DEGREES else 0,
        "explanation": fields.get("typed.explanation", "").replace("\r\n", "\n"),
    }
    options = [_with_feedback(one, fields, at) for at, one in enumerate(content["options"])]
    if said == "bound":
        return {**content, "options": options, "typed": typed}
    rights = [at in marked for at in range(len(options))]
    if content["type"] == QuestionType.TRUEFALSE:
        rights = [0 in marked, 0 not in marked]
    plain = [{**one, "claim": "", "overlay": {}, "right": right} for one, right in zip(options, rights, strict=True)]
    return {**content, "ask": str(Ask.CORRECT), "case": {}, "options": plain, "typed": typed}


def _with_feedback(option: dict[str, Any], fields: QueryDict, at: int) -> dict[str, Any]:
    feedback = fields.get(f"option.{at}.feedback", "").strip()
    return {**option, "feedback": feedback} if feedback else option
