"""The text of a condition → rows, where rows say exactly that text; else the text itself as an expert's line. Pure."""

from __future__ import annotations

import re
from typing import Final

from lark import Token, Tree

from cases.editions.rule_rows import (
    HOLE,
    Always,
    Choice,
    Comparison,
    Condition,
    Expert,
    Group,
    Happened,
    Operand,
    Order,
    Row,
    Status,
    Term,
)
from cases.engine.grammar import LanguageError, SyntaxNode, parse
from cases.engine.vocabulary import ValueType, Vocabulary

#: What stands for a hole while the text is parsed: a name that no word of a vocabulary has.
_STAND_IN: Final = "hole__"
_QUANTITY: Final = re.compile(r"(\d+(?:\.\d{1,2})?)(min|h|d|yuan|fen)?")
_CHOICES: Final = (ValueType.BOOL, ValueType.ENUM)
_BOOLS: Final = ("yes", "no")


class _NoRowError(Exception):
    """Rows cannot say this."""


def condition_of_text(text: str, words: Vocabulary) -> Condition:
    """The condition that ``text`` is: rows that are written as ``text`` to the letter, or an expert's line."""
    try:
        found = _Reader(words).condition(parse(text.replace(HOLE, _STAND_IN)))
    except (LanguageError, _NoRowError):
        return Expert(text)
    return found if found.text == text else Expert(text)


def operand_of_text(text: str, words: Vocabulary) -> Operand | None:
    """The number, duration, sum or moment that ``text`` is; None where a form cannot hold it."""
    try:
        found = _Reader(words).operand(parse(text.replace(HOLE, _STAND_IN)))
    except (LanguageError, _NoRowError):
        return None
    return found if found.text == text else None


class _Reader:
    """One condition being read."""

    def __init__(self, words: Vocabulary) -> None:
        self.words = words

    def condition(self, node: SyntaxNode) -> Condition:
        if node.data in ("disjunction", "conjunction"):
            return self.group(node)
        if node.data == "negation" and _tree(node, 0).data in ("disjunction", "conjunction"):
            inner = self.group(_tree(node, 0))
            return Group(inner.join, inner.items, denied=True)
        return self.row(node)

    def group(self, node: SyntaxNode) -> Group:
        items = tuple(self.condition(_tree(node, at)) for at in range(len(node.children)))
        return Group("or" if node.data == "disjunction" else "and", items)

    def row(self, node: SyntaxNode, *, denied: bool = False) -> Row:
        match node.data:
            case "negation" if not denied:
                return self.row(_tree(node, 0), denied=True)
            case "name":
                return self.named(_name(node), denied=denied)
            case "call":
                return self.call(node, denied=denied)
            case "member":
                values = tuple(value for part in node.children[1:] if (value := _word(part)))
                return Choice(_name(_tree(node, 0)), "not_in" if denied else "in", values)
            case "compare" if not denied:
                return self.compare(node)
            case _:
                raise _NoRowError

    def named(self, name: str, *, denied: bool) -> Row:
        if name in _BOOLS and not denied:
            return Always(name)
        if not name:
            raise _NoRowError
        return Choice(name, "not" if denied else "is", ("yes",))

    def call(self, node: SyntaxNode, *, denied: bool) -> Row:
        op, args = "not" if denied else "is", [_name(_tree(node, at)) for at in range(1, len(node.children))]
        match str(node.children[0]), args:
            case "has", [event]:
                return Happened(event, op)
            case "before", [first, second]:
                return Order(first, second, op)
            case "unproven", [fact]:
                return Choice(fact, op, ("unproven",))
            case _:
                raise _NoRowError

    def compare(self, node: SyntaxNode) -> Row:
        left, op, right = _tree(node, 0), str(node.children[1]), _tree(node, 2)
        if left.data == "call" and str(left.children[0]) == "status":
            return Status(_name(_tree(left, 1)), _equality(op), _name(right))
        if [left.data, right.data, op] == ["name", "name", "=="] and not _name(left) and not _name(right):
            return Choice()
        if left.data == "name" and self.is_choice(_name(left)):
            value = _name(right)
            return Choice(_name(left), _equality(op), (value,) if value else (), spelled=value in ("yes", "unproven"))
        return Comparison(self.operand(left), op, self.operand(right))

    def is_choice(self, name: str) -> bool:
        owner = self.words.facts.get(name) or self.words.issues.get(name)
        return owner is not None and owner.type in _CHOICES

    def operand(self, node: SyntaxNode) -> Operand:
        if node.data in ("add", "sub"):
            base, shift = self.term(_tree(node, 0)), self.term(_tree(node, 1))
            return Operand(base, "+" if node.data == "add" else "-", shift)
        return Operand(self.term(node))

    def term(self, node: SyntaxNode) -> Term:
        match node.data:
            case "number" | "quantity":
                return Term("amount", number=_number(node)[0], unit=_number(node)[1])
            case "name":
                return Term("word", _name(node)) if _name(node) else Term("amount")
            case "instant":
                return Term("event", _word(node.children[0]))
            case "times":
                return self.product(_tree(node, 0), _tree(node, 1))
            case "call":
                return self.called(str(node.children[0]), [_tree(node, at) for at in range(1, len(node.children))])
            case _:
                raise _NoRowError

    def product(self, left: SyntaxNode, right: SyntaxNode) -> Term:
        kind = "times" if left.data in ("number", "quantity") else "times_after"
        amount, word = (left, right) if kind == "times" else (right, left)
        number, unit = _number(amount)
        return Term(kind, _name(word), number, unit)

    def called(self, name: str, args: list[SyntaxNode]) -> Term:
        kinds = {"months_after": "months", "workdays_after": "workdays"}
        match name, args:
            case "elapsed", [first, second]:
                return Term("elapsed", _name(first), other=_name(second))
            case "next_midnight", [moment]:
                return Term("midnight", _event(moment))
            case "percent", [word, number]:
                return Term("percent", _name(word), _number(number)[0])
            case (("months_after" | "workdays_after"), [moment, number]):
                return Term(kinds[name], _event(moment), _number(number)[0])
            case _:
                raise _NoRowError


def _tree(node: SyntaxNode, at: int) -> SyntaxNode:
    found = node.children[at]
    if not isinstance(found, Tree):
        raise _NoRowError
    return found


def _word(token: SyntaxNode | Token) -> str:
    return "" if str(token) == _STAND_IN else str(token)


def _name(node: SyntaxNode) -> str:
    if node.data != "name":
        raise _NoRowError
    return _word(node.children[0])


def _event(node: SyntaxNode) -> str:
    if node.data != "instant":
        raise _NoRowError
    return _word(node.children[0])


def _number(node: SyntaxNode) -> tuple[str, str]:
    found = _QUANTITY.fullmatch(str(node.children[0]))
    if found is None:
        raise _NoRowError
    return found[1], found[2] or ""


def _equality(op: str) -> str:
    if op not in ("==", "!="):
        raise _NoRowError
    return "is" if op == "==" else "not"
