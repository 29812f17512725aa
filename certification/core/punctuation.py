"""How words are put beside each other: 、 and ； in Chinese, a comma and a semicolon in English."""

from collections.abc import Iterable
from functools import reduce

from django.utils.translation import pgettext


def between_words() -> str:
    """Return what stands between the words of a list: “、”."""
    return pgettext("punctuation", "、")


def between_clauses() -> str:
    """Return what stands between parts of a sentence: “；”."""
    return pgettext("punctuation", "；")


def between_sentences() -> str:
    """Return what stands between sentences that bring no full stop of their own: “。”."""
    return pgettext("between sentences", "。")


def listed(items: Iterable[object]) -> str:
    """Return words as a list in the language of the reader: “甲、乙”, “A, B”."""
    return between_words().join(map(str, items))


def clauses(items: Iterable[object]) -> str:
    """Return parts of a sentence one after the other: “甲；乙”, “A; B”."""
    return between_clauses().join(map(str, items))


def commas(items: Iterable[object]) -> str:
    """Return remarks one after the other: “甲，乙”, “A, B”."""
    return pgettext("punctuation", "，").join(map(str, items))


def stops(items: Iterable[object]) -> str:
    """Return sentences without full stops as one text: “甲。乙”, “A. B”; the last one has none."""
    return between_sentences().join(map(str, items))


def labelled(label: object, text: object) -> str:
    """Return what something is called and what it says: “甲：乙”, “A: B”."""
    return pgettext("punctuation", "%(label)s：%(text)s") % {"label": label, "text": text}


def in_brackets(text: object) -> str:
    """Return an aside: “（甲）”, “ (A)”; it follows a word without a space."""
    return pgettext("punctuation", "（%(text)s）") % {"text": text}


def sentences(items: Iterable[object]) -> str:
    """Return whole sentences one after the other: Chinese needs no space between them."""
    joined = pgettext("punctuation", "%(first)s%(second)s")
    return reduce(lambda first, second: joined % {"first": first, "second": second}, map(str, items), "").strip()
