"""Where in the form something is to be mended: the engine's problems → fields, in the words of the form."""

import re
from collections.abc import Mapping
from typing import Any, Final

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cases import api
from certification.bank.caseform.wording import plain_words
from certification.bank.preview.domain import Trouble

_FORM_WORDS: Final[Mapping[str, Any]] = {
    "as_of": _("判断时间"),
    "yes": pgettext_lazy("value", "有"),
    "no": pgettext_lazy("value", "没有"),
}
_NAME: Final = re.compile(r"[a-z][a-z0-9_]*")


def case_troubles(problems: tuple[str, ...], edition: api.Edition, *, place: str = "") -> list[Trouble]:
    """Return the problems of a case, each at the field that it is about, or all at one `place`."""
    return [
        Trouble(place or _place_of(one, edition.vocabulary), plain_words(one, edition, _FORM_WORDS)) for one in problems
    ]


def _place_of(problem: str, words: api.Vocabulary) -> str:
    for name in _NAME.findall(problem):
        if name in words.facts:
            return f"fact.{name}"
        if name in words.events:
            return f"event.{name}"
        if name == "as_of":
            return "as_of"
    return _by_label(problem, words)


def _by_label(problem: str, words: api.Vocabulary) -> str:
    """Problems of the time line name events by their labels: the longest label wins."""
    found = [event for event in words.events.values() if event.label in problem]
    names = sorted((event.id for event in found), key=lambda name: -len(words.events[name].label))
    return f"event.{names[0]}" if names else "case"
