"""The rule language's names and terms: numbers, durations, money and instants with their types. Pure."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from difflib import get_close_matches
from itertools import pairwise
from typing import Final, NoReturn

from lark import Token, Tree

from cases.engine import ir
from cases.engine.grammar import LanguageError, SyntaxNode
from cases.engine.values import parse_duration
from cases.engine.vocabulary import Fact, Issue, ValueType, Vocabulary

NUMERIC: Final = {ValueType.INT, ValueType.MONEY, ValueType.DURATION, ValueType.INSTANT}

KINDS: Final = {
    ValueType.INT: "数",
    ValueType.MONEY: "金额",
    ValueType.DURATION: "时长",
    ValueType.INSTANT: "时刻",
    ValueType.BOOL: "是非",
    ValueType.ENUM: "选项",
}


def as_tree(node: SyntaxNode | Token) -> SyntaxNode:
    assert isinstance(node, Tree)
    return node


def as_token(node: SyntaxNode | Token) -> Token:
    assert isinstance(node, Token)
    return node


def as_trees(node: SyntaxNode) -> list[SyntaxNode]:
    return [as_tree(child) for child in node.children]


class TermChecker:
    """An expression being checked: names and terms."""

    def __init__(self, text: str, vocabulary: Vocabulary) -> None:
        self.text = text
        self.words = vocabulary

    # -- errors -----------------------------------------------------------------------------------

    def fail(self, node: SyntaxNode | Token, message: str) -> NoReturn:
        at = node if isinstance(node, Token) else node.meta
        raise LanguageError(message, self.text, getattr(at, "line", 1) or 1, getattr(at, "column", 1) or 1)

    def unknown(self, token: Token, kind: str, names: list[str]) -> NoReturn:
        near = get_close_matches(str(token), names, n=3, cutoff=0.5)
        hint = f",是不是 {'、'.join(near)}?" if near else ""
        self.fail(token, f"没有叫“{token}”的{kind}{hint}")

    # -- terms ------------------------------------------------------------------------------------

    def term(self, node: SyntaxNode) -> tuple[ir.Term, ValueType]:
        handlers: dict[str, Callable[[SyntaxNode], tuple[ir.Term, ValueType]]] = {
            "number": self.number,
            "quantity": self.quantity,
            "instant": self.instant,
            "name": self.named_term,
            "add": self.sum,
            "sub": self.sum,
            "times": self.product,
            "call": self.call_term,
        }
        handler = handlers.get(str(node.data))
        if handler is None:
            self.fail(node, "这里需要数值、时长、金额或时刻,不是条件")
        return handler(node)

    def number(self, node: SyntaxNode) -> tuple[ir.Term, ValueType]:
        return ir.Num(int(str(node.children[0])), ValueType.INT), ValueType.INT

    def quantity(self, node: SyntaxNode) -> tuple[ir.Term, ValueType]:
        text = str(node.children[0])
        minutes = parse_duration(text)
        if minutes is not None:
            return ir.Num(minutes, ValueType.DURATION), ValueType.DURATION
        if text.endswith("fen") and "." not in text:
            return ir.Num(int(text.removesuffix("fen")), ValueType.MONEY), ValueType.MONEY
        if text.endswith("yuan"):
            return ir.Num(int(Decimal(text.removesuffix("yuan")) * 100), ValueType.MONEY), ValueType.MONEY
        self.fail(node, f"“{text}”不是整数的时长或金额")

    def instant(self, node: SyntaxNode) -> tuple[ir.Term, ValueType]:
        return ir.EventAt(self.event(as_token(node.children[0]))), ValueType.INSTANT

    def named_term(self, node: SyntaxNode) -> tuple[ir.Term, ValueType]:
        token = as_token(node.children[0])
        name = str(token)
        owner = self.owner(node)
        if owner is None:
            hint = ";事件的时刻写作 @" + name if name in self.words.events else ""
            if hint:
                self.fail(token, f"“{name}”是事件{hint}")
            self.unknown(token, "事实或争点", [*self.words.facts, *self.words.issues])
        if owner.type not in NUMERIC:
            self.fail(token, f"“{name}”不是数值")
        if isinstance(owner, Fact):
            return ir.FactNum(name, owner.type), owner.type
        return ir.IssueNum(name, owner.type), owner.type

    def sum(self, node: SyntaxNode) -> tuple[ir.Term, ValueType]:
        left, kind = self.term(as_tree(node.children[0]))
        right, other = self.term(as_tree(node.children[1]))
        shifts = kind is ValueType.INSTANT and other is ValueType.DURATION
        if not shifts and (kind is not other or kind is ValueType.INSTANT):
            self.fail(node, f"不能把{KINDS[kind]}与{KINDS[other]}相加减")
        return (ir.Add(left, right) if node.data == "add" else ir.Sub(left, right)), kind

    def product(self, node: SyntaxNode) -> tuple[ir.Term, ValueType]:
        left, kind = self.term(as_tree(node.children[0]))
        right, other = self.term(as_tree(node.children[1]))
        if not isinstance(left, ir.Num):
            left, kind, right, other = right, other, left, kind
        if not isinstance(left, ir.Num):
            self.fail(node, "只能乘以常数(规则语言是线性的)")
        if ValueType.INT not in (kind, other) or ValueType.INSTANT in (kind, other):
            self.fail(node, f"不能把{KINDS[kind]}与{KINDS[other]}相乘")
        result = other if kind is ValueType.INT else kind
        return ir.Scale(left.value, right, result), result

    def call_term(self, node: SyntaxNode) -> tuple[ir.Term, ValueType]:
        match str(node.children[0]):
            case "elapsed":
                first, second = self.event_args(node, 2)
                return ir.Elapsed(first, second), ValueType.DURATION
            case "min" | "max":
                return self.extreme(node)
            case "percent":
                item, number = self.with_number(node, ValueType.MONEY)
                return ir.Percent(item, number), ValueType.MONEY
            case "next_midnight":
                (item,) = self.term_args(node, (ValueType.INSTANT,))
                return ir.NextMidnight(item), ValueType.INSTANT
            case "months_after":
                item, number = self.with_number(node, ValueType.INSTANT)
                return ir.MonthsAfter(item, number), ValueType.INSTANT
            case "workdays_after":
                item, number = self.with_number(node, ValueType.INSTANT)
                if number < 1:
                    self.fail(node, "workdays_after 至少数 1 个工作日")
                return ir.WorkdaysAfter(item, number), ValueType.INSTANT
            case "tiers":
                return self.tiers(node)
            case _:
                known = ["elapsed", "min", "max", "percent", "next_midnight", "months_after", "workdays_after", "tiers"]
                self.unknown(as_token(node.children[0]), "函数", known)

    def extreme(self, node: SyntaxNode) -> tuple[ir.Term, ValueType]:
        typed = [self.term(as_tree(part)) for part in node.children[1:]]
        kinds = {kind for _, kind in typed}
        if len(typed) < 2 or len(kinds) != 1:  # noqa: PLR2004 - an extreme of two or more
            self.fail(node, "min、max 需要两个以上同类的值")
        return ir.Extreme(str(node.children[0]), tuple(item for item, _ in typed)), kinds.pop()

    def tiers(self, node: SyntaxNode) -> tuple[ir.Term, ValueType]:
        parts = [as_tree(part) for part in node.children[1:]]
        steps = parts[1:]
        if not steps or parts[0].data == "step" or any(step.data != "step" for step in steps):
            self.fail(node, "分档写作 tiers(数, 0: 值, 10: 值),第一档以下没有值")
        item, kind = self.term(parts[0])
        if kind is ValueType.INSTANT:
            self.fail(parts[0], "不能按时刻分档")
        read = [self.step(step, kind) for step in steps]
        limits = [limit for limit, _, _ in read]
        if any(one >= two for one, two in pairwise(limits)):
            self.fail(node, "分档的界限要从小到大")
        kinds = {found for _, _, found in read}
        if len(kinds) > 1:
            self.fail(node, f"各档的值应为同一类型,这里有{'、'.join(sorted(KINDS[found] for found in kinds))}")
        return ir.Tiers(item, tuple((limit, value) for limit, value, _ in read)), kinds.pop()

    def step(self, node: SyntaxNode, kind: ValueType) -> tuple[int, ir.Term, ValueType]:
        token, value = as_token(node.children[0]), as_tree(node.children[1])
        shape = "number" if token.type == "NUMBER" else "quantity"
        limit, found = self.term(Tree(shape, [token], node.meta))
        if found is not kind:
            self.fail(token, f"界限应为{KINDS[kind]},这里是{KINDS[found]}")
        assert isinstance(limit, ir.Num)
        item, result = self.term(value)
        return limit.value, item, result

    def with_number(self, node: SyntaxNode, kind: ValueType) -> tuple[ir.Term, int]:
        item, number = self.term_args(node, (kind, ValueType.INT))
        if not isinstance(number, ir.Num):
            self.fail(node, f"{node.children[0]} 的第二个参数必须是整数常数")
        return item, number.value

    def term_args(self, node: SyntaxNode, kinds: tuple[ValueType, ...]) -> tuple[ir.Term, ...]:
        args = node.children[1:]
        if len(args) != len(kinds):
            self.fail(node, f"{node.children[0]} 需要 {len(kinds)} 个参数")
        items = []
        for arg, kind in zip(args, kinds, strict=True):
            item, found = self.term(as_tree(arg))
            if found is not kind:
                self.fail(as_tree(arg), f"{node.children[0]} 的参数应为{KINDS[kind]},这里是{KINDS[found]}")
            items.append(item)
        return tuple(items)

    # -- names -------------------------------------------------------------------------------------

    def owner(self, node: SyntaxNode) -> Fact | Issue | None:
        if node.data != "name":
            return None
        name = str(node.children[0])
        return self.words.facts.get(name) or self.words.issues.get(name)

    def event_args(self, node: SyntaxNode, count: int) -> list[str]:
        args = node.children[1:]
        if len(args) != count:
            self.fail(node, f"{node.children[0]} 需要 {count} 个事件")
        return [self.event(self.bare_name(node, [arg])) for arg in args]

    def event(self, token: Token) -> str:
        if str(token) not in self.words.events and str(token) != "now":
            self.unknown(token, "事件", list(self.words.events))
        return str(token)

    def bare_name(self, node: SyntaxNode, args: list[SyntaxNode | Token]) -> Token:
        if len(args) != 1 or not isinstance(args[0], Tree) or args[0].data != "name":
            self.fail(node, f"{node.children[0]} 的参数应为一个名称")
        return as_token(args[0].children[0])
