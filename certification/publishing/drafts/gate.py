"""What keeps a draft from being published: each reason with what to do about it."""

import re
from collections.abc import Iterator
from datetime import datetime
from typing import Final

from cases import api
from certification.core.refusals import Refusal
from certification.publishing.drafts.closing import why_not_change
from certification.publishing.drafts.domain import RunState, Waived
from certification.publishing.drafts.impact import present_bank
from certification.publishing.drafts.models import DraftEdition
from certification.publishing.drafts.reading import CheckState, read_check

LONGEST_LABEL: Final = 32
LONGEST_WHY: Final = 500
_NUMBERED: Final = re.compile(r"(.*?)(\d+)")


def reasons(draft: DraftEdition, state: CheckState) -> tuple[Refusal, ...]:
    """Return every reason that speaks against publishing the draft as it stands, what has to be done first first."""
    closed = why_not_change(draft)
    if closed is not None:
        return (closed,)
    if not draft.rules.all().standing().exists():
        return (Refusal("drafts.nothing-changed"),)
    if draft.base != api.current_edition_id():
        return (Refusal("drafts.base-moved"),)
    return tuple(_of_check(state))


def why_not_publish(draft: DraftEdition, *, now: datetime) -> Refusal | None:
    """Say why the draft may not be published; None if it may."""
    return next(iter(reasons(draft, read_check(draft, now=now))), None)


def _of_check(state: CheckState) -> Iterator[Refusal]:
    if state.problems:
        yield Refusal("drafts.problems", {"number": len(state.problems)})
    if state.check is None or state.check.state in (RunState.FAILED, RunState.INTERRUPTED, RunState.SUPERSEDED):
        yield Refusal("drafts.unchecked")
        return
    if not state.is_done:
        yield Refusal("drafts.still-checking")
        return
    yield from _of_findings(state)
    if state.impact is not None and state.impact.bank != present_bank():
        yield Refusal("drafts.bank-moved")


def _of_findings(state: CheckState) -> Iterator[Refusal]:
    found = [one for one in state.standing or () if one.is_open]
    if number := sum(one.kind is None for one in found):
        yield Refusal("drafts.conflicts", {"number": number})
    if number := sum(one.kind is Waived.GAP for one in found):
        yield Refusal("drafts.gaps", {"number": number})
    if number := sum(one.kind is Waived.DEAD for one in found):
        yield Refusal("drafts.dead", {"number": number})
    if number := sum(one.kind is Waived.INVARIANT for one in found):
        yield Refusal("drafts.invariants", {"number": number})
    if number := sum(one.kind is Waived.TIMEOUT for one in found):
        yield Refusal("drafts.timeouts", {"number": number})


def why_not_named(label: str, why: str) -> Refusal | None:
    """Say why an edition cannot be called so: nothing is said, too much, or another one has the name."""
    if not label:
        return Refusal("drafts.label-missing")
    if len(label) > LONGEST_LABEL or len(why) > LONGEST_WHY:
        return Refusal("drafts.text-too-long", {"label": LONGEST_LABEL, "why": LONGEST_WHY})
    if any(one.label == label for one in api.list_editions()):
        return Refusal("drafts.label-taken", {"label": label})
    if not why:
        return Refusal("drafts.why-missing")
    return None


def next_label() -> str:
    """Return a name that no edition has: that of the edition in force, counted on."""
    taken = {one.label for one in api.list_editions()}
    label = api.current_edition().label
    while label in taken:
        found = _NUMBERED.fullmatch(label)
        label = f"{found[1]}{int(found[2]) + 1}" if found else f"{label}.2"
    return label
