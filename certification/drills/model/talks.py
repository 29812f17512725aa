"""The buyer's lines in a model's words: asked for after a turn was stored, kept beside it, put on for the eye.

`DrillRun.wording` is turn (0: the opening) → `lines` as shown and `waited`, whole seconds that the model took.
"""

import time
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from django.db import transaction

from certification.drills.domain.play import BuyerLine, Play
from certification.drills.model.assistant import assistant
from certification.drills.models import DrillRun


def reword(run: DrillRun, number: int, lines: Sequence[str], *, mood: str) -> None:
    """Have the model say lines in other words, and keep those that differ. Never fails for the model's sake.

    Only in practice: in an exam everybody reads the script's words, and nobody waits. Call it outside transactions.

    Args:
        run: one's own run; its row is locked for a moment.
        number: the turn that the lines answer; 0 for the opening.
        lines: what the script's buyer says there.
        mood: the buyer's, as the script names it.
    """
    if not run.is_practice or not lines:
        return
    began = time.monotonic()
    said = assistant().reword(lines, mood=mood)
    waited = int(time.monotonic() - began)
    if said == tuple(lines) and not waited:
        return
    with transaction.atomic():
        locked = DrillRun.objects.select_for_update().get(pk=run.pk)
        locked.wording[str(number)] = {"lines": list(said), "waited": waited}
        locked.save(update_fields=["wording"])
    run.wording = locked.wording


def waited_for(run: DrillRun, number: int) -> int:
    """Return the seconds that the model took over the lines after a turn: the trainee saw them that much later."""
    return int(run.wording.get(str(number), {}).get("waited", 0))


def as_shown(play: Play, wording: Mapping[str, Mapping[str, Any]]) -> Play:
    """Return a talk in the words that were shown. For pages alone: what is judged is the talk itself."""
    if not wording:
        return play
    said = {int(number): one["lines"] for number, one in wording.items()}
    (opening,) = _worded((BuyerLine(play.opening),), said.get(0, ()))
    turns = tuple(replace(one, lines=_worded(one.lines, said.get(one.number, ()))) for one in play.turns)
    return replace(play, opening=opening.text, turns=turns)


def _worded(lines: tuple[BuyerLine, ...], said: Sequence[str]) -> tuple[BuyerLine, ...]:
    if len(said) != len(lines):  # the script has changed since: its own words are right
        return lines
    return tuple(replace(line, text=text) for line, text in zip(lines, said, strict=True))
