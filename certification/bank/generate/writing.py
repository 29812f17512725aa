"""Drafts as an item file: the format that authors write, so that a draft becomes an item by editing it."""

import re
from collections.abc import Iterable, Mapping
from typing import Any, Final

from certification.bank.domain import QuestionType, digest
from certification.bank.generate.drafting import Draft

_UNSAFE: Final = re.compile(r"[,\[\]{}#&*!|>'\"%@`]|: |^[-?:@\s]|\s$")


def items_text(drafts: Iterable[Draft], *, edition: str, seed: int, rule: str) -> str:
    """Return the drafts as the text of an item file."""
    note = f"生成自 {rule}，种子 {seed}，规则库 {edition.removeprefix('sha256:')[:8]}"
    return "items:\n" + "\n".join(_item(draft, rule, note) for draft in drafts)


def _item(draft: Draft, rule: str, note: str) -> str:
    content, case = draft.content, draft.content.case
    lines = [f"  - id: {draft.id}", f"    type: {content.type}", f"    stem: {_scalar(content.stem, flow=False)}"]
    if content.type is not QuestionType.TRUEFALSE:
        lines.append(f"    ask: {content.ask}")
    lines += [
        f"    {name}: {_flow(case[name])}"
        for name in ("stack", "as_of", "facts", "events", "order", "acts")
        if case.get(name)
    ]
    if content.type is QuestionType.TRUEFALSE:
        lines.append(f"    claim: {_scalar(content.options[0].claim, flow=False)}")
    else:
        lines.append("    options:")
        lines += [f"      - {_option(one)}" for one in content.options]
    lines.append(f"    expected: [{', '.join(draft.key)}]")
    lines.append(f"    template: {rule}-{digest(case)[:8]}")  # what is asked of one case is never asked on one paper
    lines.append(f"    provenance: {{own: {_scalar(draft.origin)}, note: {_scalar(note)}}}")
    return "\n".join(lines) + "\n"


def _option(one: Any) -> str:
    told = f"text: {_scalar(one.text)}, claim: {_scalar(one.claim)}"
    return f"{{{told}, set: {_flow(one.overlay)}}}" if one.overlay else f"{{{told}}}"


def _flow(value: Any) -> str:
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{key}: {_flow(item)}" for key, item in value.items()) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(_flow(item) for item in value) + "]"
    return _scalar(value)


def _scalar(value: Any, *, flow: bool = True) -> str:
    text = {True: "yes", False: "no"}.get(value, str(value)) if isinstance(value, bool) else str(value)
    unsafe = _UNSAFE.search(text) if flow else re.search(r": | #|^[-?:@&*!|>'\"%`\[\]{}]|\s$", text)
    return "'" + text.replace("'", "''") + "'" if unsafe or not text else text
