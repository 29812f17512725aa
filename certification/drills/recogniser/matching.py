"""Find what the lexicon knows in a reply. Pure."""

import re
from dataclasses import dataclass
from itertools import islice

from certification.drills.recogniser.clauses import Unit, clauses, is_negated, sentences
from certification.drills.recogniser.lexicon_files import Entry, read_lexicon
from certification.drills.recogniser.normalise import View, dense, normalise

_MOST_HITS_PER_ENTRY = 20


@dataclass(frozen=True, slots=True)
class Hit:
    """An entry that matched; ``span`` is in the raw reply, ``start`` and ``end`` in the plain view.

    A denied hit is no act: its words are there, but negated or under an ``unless`` (不用加微信, 好评返现是违规的).
    """

    entry: Entry
    act: str
    span: tuple[int, int]
    start: int
    end: int
    is_conditional: bool
    is_denied: bool = False


@dataclass(frozen=True, slots=True)
class Reading:
    """A reply cut up: what patterns and the clause model look at."""

    raw: str
    view: View
    packed: View
    buyer: str
    clauses: tuple[Unit, ...]
    sentences: tuple[Unit, ...]

    def clause_at(self, place: int) -> Unit:
        """Return the clause that holds a place of the plain view (the last one before it between two)."""
        before = [unit for unit in self.clauses if unit.start <= place]
        return before[-1] if before else Unit(0, len(self.view.text), self.view.text)


def read(reply: str, buyer: str = "") -> Reading:
    view = normalise(reply)
    return Reading(
        reply,
        view,
        dense(view),
        normalise(buyer).text,
        tuple(clauses(view.text)),
        tuple(sentences(view.text)),
    )


def hits(reading: Reading) -> list[Hit]:
    """Return every hit of every entry, strong, weak and denied, in the order of the lexicon."""
    units = {
        "clause": reading.clauses,
        "sentence": reading.sentences,
        "reply": (Unit(0, len(reading.view.text), reading.view.text),),
        "dense": (Unit(0, len(reading.packed.text), reading.packed.text),),
    }
    found: list[Hit] = []
    for entry in read_lexicon().entries:
        if _may_apply(entry, reading):
            found += _entry_hits(entry, reading, units[entry.scope])
    return found


def _may_apply(entry: Entry, reading: Reading) -> bool:
    return (
        (entry.buyer is None or bool(entry.buyer.search(reading.buyer)))
        and (entry.reply_has is None or bool(entry.reply_has.search(reading.view.text)))
        and (entry.reply_lacks is None or not entry.reply_lacks.search(reading.view.text))
    )


def _entry_hits(entry: Entry, reading: Reading, units: tuple[Unit, ...]) -> list[Hit]:
    found: list[Hit] = []
    for unit in units:
        matches = [match for match in islice(entry.pattern.finditer(unit.text), _MOST_HITS_PER_ENTRY) if match.group()]
        if not matches:
            continue
        is_denied = entry.denies or (entry.unless is not None and bool(entry.unless.search(unit.text)))
        for match in matches:
            found += _hit(entry, reading, unit, match, is_denied=is_denied)
        if len(found) >= _MOST_HITS_PER_ENTRY:
            break
    return found


def _hit(entry: Entry, reading: Reading, unit: Unit, match: re.Match[str], *, is_denied: bool) -> list[Hit]:
    start, end = unit.start + match.start(), unit.start + match.end()
    anchor = unit.start + (match.start("a") if "a" in match.re.groupindex and match["a"] else match.start())
    if entry.scope == "dense":
        start, end, anchor = _out_of_dense(reading, start, end, anchor)
    clause = reading.clause_at(anchor)
    act, also = entry.act, entry.also
    if entry.negated != "keep" and is_negated(clause, anchor):
        is_denied = is_denied or entry.negated == "drop"
        act, also = (act, ()) if is_denied else (entry.negated, ())
    span = reading.view.to_raw(start, end)
    conditional = bool(read_lexicon().conditional.search(_with_clause_before(reading, clause)))
    return [Hit(entry, name, span, start, end, conditional, is_denied) for name in (act, *also)]


def _out_of_dense(reading: Reading, *places: int) -> list[int]:
    """Turn places of the dense view into places of the plain view; the second is an end."""
    order = [place for place, char in enumerate(reading.view.text) if char.isalnum()]
    return [order[place - 1] + 1 if i == 1 else order[place] for i, place in enumerate(places)]


def _with_clause_before(reading: Reading, clause: Unit) -> str:
    place = reading.clauses.index(clause) if clause in reading.clauses else 0
    before = reading.clauses[place - 1].text if place else ""
    return before + "，" + clause.text
