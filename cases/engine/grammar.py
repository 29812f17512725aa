"""The grammar of the rule language: text → syntax tree; errors say line, column and what was expected."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from lark import Lark, Token, Tree
from lark.exceptions import UnexpectedCharacters, UnexpectedEOF, UnexpectedInput, UnexpectedToken

GRAMMAR: Final = r"""
    ?start: or_
    ?or_: and_
        | and_ ("or" and_)+                          -> disjunction
    ?and_: not_
        | not_ ("and" not_)+                         -> conjunction
    ?not_: "not" not_                                -> negation
        | comparison
    ?comparison: sum
        | sum CMP sum                                -> compare
        | sum "in" "(" NAME ("," NAME)* ")"          -> member
    ?sum: term
        | sum "+" term                               -> add
        | sum "-" term                               -> sub
    ?term: factor
        | factor "*" factor                          -> times
    ?factor: QUANTITY                                -> quantity
        | NUMBER                                     -> number
        | "@" NAME                                   -> instant
        | NAME "(" [arg ("," arg)*] ")"              -> call
        | NAME                                       -> name
        | "(" or_ ")"
    ?arg: or_
        | (NUMBER | QUANTITY) ":" or_                -> step

    CMP: "==" | "!=" | "<=" | ">=" | "<" | ">"
    QUANTITY.2: /\d+(\.\d{1,2})?(min|h|d|yuan|fen)(?![a-z0-9_])/
    NUMBER.1: /\d+/
    NAME: /[a-z][a-z0-9_]*/
    %import common.WS
    %ignore WS
"""

SyntaxNode = Tree[Token]

_SPOKEN: Final = {
    "CMP": "比较符 == != < <= > >=",
    "NAME": "名称",
    "NUMBER": "整数",
    "QUANTITY": "带单位的量(如 48h、7d、500yuan)",
    "LPAR": "(",
    "RPAR": ")",
    "COMMA": ",",
    "COLON": ":",
    "AT": "@",
    "STAR": "*",
    "PLUS": "+",
    "MINUS": "-",
    "$END": "表达式结束",
}


class LanguageError(ValueError):
    """An expression that is no sentence of the language.

    Attributes:
        line, column: where, counted from 1.
        message: what is wrong and what was expected.
        text: the expression.
    """

    def __init__(self, message: str, text: str, line: int = 1, column: int = 1) -> None:
        super().__init__(f"第 {line} 行第 {column} 列:{message}(表达式:{text.strip()})")
        self.message = message
        self.text = text
        self.line = line
        self.column = column


@lru_cache(maxsize=1)
def _parser() -> Lark:
    return Lark(GRAMMAR, parser="lalr", propagate_positions=True, maybe_placeholders=False)


def _expected(names: set[str]) -> str:
    return "、".join(sorted({_SPOKEN.get(name, name.lower()) for name in names}))


def _end_of(text: str) -> tuple[int, int]:
    lines = text.split("\n")
    return len(lines), len(lines[-1]) + 1


def parse(text: str) -> SyntaxNode:
    """Parse ``text``.

    Raises:
        LanguageError: with line, column and what could have stood there.
    """
    try:
        return _parser().parse(text)
    except UnexpectedToken as error:
        ends = error.token.type == "$END"
        seen = "表达式在此结束" if ends else f"这里不能是“{error.token}”"
        line, column = _end_of(text) if ends else (error.line, error.column)
        message = f"{seen},应为:{_expected(set(error.accepts or error.expected))}"
        raise LanguageError(message, text, line, column) from error
    except UnexpectedCharacters as error:
        message = f"不认识的字符“{error.char}”,应为:{_expected(set(error.allowed or ()))}"
        raise LanguageError(message, text, error.line, error.column) from error
    except (UnexpectedEOF, UnexpectedInput) as error:
        raise LanguageError("表达式不完整", text, *_end_of(text)) from error
