"""Where rules and questions are written."""

import uuid
from typing import Any

from django.urls import NoReverseMatch, reverse
from django.utils.http import urlencode


def rule_edit_url(code: str, version: str = "") -> str:
    """Return the page on which a version of a rule is edited in the draft."""
    query = f"?{urlencode({'version': version})}" if version else ""
    return _url("authoring:rule-edit", code) + query


def rule_new_url() -> str:
    """Return the page on which a new rule is written."""
    return _url("authoring:rule-new")


def question_url(question: uuid.UUID) -> str:
    """Return the page of a question: its versions, and the way to change it."""
    return _url("authoring:question", question)


def _url(name: str, *args: Any) -> str:
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return ""
