"""The stem of a question, with what is asked for stressed."""

import re
from typing import Final

from django.utils.html import format_html
from django.utils.safestring import SafeString

from certification.bank.domain import Content, QuestionType

#: The words that say what is asked for; they are the only ones a stem may stress.
_POLARITY: Final = re.compile(
    r"不正确|不恰当|不妥当|不合理|不符合|不属于|不成立|不支持|不应当|不对|错误|正确|恰当|妥当|合理|构成|符合|属于"
)


def stem_html(content: Content) -> SafeString:
    """Return the stem with the polarity of its question stressed: the last such word of the last sentence."""
    stem = content.stem
    start = max(stem.rstrip("。？?）)").rfind(mark) for mark in "。！；") + 1
    found = list(_POLARITY.finditer(stem, start)) if content.type is not QuestionType.TRUEFALSE else []
    if not found:
        return format_html("{}", stem)
    word = found[-1]
    return format_html("{}<em>{}</em>{}", stem[: word.start()], word.group(), stem[word.end() :])
