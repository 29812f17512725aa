"""Parts of a page that are words and little else."""

from collections.abc import Iterable
from functools import lru_cache
from typing import Final

from django import template
from django.conf import settings
from django.template.defaultfilters import join
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from certification.core import punctuation
from certification.people.domain import Language, language_among

register = template.Library()

#: How many parts a process keeps.
REMEMBERED: Final = 2_048


@register.simple_tag
def words(name: str, **values: str | int) -> SafeString:
    """Include a template that needs no context but some numbers and words.

    It is rendered once for a process, a language and these values: give it what many pages have in common.
    """
    return _rendered.__wrapped__(name, "", **values) if settings.DEBUG else _rendered(name, get_language(), **values)


@lru_cache(REMEMBERED)
def _rendered(name: str, _language: str | None, **values: str | int) -> SafeString:
    return render_to_string(name, dict(values))


@register.filter(needs_autoescape=True)
def listed(items: Iterable[object], autoescape: bool = True) -> SafeString:  # noqa: FBT001, FBT002  # Django's own call
    """Return words as a list in the language of the reader: “甲、乙”, “A, B”."""
    return SafeString(join(items, punctuation.between_words(), autoescape))


@register.filter(needs_autoescape=True)
def clauses(items: Iterable[object], autoescape: bool = True) -> SafeString:  # noqa: FBT001, FBT002  # Django's own call
    """Return parts of a sentence one after the other: “甲；乙”, “A; B”."""
    return SafeString(join(items, punctuation.between_clauses(), autoescape))


@register.filter
def in_brackets(text: object) -> str:
    """Return an aside: “（甲）”, “ (A)”; it follows a word without a space."""
    return punctuation.in_brackets(text)


@register.simple_tag
def in_chinese() -> SafeString:
    """Mark an element that holds the words of rules, cases or questions: they are Chinese on an English page too."""
    return SafeString("" if language_among(get_language()) is Language.CHINESE else ' lang="zh-Hans"')


@register.simple_tag
def gap() -> SafeString:
    """Return what stands between two whole sentences: nothing in Chinese, a space in English."""
    return SafeString("" if language_among(get_language()) is Language.CHINESE else " ")
