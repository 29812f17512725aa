"""A soak as text: what each process held, what the database came to, and what each kind of request took."""

from collections.abc import Mapping, Sequence

from loading.report import Row

from soaking.gauges import Reading
from soaking.person import Crowd
from soaking.verdict import Line


def as_text(readings: Sequence[Reading], held: Mapping[str, Line], rows: Sequence[Row], crowd: Crowd) -> str:
    first, last = readings[0], readings[-1]
    told = ["", f"{'process':20}  first MB   last MB   MB/hour  ± s.e.  climbs  threads  files  sockets"]
    for name, line in held.items():
        before, after = _one(first, name), _one(last, name)
        told.append(
            f"{name:20}{before[0]:10.1f}{after[0]:10.1f}{line.slope:10.2f}{line.error:8.2f}"
            f"{'yes' if line.climbs else 'no':>8}{after[1]:9}{after[2]:7}{after[3]:9}"
        )
    told += ["", f"{'kind':26}     n  err      p50      p95   p99 ms     KB"]
    told += [
        f"{one.operation:26}{one.count:6}{one.errors:5}{one.p50:9.1f}{one.p95:9.1f}{one.p99:9.1f}{one.kilobytes:7.1f}"
        for one in sorted(rows, key=lambda row: -row.count)
    ]
    asked = len(crowd.samples) - crowd.warm_samples
    minutes, most = max(1.0, last.at - first.at) / 60, max(one.log for one in readings)
    activities = "、".join(f"{name} {count}" for name, count in sorted(crowd.done.items()))
    return "\n".join([
        *told, "",
        f"{asked} requests in {minutes:.1f} minutes, {asked / minutes / 60:.1f} a second, after {crowd.warm_samples}",
        f"database {first.database:.1f} → {last.database:.1f} MB, its log at most {most:.1f} MB",
        f"what people did: {activities}",
    ])  # fmt: skip


def _one(reading: Reading, name: str) -> tuple[float, int, int, int]:
    """Return megabytes, threads, files, sockets of one process, or of all for `site`."""
    mine = [one for one in reading.gauges if name in ("site", f"{one.name} {one.pid}")]
    return (
        sum(one.megabytes for one in mine), sum(one.threads for one in mine),
        sum(one.files for one in mine), sum(one.sockets for one in mine),
    )  # fmt: skip
