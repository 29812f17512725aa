"""A stack's rules as one plain Python function: what a programmer would write who knows every fact and traces nothing.

``decide(f, e, now)`` takes complete facts by id, the minutes of the events that happened (None for the others), and the
minute it is. It returns value and deciding rule of every issue, in the program's order; None where there is none.
"""

from collections.abc import Callable, Sequence
from itertools import combinations

from cases.engine import ir
from cases.engine.calendar import Calendar
from cases.engine.families import Version
from cases.engine.precedence import LEVEL_RANK
from cases.engine.program import CompiledIssue, Program
from cases.engine.rules import Effective, Force
from cases.engine.values import UNPROVEN, months_after


def if_elif_source(program: Program) -> str:
    lines = ["def decide(f, e, now):"]
    for compiled in program.issues:
        lines += [f"    {line}" for line in _issue(compiled)]
    names = [compiled.issue.id for compiled in program.issues]
    lines.append(f"    return ({', '.join(f'v_{name}, b_{name}' for name in names)})")
    return "\n".join(lines)


def if_elif(program: Program) -> Callable:
    scope = {
        "UNPROVEN": UNPROVEN,
        "months_after": months_after,
        "workdays_after": _counter(program.vocabulary.calendar),
    }
    exec(if_elif_source(program), scope)
    return scope["decide"]


def _counter(calendar: Calendar) -> Callable:
    return calendar.workdays_after


# -- issues ------------------------------------------------------------------------------------------------


def _issue(compiled: CompiledIssue) -> list[str]:
    name = compiled.issue.id
    versions = [(at, version) for at, family in enumerate(compiled.families) for version in family.versions]
    chain = [*_chains(compiled, versions), f"if v_{name} is not None:", f"    s_{name} = 'decided'"]
    lines = [f"v_{name} = b_{name} = None", f"s_{name} = 'gap'"]
    if compiled.raised is None:
        return [*lines, *chain]
    inside = [f"    {line}" for line in chain]
    return [*lines, f"if {_test(compiled.raised_ir)}:", *inside, "else:", f"    s_{name} = 'not_raised'"]


def _chains(compiled: CompiledIssue, versions: list[tuple[int, Version]]) -> list[str]:
    """One chain where the order of the rules is the same in every case; else one a level, and the better of them."""
    relation, name = compiled.precedence, compiled.issue.id
    by_value = [
        (a, b)
        for a, b in combinations(range(len(compiled.families)), 2)
        if relation.levels[a] != relation.levels[b] and not relation.strong[a][b] and not relation.strong[b][a]
    ]
    constants = {at: version.conclusion for at, version in versions if version.constant}
    fixed = [pair for pair in by_value if set(pair) <= set(constants)]
    if len(fixed) == len(by_value):
        return _chain(compiled, versions, constants, name)
    levels = sorted({version.rule.level for _, version in versions}, key=lambda level: -LEVEL_RANK[level])
    lines = []
    for level in levels:
        mine = [(at, version) for at, version in versions if version.rule.level is level]
        lines += [f"v_{name}_{level.value} = b_{name}_{level.value} = None"]
        lines += _chain(compiled, mine, constants, f"{name}_{level.value}")
    return [*lines, *_better(compiled, [level.value for level in levels], versions)]


def _better(compiled: CompiledIssue, levels: Sequence[str], versions: list[tuple[int, Version]]) -> list[str]:
    """Each lower level in turn: it wins where nobody above spoke, or where a floor allows more."""
    name, favour = compiled.issue.id, compiled.issue.favour
    mandatory = any(version.rule.force is Force.MANDATORY for _, version in versions)
    sign = {"more": ">", "less": "<"}.get(favour[0] if favour and mandatory else "")
    lines = []
    for level in levels:
        v, b = f"v_{name}_{level}", f"b_{name}_{level}"
        more = f" or {v} {sign} v_{name}" if sign else ""
        lines += [f"if {v} is not None and (v_{name} is None{more}):", f"    v_{name}, b_{name} = {v}, {b}"]
    return lines


def _chain(compiled: CompiledIssue, versions: list, constants: dict, name: str) -> list[str]:
    lines, word = [], "if"
    for version in _in_order(compiled, versions, constants):
        tests = [_test(node, inner=True) for node in version.rule.when]
        tests += _in_force(version.rule.effective)
        value = _value(version.rule.then[compiled.issue.id])
        tests += [f"{value} is not None"] if _may_be_absent(version.rule.then[compiled.issue.id]) else []
        lines += [
            f"{word} {' and '.join(tests) or 'True'}:",
            f"    v_{name} = {value}",
            f"    b_{name} = {version.rule.id!r}",
        ]
        word = "elif"
    return lines


def _in_order(compiled: CompiledIssue, versions: list, constants: dict) -> list[Version]:
    """Winners before losers; a defeat by level is known where both conclusions are."""
    relation = compiled.precedence

    def beats(a: int, b: int) -> bool:
        if relation.strong[a][b] or relation.strong[b][a]:
            return bool(relation.strong[a][b])
        if relation.levels[a] == relation.levels[b] or a not in constants or b not in constants:
            return False
        return bool(relation._by_authority(a, constants[a], b, constants[b]))

    places = sorted({at for at, _ in versions})
    ordered: list[int] = []
    while places:
        strongly = [a for a in places if not any(relation.strong[b][a] for b in places)]
        free = [a for a in strongly if not any(beats(b, a) for b in places if b != a)] or strongly
        ordered.append(free[0])
        places.remove(free[0])
    return [version for place in ordered for at, version in versions if at == place]


