"""Statistics of items and of a paper by classical test theory.

The definitions, names and units are those of Moodle's quiz statistics (docs.moodle.org, “Quiz statistics
calculations”), so that the figures can be laid beside a public reference. Weights, indices, the coefficient of internal
consistency and the error ratio are in per cent, the facility is a share of 1, everything else is in marks. A figure
that is not defined, such as the spread of a single answer, is None.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import fmean, median
from typing import Final

from certification.competency.measuring.table import MarkTable

#: Two-sided 95 % of the normal distribution.
Z_95: Final = 1.959963984540054
#: So many values have a spread, a skewness, a kurtosis or an interval of their correlation.
FOR_SPREAD, FOR_SKEWNESS, FOR_KURTOSIS, FOR_INTERVAL = 2, 3, 4, 4
#: Marks are sums of floats: what is smaller is zero but for their rounding.
TINY: Final = 1e-12
WHOLE: Final = 100.0


@dataclass(frozen=True, slots=True)
class ItemStatistics:
    """One item over everybody who sat the paper; no answer counts as 0, as it does for the mark.

    `facility_interval` and `discrimination_interval` are 95 % intervals: of the mean by the normal approximation, of
    the index, which is a correlation, by Fisher's transformation. `random_guess_score` is what a blind guess is
    expected to get, a share of 1; None where the table does not say.
    """

    n: int
    answered: int
    max_mark: float
    facility: float
    facility_interval: tuple[float, float] | None
    sd: float | None
    intended_weight: float
    effective_weight: float | None
    discrimination_index: float | None
    discrimination_interval: tuple[float, float] | None
    discriminative_efficiency: float | None
    mark_variance: float | None
    other_mark_variance: float | None
    covariance: float | None
    covariance_max: float | None
    covariance_with_overall: float | None
    random_guess_score: float | None = None


@dataclass(frozen=True, slots=True)
class PaperStatistics:
    """The whole paper: in marks, but `cic` (coefficient of internal consistency) and `error_ratio` in per cent."""

    n: int
    items: int
    max_mark: float
    mean: float
    median: float
    sd: float | None
    skewness: float | None
    kurtosis: float | None
    cic: float | None
    error_ratio: float | None
    standard_error: float | None


def item_statistics(table: MarkTable) -> dict[str, ItemStatistics]:
    """Return the statistics of each item of a table, by its id."""
    columns = [[row[at] or 0.0 for row in table.marks] for at in range(len(table.items))]
    totals = [math.fsum(row) for row in zip(*columns, strict=True)]
    overall = [_covariance(column, totals) for column in columns]
    roots = [math.sqrt(one) if one is not None and one >= 0 else None for one in overall]
    shares = math.fsum(root for root in roots if root is not None)
    whole = math.fsum(table.maxima)
    found: dict[str, ItemStatistics] = {}
    for at, (item, column, most) in enumerate(zip(table.items, columns, table.maxima, strict=True)):
        others = [total - mark for total, mark in zip(totals, column, strict=True)]
        variance, other_variance = _covariance(column, column), _covariance(others, others)
        covariance = _covariance(column, others)
        greatest = _covariance(sorted(column), sorted(others))
        index = _ratio(covariance, _geometric(variance, other_variance))
        root = roots[at]
        found[item] = ItemStatistics(
            n=len(column),
            answered=sum(row[at] is not None for row in table.marks),
            max_mark=most,
            facility=fmean(column) / most,
            facility_interval=_mean_interval(column, most),
            sd=None if variance is None else math.sqrt(variance),
            intended_weight=100 * most / whole,
            effective_weight=None if root is None or not shares else 100 * root / shares,
            discrimination_index=index,
            discrimination_interval=correlation_interval(index, len(column)),
            discriminative_efficiency=_ratio(covariance, greatest),
            mark_variance=variance,
            other_mark_variance=other_variance,
            covariance=covariance,
            covariance_max=greatest,
            covariance_with_overall=overall[at],
            random_guess_score=_share(table.guesses[at], most) if table.guesses else None,
        )
    return found


def paper_statistics(table: MarkTable) -> PaperStatistics:
    """Return the statistics of the paper as a whole."""
    totals = [math.fsum(mark or 0.0 for mark in row) for row in table.marks]
    variances = [item.mark_variance for item in item_statistics(table).values()]
    mean = fmean(totals)
    variance = _covariance(totals, totals)
    sd = None if variance is None else math.sqrt(variance)
    cic = _consistency([one for one in variances if one is not None], variance)
    error_ratio = None if cic is None else 100 * math.sqrt(1 - cic / 100)
    return PaperStatistics(
        n=len(totals),
        items=len(table.items),
        max_mark=math.fsum(table.maxima),
        mean=mean,
        median=median(totals),
        sd=sd,
        skewness=_skewness(totals, mean),
        kurtosis=_kurtosis(totals, mean),
        cic=cic,
        error_ratio=error_ratio,
        standard_error=None if error_ratio is None or sd is None else error_ratio * sd / 100,
    )


def _share(mark: float | None, most: float) -> float | None:
    return None if mark is None else mark / most


def _covariance(some: Sequence[float], others: Sequence[float]) -> float | None:
    if len(some) < FOR_SPREAD:
        return None
    mean, other_mean = fmean(some), fmean(others)
    products = ((one - mean) * (other - other_mean) for one, other in zip(some, others, strict=True))
    return math.fsum(products) / (len(some) - 1)


def _geometric(one: float | None, other: float | None) -> float | None:
    return None if one is None or other is None else math.sqrt(one * other)


def _ratio(part: float | None, whole: float | None) -> float | None:
    return None if part is None or whole is None or abs(whole) < TINY else 100 * part / whole


def _mean_interval(column: Sequence[float], most: float) -> tuple[float, float] | None:
    variance = _covariance(column, column)
    if variance is None:
        return None
    half = Z_95 * math.sqrt(variance / len(column)) / most
    facility = fmean(column) / most
    return max(0.0, facility - half), min(1.0, facility + half)


def correlation_interval(index: float | None, n: int) -> tuple[float, float] | None:
    """Return the 95 % interval of a correlation of `n` pairs, both in per cent, by Fisher's transformation."""
    if index is None or n < FOR_INTERVAL or abs(index) >= WHOLE:
        return None
    middle, half = math.atanh(index / 100), Z_95 / math.sqrt(n - 3)
    return 100 * math.tanh(middle - half), 100 * math.tanh(middle + half)


def _moment(values: Sequence[float], mean: float, power: int) -> float:
    return math.fsum((value - mean) ** power for value in values) / len(values)


def _skewness(totals: Sequence[float], mean: float) -> float | None:
    n = len(totals)
    second = _moment(totals, mean, 2)
    if n < FOR_SKEWNESS or not second:
        return None
    k2 = n * second / (n - 1)
    k3 = n * n * _moment(totals, mean, 3) / ((n - 1) * (n - 2))
    return k3 / math.pow(k2, 1.5)


def _kurtosis(totals: Sequence[float], mean: float) -> float | None:
    n = len(totals)
    second = _moment(totals, mean, 2)
    if n < FOR_KURTOSIS or not second:
        return None
    k2 = n * second / (n - 1)
    fourth = (n + 1) * _moment(totals, mean, 4) - 3 * (n - 1) * second * second
    return n * n * fourth / ((n - 1) * (n - 2) * (n - 3)) / k2**2


def _consistency(variances: Sequence[float], whole: float | None) -> float | None:
    count = len(variances)
    if count < FOR_SPREAD or not whole:
        return None
    return 100 * count / (count - 1) * (1 - math.fsum(variances) / whole)
