"""Recognise the acts of one reply: lexicon, clause model, slots, and the decision between them. Pure."""

from collections.abc import Iterable

from certification.drills.recogniser.acts import FURTHER, LABELS, Act, Recognition
from certification.drills.recogniser.arguments import arguments, arguments_of_clause
from certification.drills.recogniser.deciding import gather, judge
from certification.drills.recogniser.matching import Hit, Reading, hits, read
from certification.drills.recogniser.model import Suspicion, suspicions, whole_suspicions

_FURTHER_CONFIDENCE = 0.9


def recognise(reply: str, *, buyer: str = "") -> Recognition:
    """Return what ``reply`` says and promises, as an answer to the line ``buyer``.

    Never raises on any text. The same text gives the same answer, whatever came before.
    """
    reading = read(reply, buyer)
    if not reading.clauses:
        return Recognition((), ())
    found = hits(reading)
    suspected = suspicions(reading.clauses)
    log_odds = {name: suspicion.log_odds for name, suspicion in suspected.items()}
    evidence = gather(reading, found, log_odds, whole_suspicions(reading.clauses, reading.buyer))
    acts: list[Act] = []
    abstained: list[str] = []
    for name in LABELS:
        judged = judge(name, evidence[name])
        if judged.is_abstained:
            abstained.append(name)
        if judged.is_reported:
            acts.append(_act(name, _first(found, name), suspected[name], judged.probability, reading))
    for name in FURTHER:
        hit = _first(found, name)
        if hit:
            acts.append(Act(name, arguments(hit, reading), hit.span, _FURTHER_CONFIDENCE))
    return Recognition(tuple(sorted(acts, key=lambda act: (act.span, act.name))), tuple(abstained))


def read_ahead() -> None:
    """Read every data file now, so that the first reply does not wait for it."""
    recognise("您好，运费我们承担。", buyer="退货运费谁出？")


def _first(found: Iterable[Hit], name: str) -> Hit | None:
    fitting = [hit for hit in found if hit.act == name and not hit.entry.weak and not hit.is_denied]
    return min(fitting, key=lambda hit: hit.span, default=None)


def _act(name: str, hit: Hit | None, suspicion: Suspicion, probability: float, reading: Reading) -> Act:
    if hit:
        return Act(name, arguments(hit, reading), hit.span, probability)
    clause = suspicion.clause or reading.clauses[0]
    start = clause.start + len(clause.text) - len(clause.text.lstrip())
    end = clause.end - len(clause.text) + len(clause.text.rstrip())
    return Act(name, arguments_of_clause(name, start, end, reading), reading.view.to_raw(start, end), probability)
