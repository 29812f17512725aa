"""Hard limits, exactly: an integer programme says whether they can be kept, and if not, which ones are short.

Asked only where drawing did not get there by itself.
"""

from collections.abc import Sequence
from importlib import import_module
from typing import Any, Final

from certification.core.refusals import Refusal
from certification.papers.domain.blueprint import Dimension, Quota, Unit
from certification.papers.domain.lacking import Shortage, shortages_refusal
from certification.papers.domain.stock import Limit, Stock

SOLVED, INFEASIBLE = 0, 2
#: A bound by nodes, not by time: the same question gets the same answer on any machine.
NODES: Final = 50_000


def solve(stock: Stock, costs: Sequence[int]) -> list[int] | Refusal:
    """Return the cheapest choice that keeps every hard limit, or a refusal with what is short.

    Args:
        stock: the candidates.
        costs: of each candidate; what decides between choices that are equally allowed.
    """
    programme = _Programme(stock)
    found = programme.run(costs, elastic=False)
    if found.status == SOLVED:
        return [index for index in range(len(stock.candidates)) if found.x[index] > 0.5]  # noqa: PLR2004 - 0 or 1
    if found.status == INFEASIBLE:
        nearest = programme.run([0] * len(costs), elastic=True)
        if nearest.status == SOLVED:
            return shortages_refusal(programme.shortages(nearest.x))
    return Refusal("papers.not-found", {"size": stock.blueprint.size, "have": len(stock.candidates)})


class _Programme:
    """One 0-1 variable a candidate; rows for types and hard limits, which may be made elastic, and for exclusions."""

    def __init__(self, stock: Stock) -> None:
        # Loaded when first needed: it takes a second and some fifty megabytes that no worker should pay for nothing.
        self.numpy: Any = import_module("numpy")
        self.optimize: Any = import_module("scipy.optimize")
        self.stock = stock
        blueprint = stock.blueprint
        self.types = list(blueprint.types)
        self.limits = [(number, limit) for number, limit in enumerate(stock.limits) if limit.is_hard]
        self.count = len(stock.candidates)

    def run(self, costs: Sequence[int], *, elastic: bool) -> Any:
        """Minimise the costs, or with `elastic` what types and limits are missed by."""
        stretched = 2 * (len(self.types) + len(self.limits)) if elastic else 0
        matrix, least, most = self._rows(stretched)
        weights = [self._weight(number) for number in range(stretched)]
        bounds = self.optimize.Bounds([0] * (self.count + stretched), [1] * self.count + [self.numpy.inf] * stretched)
        return self.optimize.milp(
            [*costs, *weights],
            constraints=self.optimize.LinearConstraint(matrix, least, most),
            integrality=[1] * (self.count + stretched),
            bounds=bounds,
            options={"node_limit": NODES},
        )

    def _weight(self, number: int) -> int:
        """Return what a unit off costs: a question or a point is worth the same; quotas give way before types."""
        row = number // 2
        if row < len(self.types):
            return 1000
        limit = self.limits[row - len(self.types)][1]
        return 1 if limit.quota.unit is Unit.POINTS else 100

    def _rows(self, stretched: int) -> tuple[Any, Any, Any]:
        rows: list[list[int]] = []
        least: list[int] = []
        most: list[float] = []
        for kind in self.types:
            rows.append([int(one.type == kind) for one in self.stock.candidates])
            least.append(self.stock.blueprint.types[kind].count)
            most.append(self.stock.blueprint.types[kind].count)
        amounts = [dict(pairs) for pairs in self.stock.amounts]
        for number, limit in self.limits:
            rows.append([pairs.get(number, 0) for pairs in amounts])
            least.append(limit.least)
            most.append(self.numpy.inf if limit.most is None else limit.most)
        elastic = len(rows)
        for members in self._exclusions():
            rows.append([int(index in members) for index in range(self.count)])
            least.append(0)
            most.append(1)
        matrix = self.numpy.array(rows, dtype=float)
        if stretched:
            slack = self.numpy.zeros((len(rows), stretched))
            for row in range(elastic):
                slack[row, 2 * row], slack[row, 2 * row + 1] = 1, -1
            matrix = self.numpy.hstack([matrix, slack])
        return matrix, least, most

    def _exclusions(self) -> list[set[int]]:
        """Return the sets of candidates of which a paper takes one."""
        members: dict[int, set[int]] = {}
        for index, marks in enumerate(self.stock.marks):
            for mark in marks:
                members.setdefault(mark, set()).add(index)
        return [found for found in members.values() if len(found) > 1]

    def shortages(self, values: Sequence[float]) -> list[Shortage]:
        """Read from an elastic solution what has to give way."""
        found = []
        for row, kind in enumerate(self.types):
            asked = self.stock.blueprint.types[kind].count
            short = round(values[self.count + 2 * row])
            if short:
                found.append(Shortage("type", kind, str(Unit.QUESTIONS), asked, asked - short))
        for place, (_number, limit) in enumerate(self.limits, start=len(self.types)):
            short, over = (round(values[self.count + 2 * place + side]) for side in (0, 1))
            if short:
                found.append(_shortage(limit, limit.least, limit.least - short, is_over=False))
            if over and limit.most is not None:
                found.append(_shortage(limit, limit.most, limit.most + over, is_over=True))
        return found


def _shortage(limit: Limit, asked: int, have: int, *, is_over: bool) -> Shortage:
    quota: Quota = limit.quota
    kind: Dimension = quota.dimension
    return Shortage(str(kind), quota.name, str(quota.unit), asked, have, is_over)
