"""Nothing that the oldest engine we promise, Chromium 99 (Safari 15.4), does not know: 微信 and 钉钉 bring their own.

Versions are those of developer.mozilla.org's browser compatibility data.
"""

import re
from pathlib import Path

import pytest

STATIC = Path(__file__).parents[2] / "static"
SCRIPTS = sorted(STATIC.glob("js/*.js"))
SHEETS = sorted(STATIC.glob("css/*.css"))
COMMENT = re.compile(r"/\*.*?\*/|(?<![:'\"])//[^\n]*", re.DOTALL)

#: What came after it in scripts, and with which Chromium. Sought in the text: a name of ours must not look like one.
TOO_NEW_IN_SCRIPTS = {
    r"AbortSignal\.timeout": 103, r"AbortSignal\.any": 116, r"\.inert\b": 102, r"\.checkVisibility\(": 105,
    r"\.to(Sorted|Reversed|Spliced)\(": 110, r"Array\.fromAsync": 121, r"(Object|Map)\.groupBy": 117,
    r"Promise\.(withResolvers|try)\b": 119, r"URL\.(canParse|parse)\(": 120, r"startViewTransition": 111,
    r"(show|hide|toggle)Popover": 114, r"scrollend": 114, r"\.isWellFormed\(": 111, r"CSS\.highlights": 105,
    r"\.(isSubsetOf|isSupersetOf|isDisjointFrom|intersection|difference|symmetricDifference)\(": 122,
    r"Iterator\.": 122, r"\bimport\s[^;]*\swith\s*\{": 123, r"/[a-z]*v[a-z]*\.test\(": 112, r"RegExp\.escape": 136,
    r"setHTMLUnsafe|parseHTMLUnsafe": 124, r"moveBefore\(": 133,
}  # fmt: skip
#: The same in style sheets; what an old engine leaves out without harm (`text-wrap`) is not among them.
TOO_NEW_IN_SHEETS = {
    r"@container\b": 105, r"@scope\b": 118, r"@starting-style": 117, r"color-mix\(": 111, r"\boklch\(": 111,
    r"\blab\(|\blch\(|\boklab\(": 111, r"light-dark\(": 123, r"\bsubgrid\b": 117, r"(^|[\s;{}])&": 112,
    r"\((width|height)\s*[<>]": 104, r"[\s;{](translate|rotate|scale)\s*:": 104, r":user-(in)?valid": 119,
    r"\blinear\(": 113, r":popover-open": 114, r"(?<![-\w])mask(-image)?\s*:": 120, r"\b(sin|cos|tan)\(": 111,
}  # fmt: skip
NEW_UNITS = re.compile(r"(?P<property>[\w-]+)\s*:\s*[^;{}]*\d(?:d|s|l)v[hw]\b")
RULES = re.compile(r"([^{};]+)\{")


def text_of(path: Path) -> str:
    return COMMENT.sub("", path.read_text(encoding="utf-8"))


def found(text: str, too_new: dict[str, int]) -> list[str]:
    return [f"{hit[0].strip()} (Chromium {since})" for one, since in too_new.items() for hit in re.finditer(one, text)]


def half_known(text: str) -> list[str]:
    """Lists of selectors with `:has()`: an engine before 105 drops the whole rule, not that selector alone."""
    return [head.strip() for head in RULES.findall(text) if ":has(" in head and "," in re.sub(r"\([^)]*\)", "", head)]


def unit_alone(text: str) -> list[str]:
    """Lengths in units of 108 without one that is known before them in the same rule."""
    return [
        hit[0]
        for hit in NEW_UNITS.finditer(text)
        if not re.search(rf"{hit['property']}\s*:[^;{{}}]*;\s*$", text[: hit.start()])
    ]


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.name)
def test_scripts_ask_for_nothing_newer(path):
    assert found(text_of(path), TOO_NEW_IN_SCRIPTS) == []


@pytest.mark.parametrize("path", SHEETS, ids=lambda path: path.name)
def test_sheets_ask_for_nothing_newer(path):
    text = text_of(path)

    assert found(text, TOO_NEW_IN_SHEETS) == []
    assert half_known(text) == []
    assert unit_alone(text) == []


def test_there_is_something_to_look_at_and_it_would_be_found():
    assert len(SCRIPTS) > 10
    assert SHEETS
    assert found("signal: AbortSignal.timeout(9)", TOO_NEW_IN_SCRIPTS) == ["AbortSignal.timeout (Chromium 103)"]
    assert found(".a { color: color-mix(in srgb, red, blue); } & p {}", TOO_NEW_IN_SHEETS) != []
    assert half_known(".a:has(b, c) { } .a:has(b), .a:focus { }") == [".a:has(b), .a:focus"]
    assert unit_alone("a { height: 100vh; height: 100dvh; } b { height: 50svh; }") == ["height: 50svh"]
