"""Single cells as values: types, answers, degrees, lists. Whatever is not understood is told, never guessed. Pure."""

import re
import unicodedata
from typing import Final

from certification.bank.domain import LETTERS, Ask, Pool, QuestionType

TYPE_WORDS: Final = {
    QuestionType.SINGLE: (
        "单选", "单选题", "单项选择题", "单项选择", "选择题", "选择", "single", "singlechoice", "radio",
    ),
    QuestionType.MULTIPLE: (
        "多选", "多选题", "多项选择题", "多项选择", "不定项选择题", "不定项选择", "不定项",
        "multiple", "multiplechoice", "checkbox",
    ),
    QuestionType.TRUEFALSE: ("判断", "判断题", "是非题", "对错题", "判断正误", "truefalse", "judge"),
}  # fmt: skip
ASK_WORDS: Final = {Ask.CORRECT: "选正确的", Ask.INCORRECT: "选错误的"}
POOL_WORDS: Final = {Pool.OPEN: "公开", Pool.SECURE: "保密"}
_DIFFICULTY: Final = {
    **dict.fromkeys(("容易", "很易", "简单", "非常简单", "很简单", "最易"), 1),
    **dict.fromkeys(("易", "较易", "较简单", "较容易", "初级", "低"), 2),
    **dict.fromkeys(("中", "中等", "一般", "适中", "普通", "中级"), 3),
    **dict.fromkeys(("难", "较难", "较困难", "高级", "高"), 4),
    **dict.fromkeys(("很难", "困难", "非常难", "最难", "极难"), 5),
}
_TRUE: Final = frozenset({"正确", "对", "是", "√", "✓", "✔", "t", "true", "yes", "y", "1", "right", "成立"})
_FALSE: Final = frozenset(
    {"错误", "错", "否", "×", "✗", "✘", "x", "f", "false", "no", "n", "0", "wrong", "不成立", "不正确"}
)
_SEPARATORS: Final = re.compile(r"[\s,，、;；|/.。]+")
_PREFIX: Final = re.compile(r"^\s*[(（]?([A-Fa-f])\s*[.．、:：)）]\s*")
_TOGETHER: Final = re.compile(r"\s*(?:\n|\$;\$|\|{1,2}|#{2,3}|；|;)\s*")


def folded(text: str) -> str:
    """Return a word as it is compared."""
    return unicodedata.normalize("NFKC", text).strip().lower()


def type_of(text: str) -> QuestionType | None:
    """Return the type that a cell names."""
    word = folded(text).replace(" ", "").replace("-", "").replace("_", "")
    return next((kind for kind, words in TYPE_WORDS.items() if word in words), None)


def truth_of(text: str) -> bool | None:
    """Return whether a cell says right or wrong."""
    word = folded(text)
    return True if word in _TRUE else False if word in _FALSE else None


def letters_of(text: str) -> tuple[int, ...] | None:
    """Return the options that a cell names, by their letters; None where it says something else."""
    word = _SEPARATORS.sub("", unicodedata.normalize("NFKC", text)).upper()
    if not word or any(letter not in LETTERS for letter in word):
        return None
    return tuple(sorted({LETTERS.index(letter) for letter in word}))


def difficulty_of(text: str) -> int | None:
    """Return a degree from 1 to 5; 0 for an empty cell, None for what is no degree."""
    word = folded(text)
    if not word:
        return 0
    if word in _DIFFICULTY:
        return _DIFFICULTY[word]
    figure = word.removesuffix(".0").removesuffix("级").removesuffix("星")
    return int(figure) if figure in {"1", "2", "3", "4", "5"} else None


def words_of(text: str) -> tuple[str, ...]:
    """Return a list of words in a cell, each once."""
    return tuple(dict.fromkeys(part.strip() for part in re.split(r"[,，、;；\n]", text) if part.strip()))


def options_together(text: str) -> list[str]:
    """Return the options that stand in one cell: on lines of their own, or between separators."""
    parts = [part for part in _TOGETHER.split(text.strip()) if part.strip()]
    if len(parts) < 2:  # noqa: PLR2004 - one line: A.… B.… C.…
        parts = [part for part in re.split(r"\s+(?=[(（]?[A-F][.．、:：)）])", text.strip()) if part.strip()]
    return without_letters(parts)


def without_letters(texts: list[str]) -> list[str]:
    """Return options without the letters in front of them, where every one has its own."""
    found = [_PREFIX.match(text) for text in texts]
    named = [one.group(1).upper() if one else "" for one in found]
    if texts and "".join(named) == LETTERS[: len(texts)]:
        return [text[one.end() :] for text, one in zip(texts, found, strict=True) if one]
    return texts


def formula_guard(text: str) -> str:
    """Return a cell that no spreadsheet runs; `without_guard` takes the quote away again."""
    return f"'{text}" if _RUNS.match(text) and not _FIGURE.fullmatch(text) else text


def without_guard(text: str) -> str:
    """Return what `formula_guard` was given."""
    return text[1:] if text.startswith("'") and _RUNS.match(text[1:]) and not _FIGURE.fullmatch(text[1:]) else text


_RUNS: Final = re.compile(r"\s*'*\s*[=+\-@＝＋－＠\t\r\n]")
_FIGURE: Final = re.compile(r"-?\d+(\.\d+)?", re.ASCII)
