"""The rule language: syntax tree → typed IR, checked against the vocabulary. Pure.

Facts, issues and events live in separate namespaces; an enum literal is understood only beside ``==``, ``!=`` or
``in``, by the type of the other side. Expressions are linear: a product has a constant on one side.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final

from lark import Token

from cases.engine import ir
from cases.engine.grammar import SyntaxNode, parse
from cases.engine.language_terms import KINDS, TermChecker, as_token, as_tree, as_trees
from cases.engine.values import UNPROVEN
from cases.engine.vocabulary import Fact, Issue, ValueType, Vocabulary

STATUSES: Final = ("decided", "conflict", "gap", "undetermined", "not_raised")
_MOST_REMEMBERED: Final = 20_000
_BOOLS: Final = {"yes": True, "no": False}


def parse_condition(text: str, vocabulary: Vocabulary) -> ir.Bool:
    """Parse a condition or a proposition.

    Raises:
        LanguageError: syntax, an unknown name or a type error, with line and column.
    """
    return _remembered("condition", text, vocabulary, lambda: _Checker(text, vocabulary).condition(parse(text)))


def parse_constraint(text: str, vocabulary: Vocabulary) -> ir.Bool:
    """Parse an integrity constraint: what is impossible together may be denied whole, whoever has to prove it.

    Raises:
        LanguageError: as above.
    """
    checker = _Checker(text, vocabulary)
    checker.is_constraint = True
    return _remembered("constraint", text, vocabulary, lambda: checker.condition(parse(text)))


def _remembered(kind: str, text: str, vocabulary: Vocabulary, read: Callable[[], ir.Bool]) -> ir.Bool:
    """What ``text`` was read as before, else what ``read`` makes of it."""
    known = vocabulary.memo.get((kind, text))
    if known is not None:
        return known  # type: ignore[return-value]
    if len(vocabulary.memo) >= _MOST_REMEMBERED:
        vocabulary.memo.clear()
    vocabulary.memo[kind, text] = found = read()
    return found


def parse_conclusion(text: str, issue: Issue, vocabulary: Vocabulary) -> ir.Conclusion:
    """Parse what a rule concludes for ``issue``: a constant or an expression of the issue's type.

    Raises:
        LanguageError: as above, or the type is not the issue's.
    """
    return _Checker(text, vocabulary).conclusion(parse(text), issue)


class _Checker(TermChecker):
    """One expression being checked."""

    is_constraint = False

    # -- conditions -------------------------------------------------------------------------------

    def condition(self, node: SyntaxNode) -> ir.Bool:
        match node.data:
            case "disjunction":
                return ir.Or(tuple(self.condition(part) for part in as_trees(node)))
            case "conjunction":
                return ir.And(tuple(self.condition(part) for part in as_trees(node)))
            case "negation":
                return self.negation(as_trees(node)[0])
            case "compare":
                return self.comparison(node)
            case "member":
                left, *names = node.children
                return self.is_one_of(as_tree(left), [as_token(name) for name in names])
            case "call":
                return self.call_condition(node)
            case "name":
                return self.named_condition(as_token(node.children[0]))
            case _:
                self.fail(node, "这里需要一个条件(是或否),不是数值")

    def negation(self, node: SyntaxNode) -> ir.Bool:
        item = self.condition(node)
        fact = None if self.is_constraint else next(self.overlooked(item), None)
        if fact is not None:
            self.fail(
                node,
                f"“{fact}”有举证责任,not 会把“未举证”也算进去;请把 not 拆开,写明它的值:{fact} == no、"
                f"unproven({fact}) 或 {fact} in (no, unproven)",
            )
        return ir.Not(item)

    def overlooked(self, node: ir.Bool) -> Iterator[str]:
        """The facts with a burden that become true in the denial of ``node`` just because they are unproven."""
        match node:
            case ir.FactIs(fact, values) if self.words.facts[fact].burden and UNPROVEN not in values:
                yield fact
            case ir.And(items) | ir.Or(items):
                for item in items:
                    yield from self.overlooked(item)
            case _:  # a negation below has been looked at by itself
                pass

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
                self.unknown(as_token(name), "条件函数", known)

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
        left, right, op = as_tree(left), as_tree(right), str(operator)
        if left.data == "call" and str(left.children[0]) == "status":
            return self.status(left, op, right)
        owner = self.owner(left)
        if owner is not None and owner.type in (ValueType.ENUM, ValueType.BOOL):
            if op not in ("==", "!="):
                self.fail(node, f"“{owner.id}”只能用 ==、!= 或 in 比较")
            if right.data != "name":
                self.fail(right, f"这里应为“{owner.id}”的一个值")
            equal = self.is_one_of(left, [as_token(right.children[0])])
            if op == "==":
                return equal
            if isinstance(owner, Fact) and owner.burden:
                self.fail(node, f"“{owner.id}”有举证责任,!= 会把“未举证”也算进去;请用 in (…) 列明")
            return ir.Not(equal)
        return self.numeric_comparison(node, op)

    def numeric_comparison(self, node: SyntaxNode, op: str) -> ir.Bool:
        left, kind = self.term(as_tree(node.children[0]))
        right, other = self.term(as_tree(node.children[2]))
        if kind is not other:
            self.fail(node, f"两边类型不同:左边是{KINDS[kind]},右边是{KINDS[other]}")
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

    def is_one_of(self, left: SyntaxNode, tokens: list[Token]) -> ir.Bool:
        owner = self.owner(left)
        if owner is None:
            if left.data == "name" and str(left.children[0]) not in _BOOLS:
                self.unknown(as_token(left.children[0]), "事实或争点", [*self.words.facts, *self.words.issues])
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

    # -- conclusions and names --------------------------------------------------------------------

    def conclusion(self, node: SyntaxNode, issue: Issue) -> ir.Conclusion:
        if issue.type is ValueType.BOOL:
            return self.condition(node)
        if issue.type is ValueType.ENUM:
            return self.enum_conclusion(node, issue)
        item, kind = self.term(node)
        if kind is not issue.type:
            self.fail(node, f"“{issue.id}”的结论应为{KINDS[issue.type]},这里是{KINDS[kind]}")
        return item

    def enum_conclusion(self, node: SyntaxNode, issue: Issue) -> ir.Conclusion:
        if node.data != "name":
            self.fail(node, f"“{issue.id}”的结论应为:{'、'.join(issue.values)}")
        token = as_token(node.children[0])
        if str(token) in issue.values:
            return ir.EnumValue(str(token))
        owner = self.owner(node)
        if owner is None or owner.type is not ValueType.ENUM:
            self.fail(token, f"“{token}”不是“{issue.id}”的结论,可用:{'、'.join(issue.values)}")
        foreign = [value for value in owner.values if value not in issue.values]
        if foreign:
            self.fail(token, f"“{owner.id}”有“{issue.id}”没有的值:{'、'.join(foreign)}")
        return ir.EnumFrom(owner.id, isinstance(owner, Issue))
