"""As few facts as will do, found by the solver for the outcomes of which the engine's own search names too many."""

from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from typing import Final

from cases import api
from certification.publishing.explanations.checking import Explained, named
from certification.publishing.questions import Asked

_BATCH: Final = 50


def prove_explanations(
    asked: Sequence[Asked],
    *,
    edition: api.Edition,
    known: api.Proofs,
    keep: Callable[[api.Proofs], None] = lambda _proofs: None,
    progress: Callable[[int], None] = lambda _done: None,
) -> api.Proofs:
    """Return a proof for each outcome of which the search would name a fact that makes no difference.

    Args:
        asked: the questions.
        edition: the rules.
        known: proofs found before; those that still hold and are used are kept and not looked for again.
        keep: told after every batch what there is so far, `known` included, so that nothing is lost by an interruption.
        progress: told how many explanations are done.
    """
    found: dict[str, dict[str, api.Proof]] = {}
    waiting, done = named(asked, edition), 0
    while batch := list(islice(waiting, _BATCH)):
        for one, proof in _proved(batch, edition, known):
            found.setdefault(api.parse_case(one.case, edition=edition).hash, {})[one.issue] = proof
        done += len(batch)
        keep({case: {**known.get(case, {}), **found.get(case, {})} for case in (*known, *found)})
        progress(done)
    return found


def _proved(
    batch: Sequence[Explained], edition: api.Edition, known: api.Proofs
) -> Iterator[tuple[Explained, api.Proof]]:
    unproved = []
    for one in batch:
        proof = _kept(one, edition, known)
        if proof is None:
            unproved.append(one)
        else:
            yield one, proof
    idle = _with_idle_names(unproved, edition)
    least = api.least_supports(edition, (one.request() for one in idle)) if idle else ()
    for one, names in zip(idle, least, strict=True):
        if names is not None and len(names) < len(one.names):
            yield one, api.proof_of(api.parse_case(one.case, edition=edition), one.issue, names, edition=edition)


def _with_idle_names(some: Sequence[Explained], edition: api.Edition) -> list[Explained]:
    """Those that name too many: to tell is much quicker than to find the fewest."""
    found = api.check_supports(edition, (one.request() for one in some)) if some else ()
    return [one for one, checked in zip(some, found, strict=True) if checked.superfluous]


def _kept(one: Explained, edition: api.Edition, known: api.Proofs) -> api.Proof | None:
    """The proof that the names of an explanation come from, if they come from one."""
    case = api.parse_case(one.case, edition=edition)
    proof = known.get(case.hash, {}).get(one.issue)
    return proof if proof == api.proof_of(case, one.issue, one.names, edition=edition) else None
