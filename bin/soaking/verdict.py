"""Whether memory is flat: a straight line through the second half of the run, and whether it only ever goes up."""

import itertools
import math
import statistics
from collections.abc import Sequence
from dataclasses import dataclass

from soaking.gauges import SOLVER, Reading

#: What the whole site may grow by, megabytes in an hour, and by how much in all before climbing counts.
MOST_PER_HOUR, LEAST_CLIMB = 24.0, 1.5
WINDOWS = 5
MOST_FILES, MOST_THREADS, MOST_LOG = 12, 4, 64.0
LEAST_READINGS = 10


@dataclass(frozen=True)
class Line:
    """Least squares: value per hour, and the standard error of that, widened for readings that hang together."""

    slope: float
    error: float
    first: float
    last: float
    climbs: bool


def fit(hours: Sequence[float], values: Sequence[float]) -> Line:
    """Fit a line by least squares.

    The standard error is that of ordinary least squares, times √((1+r)/(1−r)) with r the autocorrelation of the
    residuals at lag one (at least 0): neighbouring readings of memory are anything but independent.
    """
    slope, level = statistics.linear_regression(hours, values)
    residuals = [value - level - slope * hour for hour, value in zip(hours, values, strict=True)]
    squares = sum(one * one for one in residuals)
    mean = statistics.fmean(hours)
    spread = sum((hour - mean) ** 2 for hour in hours)
    error = math.sqrt(squares / (len(hours) - 2) / spread)
    together = sum(a * b for a, b in itertools.pairwise(residuals)) / squares if squares else 0.0
    together = min(max(together, 0.0), 0.99)
    steps = medians(values)
    climbs = all(a < b for a, b in itertools.pairwise(steps)) and steps[-1] - steps[0] > LEAST_CLIMB
    error *= math.sqrt((1 + together) / (1 - together))
    return Line(slope, error, steps[0], steps[-1], climbs)


def medians(values: Sequence[float]) -> list[float]:
    """Return the medians of five windows, one after the other."""
    edges = [round(n * len(values) / WINDOWS) for n in range(WINDOWS + 1)]
    return [statistics.median(values[a:b]) for a, b in itertools.pairwise(edges)]


def second_half(readings: Sequence[Reading]) -> list[Reading]:
    """Return what was read after half of the time: by then caches are full."""
    middle = (readings[0].at + readings[-1].at) / 2
    return [one for one in readings if one.at >= middle]


def lines(readings: Sequence[Reading]) -> dict[str, Line]:
    """Return a line for each process that was there all the time, and one for all of these together."""
    hours = [one.at / 3600 for one in readings]
    found, total = {}, [0.0] * len(readings)
    for name, pid in sorted({(one.name, one.pid) for one in readings[0].gauges}):
        values = [one.megabytes for reading in readings for one in reading.gauges if one.pid == pid]
        if len(values) == len(readings):
            found[f"{name} {pid}"] = fit(hours, values)
            total = [sum(pair) for pair in zip(total, values, strict=True)]
    found["site"] = fit(hours, total)
    return found


def wrong(readings: Sequence[Reading], most_per_hour: float = MOST_PER_HOUR) -> list[str]:
    """Return what is not flat, one line each; nothing where all is well."""
    half = second_half(readings)
    if len(half) < LEAST_READINGS:
        return [f"only {len(half)} readings in the second half: too short to tell"]
    found = []
    whole = lines(half)["site"]
    if whole.slope > most_per_hour:
        found.append(f"memory grows by {whole.slope:.1f} ± {whole.error:.1f} MB an hour, allowed are {most_per_hour:g}")
    if whole.climbs:
        found.append(f"memory only ever went up, from {whole.first:.1f} to {whole.last:.1f} MB")
    for what, most in (("files", MOST_FILES), ("threads", MOST_THREADS)):
        steps = medians([sum(getattr(one, what) for one in reading.gauges) for reading in half])
        if steps[-1] - steps[0] > most:
            found.append(f"{what}: {steps[0]:.0f} became {steps[-1]:.0f}")
    if (largest := max(one.log for one in half)) > MOST_LOG:
        found.append(f"the log of the database reached {largest:.0f} MB")
    if gone := ended(readings):
        found.append(f"processes that ended or began on the way: {', '.join(gone)}")
    return found


def ended(readings: Sequence[Reading]) -> list[str]:
    """Return the processes that were not there from the first reading to the last, but for those of a job."""
    each = [{f"{one.name} {one.pid}" for one in reading.gauges if one.name != SOLVER} for reading in readings]
    return sorted(set.union(*each) - set.intersection(*each))
