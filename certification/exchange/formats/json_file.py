"""The bank as JSON: all that a question says, and its answer. The schema is in docs/reference/exchange.md."""

import json
from collections.abc import Iterable
from typing import Any, Final

from certification.exchange.domain import ForeignQuestion

SCHEMA: Final = "mingduan.questions/1"


def write_json(questions: Iterable[ForeignQuestion], *, edition: str) -> bytes:
    """Return questions as one JSON document; the same questions are the same bytes."""
    told = {"schema": SCHEMA, "edition": edition, "questions": [_told(one) for one in questions]}
    return json.dumps(told, ensure_ascii=False, indent=1).encode() + b"\n"


def _told(one: ForeignQuestion) -> dict[str, Any]:
    return {
        "id": one.external_id,
        "type": str(one.type),
        "ask": str(one.ask),
        "stem": one.stem,
        "options": [
            {
                "text": option.text, "right": option.right, "feedback": option.feedback, "pinned": option.pinned,
                "claim": option.claim, "overlay": dict(option.overlay),
            }
            for option in one.options
        ],
        "answer": list(one.answer),
        "explanation": one.explanation,
        "proven": bool(one.case or one.cited),
        "case": dict(one.case),
        "cited": list(one.cited) if one.cited else None,
        "difficulty": one.difficulty,
        "category": one.category,
        "tags": list(one.tags),
        "enemies": one.enemies,
        "template": one.template,
        "pool": str(one.pool or "open"),
    }  # fmt: skip
