"""Recognise the acts of one reply: lexicon, clause model, slots, and the decision between them. Pure."""

from certification.drills.recogniser.acts import Act, Recognition
from certification.drills.recogniser.arguments import arguments
from certification.drills.recogniser.matching import Hit, hits, read

_CONFIDENCE = 0.9


def recognise(reply: str, *, buyer: str = "") -> Recognition:
    """Return what ``reply`` says and promises, as an answer to the line ``buyer``.

    Never raises on any text. The same text gives the same answer, whatever came before.
    """
    reading = read(reply, buyer)
    best: dict[str, Hit] = {}
    for hit in hits(reading):
        if not hit.entry.weak:
            best.setdefault(hit.act, hit)
    acts = [Act(name, arguments(hit, reading), hit.span, _CONFIDENCE) for name, hit in best.items()]
    return Recognition(tuple(sorted(acts, key=lambda act: (act.span, act.name))), ())
