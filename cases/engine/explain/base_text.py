"""The base view of a 裁决书 as plain text: verdict, and each ground in one sentence. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from cases.engine.explain.views import Explanation


def base_text(explanation: Explanation) -> str:
    """A few lines; the whole document is :func:`cases.engine.explain.text.ruling_text`."""
    return "\n".join(_lines(explanation)) + "\n"


def _lines(explanation: Explanation) -> Iterator[str]:
    yield explanation.headline
    if explanation.sub:
        yield explanation.sub
    for view in explanation.base:
        yield ""
        yield f"{view.question}　{view.value_text}"
        yield f"  {view.ground}"
        if view.rules:
            yield f"  依据 {'、'.join(view.rules)}。"
