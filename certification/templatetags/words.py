"""Parts of a page that are words and nothing else."""

from functools import cache

from django import template
from django.conf import settings
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language

register = template.Library()


@register.simple_tag
def words(name: str) -> SafeString:
    """Include a template that needs no context: rendered once for a process and a language."""
    return render_to_string(name) if settings.DEBUG else _rendered(name, get_language())


@cache
def _rendered(name: str, _language: str | None) -> SafeString:
    return render_to_string(name)
