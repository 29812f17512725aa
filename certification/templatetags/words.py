"""Parts of a page that are words and little else."""

from functools import lru_cache
from typing import Final

from django import template
from django.conf import settings
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language

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