def _in_force(effective: Effective) -> list[str]:
    if effective.start is None and effective.end is None:
        return []
    at = f"(now if e[{effective.by!r}] is None else e[{effective.by!r}])" if effective.by else "now"
    found = [f"{at} >= {effective.start}"] if effective.start is not None else []
    return [*found, *([f"{at} < {effective.end}"] if effective.end is not None else [])]


# -- conditions and terms ------------------------------------------------------------------------------------


def _test(node: ir.Bool, *, inner: bool = False) -> str:
    match node:
        case ir.Const(value):
            return str(value)
        case ir.And(items) | ir.Or(items):
            said = (" and " if isinstance(node, ir.And) else " or ").join(_test(item, inner=True) for item in items)
            return f"({said})" if inner else said
        case ir.Not(item):
            return f"not {_test(item, inner=True)}"
        case ir.FactIs(fact, values):
            return _one_of(f"f[{fact!r}]", values)
        case ir.IssueIs(issue, values):
            return _one_of(f"v_{issue}", values)
        case ir.StatusIs(issue, status):
            return f"s_{issue} == {status!r}"
        case ir.Has(event):
            return f"{_at(event)} is not None"
        case ir.Before(first, second):
            return f"({_present(ir.Elapsed(first, second))} and {_at(first)} < {_at(second)})"
        case ir.Compare(op, left, right):
            guard = _present(left, right)
            return (
                f"({guard} and {_value(left)} {op} {_value(right)})"
                if guard
                else f"{_value(left)} {op} {_value(right)}"
            )
    raise AssertionError(node)


def _one_of(name: str, values: tuple) -> str:
    said = ["UNPROVEN" if value is UNPROVEN else repr(value) for value in values]
    if len(said) == 1:
        word = "is" if isinstance(values[0], bool) or values[0] is UNPROVEN else "=="
        return f"{name} {word} {said[0]}"
    return f"{name} in ({', '.join(said)})"


def _at(event: str) -> str:
    return "now" if event == "now" else f"e[{event!r}]"


def _present(*terms: ir.Term) -> str:
    """The parts that may be missing are there."""
    names: dict[str, None] = {}
    for term in terms:
        for part in ir.walk(term):
            match part:
                case ir.EventAt(event) if event != "now":
                    names[_at(event)] = None
                case ir.Elapsed(first, second):
                    names.update({_at(event): None for event in (first, second) if event != "now"})
                case ir.IssueNum(issue, _):
                    names[f"v_{issue}"] = None
                case ir.Tiers():
                    names[_value(part)] = None
                case _:
                    pass
    return " and ".join(f"{name} is not None" for name in names)


def _may_be_absent(node: ir.Conclusion) -> bool:
    return isinstance(node, ir.Tiers) or (
        not isinstance(node, ir.EnumValue | ir.Const) and _is_term(node) and bool(_present(node))
    )


def _is_term(node: ir.Node) -> bool:
    return not isinstance(
        node,
        ir.Const
        | ir.And
        | ir.Or
        | ir.Not
        | ir.FactIs
        | ir.IssueIs
        | ir.StatusIs
        | ir.Has
        | ir.Before
        | ir.Compare
        | ir.EnumValue
        | ir.EnumFrom,
    )


def _value(node: ir.Node) -> str:
    match node:
        case ir.Num(value, _):
            return str(value)
        case ir.FactNum(fact, _):
            return f"f[{fact!r}]"
        case ir.IssueNum(issue, _):
            return f"v_{issue}"
        case ir.EnumValue(value):
            return repr(value)
        case ir.EnumFrom(source, is_issue):
            return f"v_{source}" if is_issue else f"f[{source!r}]"
        case ir.EventAt(event):
            return _at(event)
        case ir.Elapsed(first, second):
            return f"({_at(second)} - {_at(first)})"
        case ir.Add(left, right) | ir.Sub(left, right):
            return f"({_value(left)} {'+' if isinstance(node, ir.Add) else '-'} {_value(right)})"
        case ir.Scale(factor, item, _):
            return f"{factor} * {_value(item)}"
        case ir.Extreme(which, items):
            return f"{which}({', '.join(map(_value, items))})"
        case ir.Percent(item, percent):
            return f"({_value(item)} * {2 * percent} + 100) // 200"
        case ir.NextMidnight(item):
            return f"({_value(item)} // 1440 + 1) * 1440"
        case ir.MonthsAfter(item, months):
            return f"months_after({_value(item)}, {months})"
        case ir.WorkdaysAfter(item, days):
            return f"workdays_after({_value(item)}, {days})"
        case ir.Tiers(item, steps):
            said = " else ".join(f"{_value(value)} if {_value(item)} >= {limit}" for limit, value in reversed(steps))
            return f"({said} else None)"
        case _:
            return _test(node)  # type: ignore[arg-type]
