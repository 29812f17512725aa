"""Where rules and questions are written."""

import uuid

from django.urls import reverse
from django.utils.http import urlencode


def rule_edit_url(code: str, version: str = "") -> str:
    """Return the page on which a version of a rule is edited in the draft."""
    query = f"?{urlencode({'version': version})}" if version else ""
    return reverse("authoring:rule-edit", args=[code]) + query


def question_url(question: uuid.UUID) -> str:
    """Return the page of a question: its versions, and the way to change it."""
    return reverse("authoring:question", args=[question])
