"""What was sent back: form fields or text → a case in its raw form. Nothing is checked here beyond shape."""

import json
import re
from collections.abc import Mapping
from typing import Any

from cases.api import Edition

# A time as people write it in Chinese: 付款 + 49 小时.
_RELATIVE = re.compile(r"(.+?)\s*(?:([+-])|之?(后|前))\s*(?:第)?\s*(\d+)\s*(分钟|分|小时|天|min|h|d)\s*")
_UNITS = {"分钟": "min", "分": "min", "小时": "h", "天": "d"}
_WORDS = {"有": "yes", "发生": "yes", "是": "yes", "没有": "no", "无": "no", "否": "no", "不清楚": "?", "？": "?"}
_SEPARATOR = re.compile(r"\s*(?:<|＜|,|，|、|→|->)\s*")


def read_form(fields: Mapping[str, str], *, edition: Edition) -> dict[str, Any]:
    """Return the case that a form describes; empty fields are left out."""
    words = edition.vocabulary
    ids = {event.label: event.id for event in words.events.values()}
    case: dict[str, Any] = {}
    stack = {level: fields.get(f"stack.{level}", "").strip() for level in ("platform", "shop")}
    if stack := {level: book for level, book in stack.items() if book}:
        case["stack"] = stack
    case["as_of"] = fields.get("as_of", "").strip()
    facts = {name: fields.get(f"fact.{name}", "").strip() for name in words.facts}
    events = {name: read_time(fields.get(f"event.{name}", ""), ids) for name in words.events}
    case["facts"] = {name: value for name, value in facts.items() if value}
    case["events"] = {name: value for name, value in events.items() if value}
    if order := fields.get("order", "").strip():
        case["order"] = [ids.get(name, name) for name in _SEPARATOR.split(order) if name]
    if acts := [*_read_acts(fields, edition), *_kept_acts(fields)]:
        case["acts"] = acts
    return case


def read_time(text: str, ids: Mapping[str, str]) -> str:
    """Return the time of an event as a case writes it: 付款后 49 小时 is ``paid + 49h``."""
    text = text.strip().replace("：", ":").replace("＋", "+")
    if text in _WORDS:
        return _WORDS[text]
    found = _RELATIVE.fullmatch(text)
    if not found:
        return text
    anchor, sign, side, number, unit = found.groups()
    sign = sign or ("+" if side == "后" else "-")
    anchor = anchor.strip(" “”")
    return f"{ids.get(anchor, anchor)} {sign} {number}{_UNITS.get(unit, unit)}"


def _read_acts(fields: Mapping[str, str], edition: Edition) -> list[dict[str, str]]:
    acts = []
    for act in edition.vocabulary.acts.values():
        if f"act.{act.id}" in fields:
            args = {arg: fields.get(f"act.{act.id}.{arg}", "").strip() for arg in act.args}
            acts.append({"act": act.id, **{arg: value for arg, value in args.items() if value}})
    return acts


def _kept_acts(fields: Mapping[str, str]) -> list[Any]:
    """Return the acts that the form could not show and sent along as they were."""
    try:
        kept = json.loads(fields.get("kept_acts") or "[]")
    except (ValueError, RecursionError):
        return ["?"]
    return kept if isinstance(kept, list) else [kept]
