"""Forty made-up rules as a table with priorities, and two other ways to run it: if/elif code and decision tables.

``forty_rules.yaml`` is the same table in the language of the corpus.
"""

import ast
import json
from collections.abc import Iterable
from itertools import product
from random import Random

BOOLS = [
    "is_custom",
    "is_fresh",
    "is_digital",
    "is_opened",
    "seal_broken",
    "quality_defect",
    "wrong_item",
    "missing_parts",
    "not_as_described",
    "buyer_misuse",
    "evidence_photo",
    "evidence_video",
    "seller_admits",
    "buyer_refused",
    "delivered",
    "signed_by_self",
    "damaged_in_transit",
    "insured",
    "free_return_service",
    "seller_promised_7d",
    "shop_paid_freight",
    "buyer_paid_freight",
    "repeat_abuser",
    "special_event",
]
RANGES = {"hours_since_sign": (0, 1000), "amount": (0, 200000), "ship_delay_h": (0, 200), "zone": (0, 3)}
CHOICES = {
    "reason": ["no_reason", "quality", "wrong", "late", "damaged", "other"],
    "category": ["clothes", "food", "book", "digital", "custom", "electronics"],
}
#: Rule, issue, priority (the highest wins, then the first by name), condition, conclusion.
TABLE = [
    ("F01", "freight", 0, "True", "buyer"),
    ("F02", "freight", 1, 'reason == "no_reason" and hours_since_sign <= 168', "buyer"),
    ("F03", "freight", 1, 'reason == "quality" and quality_defect', "seller"),
    ("F04", "freight", 1, 'reason == "wrong" and wrong_item', "seller"),
    ("F05", "freight", 1, 'reason == "late" and ship_delay_h > 48', "seller"),
    ("F06", "freight", 1, 'reason == "damaged" and damaged_in_transit and not insured', "seller"),
    ("F07", "freight", 2, 'free_return_service and reason == "no_reason" and amount <= 50000', "platform"),
    ("F08", "freight", 2, 'insured and (reason == "damaged" or reason == "no_reason")', "platform"),
    ("F09", "freight", 2, "quality_defect and buyer_misuse and not seller_admits", "buyer"),
    ("F10", "freight", 2, "seller_admits", "seller"),
    ("F11", "freight", 2, "buyer_refused and not delivered and shop_paid_freight", "buyer"),
    ("F12", "freight", 2, "buyer_refused and wrong_item", "seller"),
    ("F13", "freight", 3, 'repeat_abuser and reason == "no_reason"', "buyer"),
    ("F14", "freight", 3, 'special_event and category in ("clothes", "electronics") and zone < 2', "platform"),
    ("F15", "freight", 1, "missing_parts and (evidence_photo or evidence_video)", "seller"),
    ("F16", "freight", 1, "not_as_described and evidence_photo", "seller"),
    ("F17", "freight", 2, 'is_custom and reason == "no_reason"', "buyer"),
    ("F18", "freight", 2, 'zone == 3 and amount > 100000 and reason != "no_reason"', "seller"),
    ("F19", "freight", 3, "not delivered and ship_delay_h > 120", "seller"),
    ("F20", "freight", 1, "buyer_paid_freight and hours_since_sign > 168 and not quality_defect", "buyer"),
    ("D01", "decision", 0, "True", "reject"),
    ("D02", "decision", 1, 'reason == "no_reason" and hours_since_sign <= 168 and not is_opened', "refund"),
    ("D03", "decision", 2, 'reason == "no_reason" and (is_custom or is_fresh or is_digital)', "reject"),
    ("D04", "decision", 2, 'reason == "no_reason" and category in ("food", "digital", "custom")', "reject"),
    ("D05", "decision", 1, "quality_defect and (evidence_photo or evidence_video)", "refund"),
    ("D06", "decision", 2, "quality_defect and buyer_misuse", "reject"),
    ("D07", "decision", 1, "wrong_item and evidence_photo", "refund"),
    ("D08", "decision", 1, "missing_parts and not seal_broken", "partial"),
    ("D09", "decision", 1, "not_as_described and hours_since_sign <= 360", "partial"),
    ("D10", "decision", 3, "seller_admits and not repeat_abuser", "refund"),
    ("D11", "decision", 3, "amount > 150000 and not seller_admits", "escalate"),
    ("D12", "decision", 3, "repeat_abuser and special_event", "escalate"),
    ("D13", "decision", 2, "not delivered and ship_delay_h > 72", "refund"),
    ("D14", "decision", 2, "buyer_refused and not delivered", "refund"),
    ("D15", "decision", 2, 'delivered and not signed_by_self and reason == "other"', "escalate"),
    ("D16", "decision", 2, "hours_since_sign > 720", "reject"),
    ("D17", "decision", 1, "damaged_in_transit and evidence_photo and hours_since_sign <= 48", "refund"),
    (
        "D18",
        "decision",
        2,
        "seller_promised_7d and hours_since_sign <= 168 and not seal_broken and not is_custom",
        "refund",
    ),
    ("D19", "decision", 2, 'is_opened and category == "electronics" and reason == "no_reason"', "partial"),
    ("D20", "decision", 1, 'reason == "late" and ship_delay_h > 48 and delivered', "partial"),
]
ISSUES = ("freight", "decision")


