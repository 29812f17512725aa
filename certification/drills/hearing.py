"""The one place where a reply is recognised: once, when it arrives."""

from collections.abc import Callable

from certification.drills.domain.acts import Heard, Hearing
from certification.drills.recogniser import VERSION, recognise
from certification.drills.script.model import Script
from certification.drills.script.patterns import ActPattern

_KINDS = frozenset({"photo", "video", "waybill", "receipt", "other"})


def hear(reply: str, buyer: str = "") -> Hearing:
    """Return what the recogniser makes of a reply; `buyer` is the line it answers."""
    found = recognise(reply, buyer=buyer)
    acts = tuple(Heard(one.name, dict(one.args), one.span, one.confidence) for one in found.acts)
    return Hearing(acts, found.abstained, VERSION)


def declared(script: Script) -> Callable[[str, str], Hearing]:
    """Return a recogniser that hears in the script's transcripts what they say is there."""
    known = {line.say: line.acts for each in script.transcripts for line in each.turns}

    def told(reply: str, _buyer: str) -> Hearing:
        return Hearing(tuple(_heard(one, len(reply)) for one in known.get(reply, ())), (), "declared")

    return told


def _heard(pattern: ActPattern, length: int) -> Heard:
    args: dict[str, object] = {}
    if pattern.word:
        args["kind" if pattern.word in _KINDS else "to"] = pattern.word
    if pattern.amount is not None:
        args["amount"] = pattern.amount.value + {">": 1, "<": -1}.get(pattern.amount.op, 0)
    return Heard(pattern.name, args, (0, length))
