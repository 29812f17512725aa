"""Every explanation of every question, put to the solver.

Three claims are made of the cases that can happen, with every fact known (unproven is a value, open is none):
*sufficient*: none that agrees in the facts named comes out otherwise; *minimal*: for each fact named there is one that
agrees in all others named and comes out otherwise; *faithful*: each flip that a ruling shows gives another outcome.
The solver judges all three. An explanation is made without it, by a search that gives up after so many tries and then
names a fact too many; where it does, a proof that the solver found beforehand takes its place (:mod:`.proving`).
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final

from cases import api
from certification.bank.deriving import case_of_key
from certification.publishing.questions import Asked

SETTLED: Final = ("decided", "conflict", "gap")
_BATCH: Final = 100


@dataclass(frozen=True, slots=True)
class Explained:
    """One issue of one question: what its outcome rests on, and the flips shown for it, as whole cases."""

    code: str
    case: Mapping[str, Any]
    issue: str
    names: tuple[str, ...]
    flips: tuple[Mapping[str, Any], ...]

    def request(self) -> dict[str, Any]:
        """What the solver is asked."""
        return {"case": self.case, "issue": self.issue, "names": self.names, "flips": self.flips}


@dataclass(slots=True)
class Checked:
    """What came of it: how many were looked at, and which do not hold, as `question issue: what`."""

    questions: int = 0
    explanations: int = 0
    names: int = 0
    flips: int = 0
    insufficient: list[str] = field(default_factory=list)
    idle: list[str] = field(default_factory=list)
    unfaithful: list[str] = field(default_factory=list)
    undecided: list[str] = field(default_factory=list)

    @property
    def holds(self) -> bool:
        return not (self.insufficient or self.idle or self.unfaithful or self.undecided)

    def to_json(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in self.__slots__}


def explained(asked: Iterable[Asked], edition: api.Edition) -> Iterator[Explained]:
    """Yield the settled issues of each case that a reader of a question is shown, with the flips shown for them."""
    for code, raw, case in cases_shown(asked, edition):
        shown: dict[str, list[Mapping[str, Any]]] = {}
        for flip in api.explain(case, edition=edition).flips:
            shown.setdefault(flip.issue, []).append(api.lay_over(raw, flip.overlay))
        for one in _named(code, raw, case, edition):
            yield replace(one, flips=tuple(shown.get(one.issue, ())))


def named(asked: Iterable[Asked], edition: api.Edition) -> Iterator[Explained]:
    """Yield the settled issues of each case that a reader of a question is shown, with what they rest on alone."""
    for code, raw, case in cases_shown(asked, edition):
        yield from _named(code, raw, case, edition)


def _named(code: str, raw: Mapping[str, Any], case: api.Case, edition: api.Edition) -> Iterator[Explained]:
    for issue, outcome in api.adjudicate(case, edition=edition).issues.items():
        if outcome.status in SETTLED:
            yield Explained(code, raw, issue, (*outcome.rests_on, *outcome.assumed), ())


def cases_shown(asked: Iterable[Asked], edition: api.Edition) -> Iterator[tuple[str, Mapping[str, Any], api.Case]]:
    """Yield each question's own case, and the one in which its keyed option is true; the same case once."""
    seen: set[str] = set()
    for one in asked:
        for raw in (one.question.case, case_of_key(one.content, api.derive_key(one.question, edition=edition).key)):
            case = api.parse_case(raw, edition=edition)
            if case.hash not in seen:
                seen.add(case.hash)
                yield one.code, raw, case


def check_explanations(
    asked: Sequence[Asked],
    *,
    edition: api.Edition,
    progress: Callable[[int], None] = lambda _done: None,
) -> Checked:
    """Check the explanations of all these questions.

    Args:
        asked: the questions.
        edition: the rules.
        progress: told how many explanations are done.
    """
    checked = Checked(questions=len(asked))
    batch: list[Explained] = []
    for one in explained(asked, edition):
        batch.append(one)
        if len(batch) == _BATCH:
            _check(batch, edition, checked)
            progress(checked.explanations)
            batch = []
    _check(batch, edition, checked)
    progress(checked.explanations)
    return checked


def _check(batch: Sequence[Explained], edition: api.Edition, checked: Checked) -> None:
    found = api.check_supports(edition, (one.request() for one in batch))
    for one, proved in zip(batch, found, strict=True):
        place = f"{one.code} {one.issue}"
        checked.explanations += 1
        checked.names += len(one.names)
        checked.flips += len(one.flips)
        checked.idle += [f"{place}：{name}" for name in proved.superfluous]
        if proved.sufficient is None:
            checked.undecided.append(place)
        elif not proved.sufficient:
            checked.insufficient.append(f"{place}：{proved.witness}")
        checked.unfaithful += [f"{place}：{one.flips[at]}" for at in proved.unfaithful]
