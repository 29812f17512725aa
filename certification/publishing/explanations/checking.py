"""Every explanation of every question, put to the solver.

Three claims are made. *Sufficient*: no case that agrees in the facts named comes out otherwise. *Minimal*: with any one
of them unknown, besides all that is not named, the outcome is not settled. *Faithful*: each flip that a ruling shows
gives another outcome. The solver proves the first and the third; it is asked, too, how many of the facts named make no
difference once their value is known, which is a matter of the rules and no fault.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from cases import api
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

    def request(self, *, idle: bool) -> dict[str, Any]:
        """What the solver is asked; `idle`: also which of the facts make no difference once they are known."""
        return {"case": self.case, "issue": self.issue, "names": self.names, "flips": self.flips, "spare": idle}


@dataclass(slots=True)
class Checked:
    """What came of it: how many were looked at, and which do not hold, as `question issue: what`."""

    questions: int = 0
    explanations: int = 0
    names: int = 0
    flips: int = 0
    idle: int = 0
    insufficient: list[str] = field(default_factory=list)
    not_minimal: list[str] = field(default_factory=list)
    unfaithful: list[str] = field(default_factory=list)
    undecided: list[str] = field(default_factory=list)

    @property
    def holds(self) -> bool:
        return not (self.insufficient or self.not_minimal or self.unfaithful or self.undecided)

    def to_json(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in self.__slots__}


def explained(asked: Iterable[Asked], edition: api.Edition) -> Iterator[Explained]:
    """Yield the settled issues of each question's case; the same case is explained once."""
    seen: set[str] = set()
    for one in asked:
        case = api.parse_case(one.question.case, edition=edition)
        if case.hash in seen:
            continue
        seen.add(case.hash)
        shown: dict[str, list[Mapping[str, Any]]] = {}
        for flip in api.explain(case, edition=edition).flips:
            shown.setdefault(flip.issue, []).append(api.lay_over(one.question.case, flip.overlay))
        for issue, outcome in api.adjudicate(case, edition=edition).issues.items():
            if outcome.status in SETTLED:
                names = (*outcome.rests_on, *outcome.assumed)
                yield Explained(one.code, one.question.case, issue, names, tuple(shown.get(issue, ())))


def check_explanations(
    asked: Sequence[Asked],
    *,
    edition: api.Edition,
    idle: bool = False,
    progress: Callable[[int], None] = lambda _done: None,
) -> Checked:
    """Check the explanations of all these questions.

    Args:
        asked: the questions.
        edition: the rules.
        idle: whether to count the facts that make no difference once they are known; takes ten times as long.
        progress: told how many explanations are done.
    """
    checked = Checked(questions=len(asked))
    batch: list[Explained] = []
    for one in explained(asked, edition):
        batch.append(one)
        if len(batch) == _BATCH:
            _check(batch, edition, checked, idle=idle)
            progress(checked.explanations)
            batch = []
    _check(batch, edition, checked, idle=idle)
    progress(checked.explanations)
    return checked


def _check(batch: Sequence[Explained], edition: api.Edition, checked: Checked, *, idle: bool) -> None:
    found = api.check_supports(edition, (one.request(idle=idle) for one in batch))
    for one, proved in zip(batch, found, strict=True):
        place = f"{one.code} {one.issue}"
        checked.explanations += 1
        checked.names += len(one.names)
        checked.flips += len(one.flips)
        checked.idle += len(proved.superfluous)
        if proved.sufficient is None:
            checked.undecided.append(place)
        elif not proved.sufficient:
            checked.insufficient.append(f"{place}：{proved.witness}")
        case = api.parse_case(one.case, edition=edition)
        checked.not_minimal += [
            f"{place}：{name}" for name in api.spared(case, one.names, edition=edition, issue=one.issue)
        ]
        checked.unfaithful += [f"{place}：{one.flips[at]}" for at in proved.unfaithful]
