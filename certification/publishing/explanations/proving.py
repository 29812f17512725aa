"""As few facts as will do, found by the solver for the outcomes of which the engine's own search names too many."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from typing import Final

from cases import api
from certification.publishing.explanations.checking import Explained, explained
from certification.publishing.questions import Asked

_BATCH: Final = 100


def prove_explanations(
    asked: Sequence[Asked],
    *,
    edition: api.Edition,
    known: api.Proofs,
    progress: Callable[[int], None] = lambda _done: None,
) -> api.Proofs:
    """Return a proof for each outcome of which the search would name a fact that makes no difference.

    Args:
        asked: the questions.
        edition: the rules.
        known: proofs found before; those that still hold and are used are kept.
        progress: told how many explanations are done.
    """
    found: dict[str, dict[str, api.Proof]] = {}
    waiting, done = explained(asked, edition), 0
    while batch := list(islice(waiting, _BATCH)):
        for one, proof in _proved(batch, edition, known):
            found.setdefault(api.parse_case(one.case, edition=edition).hash, {})[one.issue] = proof
        done += len(batch)
        progress(done)
    return found


def _proved(
    batch: Sequence[Explained], edition: api.Edition, known: api.Proofs
) -> Iterator[tuple[Explained, api.Proof]]:
    checks = api.check_supports(edition, ({**one.request(), "flips": ()} for one in batch))
    idle = []
    for one, check in zip(batch, checks, strict=True):
        if check.superfluous:
            idle.append(one)
        elif (proof := _kept(one, edition, known)) is not None:
            yield one, proof
    yield from _least(idle, edition)


def _kept(one: Explained, edition: api.Edition, known: api.Proofs) -> api.Proof | None:
    """The proof that the names of an explanation come from, if they come from one."""
    case = api.parse_case(one.case, edition=edition)
    proof = known.get(case.hash, {}).get(one.issue)
    return proof if proof == api.proof_of(case, one.issue, one.names, edition=edition) else None


def _least(batch: Iterable[Explained], edition: api.Edition) -> Iterator[tuple[Explained, api.Proof]]:
    batch = list(batch)
    if batch:
        for one, names in zip(batch, api.least_supports(edition, (each.request() for each in batch)), strict=True):
            if names is not None:
                case = api.parse_case(one.case, edition=edition)
                yield one, api.proof_of(case, one.issue, names, edition=edition)