def in_order(issue: str) -> list[tuple]:
    """The rules of ``issue``, the strongest first."""
    return sorted((row for row in TABLE if row[1] == issue), key=lambda row: (-row[2], row[0]))


def random_cases(count: int, seed: int = 1) -> list[dict]:
    rnd = Random(seed)
    return [
        {
            **{name: rnd.random() < 0.25 for name in BOOLS},
            **{name: rnd.randint(low, high) for name, (low, high) in RANGES.items()},
            **{name: rnd.choice(values) for name, values in CHOICES.items()},
        }
        for _ in range(count)
    ]


def if_elif():
    """The function a programmer would write: a parameter for each fact, one condition after the other.

    It returns for each issue ``(conclusion, deciding rule)``.
    """
    lines = [f"def decide(*, {', '.join([*BOOLS, *RANGES, *CHOICES])}):"]
    for issue in ISSUES:
        for at, (rule, _, _, condition, conclusion) in enumerate(in_order(issue)):
            lines.append(f"    {'elif' if at else 'if'} {condition}: {issue} = ({conclusion!r}, {rule!r})")
    lines.append("    return freight, decision")
    scope: dict = {}
    exec("\n".join(lines), scope)
    return scope["decide"]


def decision_tables() -> dict:
    """A JSON decision model with one first-hit table an issue: a column a fact, a row each way a rule can hold.

    Beside ``freight`` and ``decision`` they give the rules that decide them, as ``freight_by`` and ``decision_by``.
    """
    nodes = [{"id": "in", "name": "in", "type": "inputNode"}, {"id": "out", "name": "out", "type": "outputNode"}]
    edges = []
    for issue in ISSUES:
        nodes.append({"id": issue, "name": issue, "type": "decisionTableNode", "content": _table(issue)})
        edges += [
            {"id": f"in-{issue}", "sourceId": "in", "targetId": issue, "type": "edge"},
            {"id": f"{issue}-out", "sourceId": issue, "targetId": "out", "type": "edge"},
        ]
    return {"nodes": nodes, "edges": edges}


def _table(issue: str) -> dict:
    rows = [
        {"_id": f"{rule}-{at}", **cells, issue: f'"{conclusion}"', f"{issue}_by": f'"{rule}"'}
        for rule, _, _, condition, conclusion in in_order(issue)
        for at, cells in enumerate(_ways(ast.parse(condition, mode="eval").body))
    ]
    facts = [name for name in (*BOOLS, *RANGES, *CHOICES) if any(name in row for row in rows)]
    return {
        "hitPolicy": "first",
        "inputs": [{"id": name, "name": name, "field": name} for name in facts],
        "outputs": [{"id": name, "name": name, "field": name} for name in (issue, f"{issue}_by")],
        "rules": [{**dict.fromkeys(facts, ""), **row} for row in rows],
    }


def _ways(node: ast.expr) -> list[dict[str, str]]:
    """The rows of a condition: each a mapping of facts to unary tests that all have to hold."""
    match node:
        case ast.BoolOp(op=ast.Or(), values=values):
            return [row for value in values for row in _ways(value)]
        case ast.BoolOp(values=values):
            return [_merged(rows) for rows in product(*map(_ways, values))]
        case ast.Constant():
            return [{}]
        case ast.Name(id=name):
            return [{name: "true"}]
        case ast.UnaryOp(operand=ast.Name(id=name)):
            return [{name: "false"}]
        case ast.Compare(left=ast.Name(id=name), ops=[op], comparators=[right]):
            values = right.elts if isinstance(right, ast.Tuple) else [right]
            sign = {ast.Gt: "> ", ast.Lt: "< ", ast.LtE: "<= ", ast.NotEq: "!= "}.get(type(op), "")
            return [{name: sign + ", ".join(json.dumps(value.value) for value in values)}]
    raise ValueError(ast.dump(node))


def _merged(rows: Iterable[dict[str, str]]) -> dict[str, str]:
    return {name: test for row in rows for name, test in row.items()}
