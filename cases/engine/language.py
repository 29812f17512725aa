"""The rule language: syntax tree → typed IR, checked against the vocabulary. Pure.

Facts, issues and events live in separate namespaces; an enum literal is understood only beside ``==``, ``!=`` or
``in``, by the type of the other side. Expressions are linear: a product has a constant on one side.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from difflib import get_close_matches
from typing import Final, NoReturn

from lark import Token, Tree

from cases.engine import ir
from cases.engine.grammar import LanguageError, SyntaxNode, parse
from cases.engine.values import UNPROVEN, parse_duration
from cases.engine.vocabulary import Fact, Issue, ValueType, Vocabulary

STATUSES: Final = ("decided", "conflict", "gap", "undetermined", "not_raised")
_BOOLS: Final = {"yes": True, "no": False}
_NUMERIC: Final = {ValueType.INT, ValueType.MONEY, ValueType.DURATION, ValueType.INSTANT}


def parse_condition(text: str, vocabulary: Vocabulary) -> ir.Bool:
    """Parse a condition or a proposition.

    Raises:
        LanguageError: syntax, an unknown name or a type error, with line and column.
    """
    return _Checker(text, vocabulary).condition(parse(text))


def parse_conclusion(text: str, issue: Issue, vocabulary: Vocabulary) -> ir.Conclusion:
    """Parse what a rule concludes for ``issue``: a constant or an expression of the issue's type.

    Raises:
        LanguageError: as above, or the type is not the issue's.
    """
    return _Checker(text, vocabulary).conclusion(parse(text), issue)


class _Checker:
    """One expression being checked."""

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

    # -- conditions -------------------------------------------------------------------------------

    def condition(self, node: SyntaxNode) -> ir.Bool:
        match node.data:
            case "disjunction":
                return ir.Or(tuple(self.condition(part) for part in _trees(node)))
            case "conjunction":
                return ir.And(tuple(self.condition(part) for part in _trees(node)))
            case "negation":
                return self.negation(_trees(node)[0])
            case "compare":
                return self.comparison(node)
            case "member":
                left, *names = node.children
                return self.is_one_of(_tree(left), [_token(name) for name in names])
            case "call":
                return self.call_condition(node)
            case "name":
                return self.named_condition(_token(node.children[0]))
            case _:
                self.fail(node, "这里需要一个条件(是或否),不是数值")

    def negation(self, node: SyntaxNode) -> ir.Bool:
        if node.data == "name":
            fact = self.words.facts.get(str(node.children[0]))
            if fact is not None and fact.burden:
                self.fail(
                    node,
                    f"“{fact.id}”有举证责任,not 会把“未举证”也算进去;请写 {fact.id} == no、unproven({fact.id}) 或 {fact.id} in (no, unproven)",
                )
        return ir.Not(self.condition(node))

    def named_condition(self, token: Token) -> ir.Bool:
        name = str(token)
        if name in _BOOLS:
            return ir.Const(_BOOLS[name])
        fact, issue = self.words.facts.get(name), self.words.issues.get(name)
        if fact is not None and fact.type is ValueType.BOOL:
            return ir.FactIs(name, (True,))
        if issue is not None and issue.type is ValueType.BOOL:
            return ir.IssueIs(name, (True,))
        if fact is not None or issue is not None:
            self.fail(token, f"“{name}”不是是非题,要和一个值比较,如 {name} == …")
        self.unknown(token, "事实或争点", [*self.words.facts, *self.words.issues])

    def call_condition(self, node: SyntaxNode) -> ir.Bool:
        name, *args = node.children
        match str(name):
            case "has":
                return ir.Has(self.event_args(node, 1)[0])
            case "before":
                first, second = self.event_args(node, 2)
                return ir.Before(first, second)
            case "unproven":
                return self.unproven(node, args)
            case _:
                known = ["has", "before", "unproven", "status"]
                self.unknown(_token(name), "条件函数", known)

    def unproven(self, node: SyntaxNode, args: list[SyntaxNode | Token]) -> ir.Bool:
        token = self.bare_name(node, args)
        fact = self.words.facts.get(str(token))
        if fact is None:
            self.unknown(token, "事实", list(self.words.facts))
        if not fact.burden:
            self.fail(token, f"“{fact.id}”没有规定举证责任(burden),谈不上未举证")
        return ir.FactIs(fact.id, (UNPROVEN,))

    def comparison(self, node: SyntaxNode) -> ir.Bool:
        left, operator, right = node.children
        left, right, op = _tree(left), _tree(right), str(operator)
        if left.data == "call" and str(left.children[0]) == "status":
            return self.status(left, op, right)
        owner = self.owner(left)
        if owner is not None and owner.type in (ValueType.ENUM, ValueType.BOOL):
            if op not in ("==", "!="):
                self.fail(node, f"“{owner.id}”只能用 ==、!= 或 in 比较")
            if right.data != "name":
                self.fail(right, f"这里应为“{owner.id}”的一个值")
            equal = self.is_one_of(left, [_token(right.children[0])])
            if op == "==":
                return equal
            if isinstance(owner, Fact) and owner.burden:
                self.fail(node, f"“{owner.id}”有举证责任,!= 会把“未举证”也算进去;请用 in (…) 列明")
            return ir.Not(equal)
        return self.numeric_comparison(node, op)

    def numeric_comparison(self, node: SyntaxNode, op: str) -> ir.Bool:
        left, kind = self.term(_tree(node.children[0]))
        right, other = self.term(_tree(node.children[2]))
        if kind is not other:
            self.fail(node, f"两边类型不同:左边是{_KINDS[kind]},右边是{_KINDS[other]}")
        return ir.Compare(op, left, right)

    def status(self, left: SyntaxNode, op: str, right: SyntaxNode) -> ir.Bool:
        issue = self.bare_name(left, list(left.children[1:]))
        if str(issue) not in self.words.issues:
            self.unknown(issue, "争点", list(self.words.issues))
        value = str(right.children[0]) if right.data == "name" else ""
        if value not in STATUSES or op not in ("==", "!="):
            self.fail(right, f"status(…) 只能 == 或 !=:{'、'.join(STATUSES)}")
        test = ir.StatusIs(str(issue), value)
        return test if op == "==" else ir.Not(test)

    def owner(self, node: SyntaxNode) -> Fact | Issue | None:
        if node.data != "name":
            return None
        name = str(node.children[0])
        return self.words.facts.get(name) or self.words.issues.get(name)

    def is_one_of(self, left: SyntaxNode, tokens: list[Token]) -> ir.Bool:
        owner = self.owner(left)
        if owner is None:
            if left.data == "name" and str(left.children[0]) not in _BOOLS:
                self.unknown(_token(left.children[0]), "事实或争点", [*self.words.facts, *self.words.issues])
            self.fail(left, "in 和枚举比较的左边必须是一个事实或争点")
        values = tuple(self.literal(token, owner) for token in tokens)
        return ir.FactIs(owner.id, values) if isinstance(owner, Fact) else ir.IssueIs(owner.id, values)

    def literal(self, token: Token, owner: Fact | Issue) -> object:
        name = str(token)
        if name == "unproven" and isinstance(owner, Fact) and owner.burden:
            return UNPROVEN
        if owner.type is ValueType.BOOL and name in _BOOLS:
            return _BOOLS[name]
        if owner.type is ValueType.ENUM and name in owner.values:
            return name
        allowed = list(_BOOLS) if owner.type is ValueType.BOOL else list(owner.values)
        if isinstance(owner, Fact) and owner.burden:
            allowed.append("unproven")
        self.fail(token, f"“{name}”不是“{owner.id}”的值,可用:{'、'.join(allowed)}")

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
        return ir.EventAt(self.event(_token(node.children[0]))), ValueType.INSTANT

    def named_term(self, node: SyntaxNode) -> tuple[ir.Term, ValueType]:
        token = _token(node.children[0])
        name = str(token)
        owner = self.owner(node)
        if owner is None:
            hint = ";事件的时刻写作 @" + name if name in self.words.events else ""
            if hint:
                self.fail(token, f"“{name}”是事件{hint}")
            self.unknown(token, "事实或争点", [*self.words.facts, *self.words.issues])
        if owner.type not in _NUMERIC:
            self.fail(token, f"“{name}”不是数值")
        if isinstance(owner, Fact):
            return ir.FactNum(name, owner.type), owner.type
        return ir.IssueNum(name, owner.type), owner.type

    def sum(self, node: SyntaxNode) -> tuple[ir.Term, ValueType]:
        left, kind = self.term(_tree(node.children[0]))
        right, other = self.term(_tree(node.children[1]))
        shifts = kind is ValueType.INSTANT and other is ValueType.DURATION
        if not shifts and (kind is not other or kind is ValueType.INSTANT):
            self.fail(node, f"不能把{_KINDS[kind]}与{_KINDS[other]}相加减")
        return (ir.Add(left, right) if node.data == "add" else ir.Sub(left, right)), kind

    def product(self, node: SyntaxNode) -> tuple[ir.Term, ValueType]:
        left, kind = self.term(_tree(node.children[0]))
        right, other = self.term(_tree(node.children[1]))
        if not isinstance(left, ir.Num):
            left, kind, right, other = right, other, left, kind
        if not isinstance(left, ir.Num):
            self.fail(node, "只能乘以常数(规则语言是线性的)")
        if ValueType.INT not in (kind, other) or ValueType.INSTANT in (kind, other):
            self.fail(node, f"不能把{_KINDS[kind]}与{_KINDS[other]}相乘")
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
            case _:
                known = ["elapsed", "min", "max", "percent", "next_midnight", "months_after"]
                self.unknown(_token(node.children[0]), "函数", known)

    def extreme(self, node: SyntaxNode) -> tuple[ir.Term, ValueType]:
        typed = [self.term(_tree(part)) for part in node.children[1:]]
        kinds = {kind for _, kind in typed}
        if len(typed) < 2 or len(kinds) != 1:  # noqa: PLR2004 - an extreme of two or more
            self.fail(node, "min、max 需要两个以上同类的值")
        return ir.Extreme(str(node.children[0]), tuple(item for item, _ in typed)), kinds.pop()

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
            item, found = self.term(_tree(arg))
            if found is not kind:
                self.fail(_tree(arg), f"{node.children[0]} 的参数应为{_KINDS[kind]},这里是{_KINDS[found]}")
            items.append(item)
        return tuple(items)

    # -- conclusions and names --------------------------------------------------------------------

    def conclusion(self, node: SyntaxNode, issue: Issue) -> ir.Conclusion:
        if issue.type is ValueType.BOOL:
            return self.condition(node)
        if issue.type is ValueType.ENUM:
            return self.enum_conclusion(node, issue)
        item, kind = self.term(node)
        if kind is not issue.type:
            self.fail(node, f"“{issue.id}”的结论应为{_KINDS[issue.type]},这里是{_KINDS[kind]}")
        return item

    def enum_conclusion(self, node: SyntaxNode, issue: Issue) -> ir.Conclusion:
        if node.data != "name":
            self.fail(node, f"“{issue.id}”的结论应为:{'、'.join(issue.values)}")
        token = _token(node.children[0])
        if str(token) in issue.values:
            return ir.EnumValue(str(token))
        owner = self.owner(node)
        if owner is None or owner.type is not ValueType.ENUM:
            self.fail(token, f"“{token}”不是“{issue.id}”的结论,可用:{'、'.join(issue.values)}")
        foreign = [value for value in owner.values if value not in issue.values]
        if foreign:
            self.fail(token, f"“{owner.id}”有“{issue.id}”没有的值:{'、'.join(foreign)}")
        return ir.EnumFrom(owner.id, isinstance(owner, Issue))

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
        return _token(args[0].children[0])


_KINDS: Final = {
    ValueType.INT: "数",
    ValueType.MONEY: "金额",
    ValueType.DURATION: "时长",
    ValueType.INSTANT: "时刻",
    ValueType.BOOL: "是非",
    ValueType.ENUM: "选项",
}


def _tree(node: SyntaxNode | Token) -> SyntaxNode:
    assert isinstance(node, Tree)
    return node


def _token(node: SyntaxNode | Token) -> Token:
    assert isinstance(node, Token)
    return node


def _trees(node: SyntaxNode) -> list[SyntaxNode]:
    return [_tree(child) for child in node.children]
