"""Remarks and problems in the words of the form, where the files say names."""

import re
from collections.abc import Mapping
from typing import Any

from cases.api import Edition

_NAME = re.compile(r" ?\b([a-z][a-z0-9_]*)\b ?")
# A problem names the constraint it is about behind its text: 签收不早于付款(signed-after-paid).
_CONSTRAINT = re.compile(r"[(（][a-z0-9]+(?:-[a-z0-9]+)+[)）]$")
# A problem names a fact with its label behind it: agreed_hours(约定发货小时).
_NAMED = re.compile(r" ?\b([a-z][a-z0-9_]*)[(（]([^()（）]+)[)）]")


def plain_words(text: str, edition: Edition, values: Mapping[str, Any] | None = None) -> str:
    """Return a text with wordings for the names of facts, events, acts and values; unknown words stay.

    Args:
        text: a remark of the vocabulary, or a problem.
        edition: whose vocabulary it speaks.
        values: wordings, lazy ones too, that come before those of the vocabulary.
    """
    words = edition.vocabulary
    wordings = {literal: wording for fact in words.facts.values() for literal, wording in fact.values.items()}
    for vocabulary in (words.facts, words.events, words.acts):
        wordings |= {name: word.label for name, word in vocabulary.items()}
    wordings |= values or {}
    text = _CONSTRAINT.sub("", text)
    text = _NAMED.sub(lambda found: f"“{found[2]}”" if wordings.get(found[1]) == found[2] else found[0], text)
    return _NAME.sub(lambda found: f"“{wordings[found[1]]}”" if found[1] in wordings else found[0], text)
