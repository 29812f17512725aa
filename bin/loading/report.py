"""What a scenario came to: a table for people, the same as JSON for programs, and which aims it reached."""

import statistics
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field

from loading.client import Sample

BARE, SAVE, VIEW, START, HAND_IN = "bare view", "save", "view", "start", "hand in"
#: Operation → (CPU in bare views at most, queries at most); None where there is no aim.
AIMS = {SAVE: (2.0, 4), VIEW: (3.0, 6), START: (None, 12), HAND_IN: (None, 15)}


@dataclass
class Row:
    """All requests of one kind: latency in milliseconds, CPU of the serving thread, queries."""

    operation: str
    count: int
    errors: int
    p50: float
    p95: float
    p99: float
    cpu_ms: float
    times_bare: float
    queries: float
    most_queries: int
    kilobytes: float


@dataclass
class Result:
    """One scenario."""

    database: str
    users: int
    think_seconds: float
    seconds: float
    requests: int
    errors: int
    problems: dict[str, int]
    acknowledged: int
    held: int
    answers_at_hand_in: float
    web_cpu_ms: float
    database_cpu_ms: float
    generator_cpu_ms: float
    peak_megabytes: float
    rows: list[Row] = field(default_factory=list)

    @property
    def name(self) -> str:
        think = f"间隔 {self.think_seconds:g} 秒" if self.think_seconds else "不停"
        return f"{self.database} · {self.users} 人 · {think}"


def percentile(values: Sequence[float], percent: float) -> float:
    """Return the smallest value that at least `percent` of all do not exceed."""
    ordered = sorted(values)
    return ordered[max(0, -(-len(ordered) * int(percent) // 100) - 1)]


def rows_of(samples: Sequence[Sample]) -> list[Row]:
    """Return a row for each operation, in the order in which they first came."""
    groups: dict[str, list[Sample]] = {}
    for sample in samples:
        groups.setdefault(sample.operation, []).append(sample)
    bare = median_cpu(groups.get(BARE, []))
    return [row(operation, group, bare) for operation, group in groups.items()]


def row(operation: str, group: list[Sample], bare: float) -> Row:
    milliseconds = [sample.seconds * 1000 for sample in group]
    cpu = median_cpu(group)
    return Row(
        operation=operation,
        count=len(group),
        errors=sum(is_error(sample) for sample in group),
        p50=round(percentile(milliseconds, 50), 1),
        p95=round(percentile(milliseconds, 95), 1),
        p99=round(percentile(milliseconds, 99), 1),
        cpu_ms=round(cpu, 2),
        times_bare=round(cpu / bare, 2) if bare else 0.0,
        queries=round(statistics.fmean(sample.queries for sample in group), 1),
        most_queries=max(sample.queries for sample in group),
        kilobytes=round(statistics.fmean(sample.size for sample in group) / 1000, 1),
    )


def is_error(sample: Sample) -> bool:
    return not 200 <= sample.status < 400  # noqa: PLR2004 - as HTTP counts


def median_cpu(group: list[Sample]) -> float:
    """Return the median of CPU milliseconds: a first request that fills caches does not count for all."""
    return statistics.median(sample.cpu_ms for sample in group) if group else 0.0


def table(result: Result) -> str:
    """Return the scenario as text."""
    head = " " * 14 + "     n  err      p50      p95   p99 ms   CPU ms  ×bare queries  most     KB"
    lines = [
        f"{one.operation:14}{one.count:6}{one.errors:5}{one.p50:9.1f}{one.p95:9.1f}{one.p99:9.1f}"
        f"{one.cpu_ms:9.2f}{one.times_bare:7.2f}{one.queries:8.1f}{one.most_queries:6}{one.kilobytes:7.1f}"
        for one in result.rows
    ]
    per_second = result.requests / result.seconds if result.seconds else 0
    told = (
        f"{result.requests} 个请求，{result.seconds:.0f} 秒，每秒 {per_second:.0f}，错误 {result.errors}；"
        f"确认已存 {result.acknowledged}，库里 {result.held}；交卷时平均答了 {result.answers_at_hand_in:.0f} 题\n"
        f"每个请求的 CPU：网站 {result.web_cpu_ms:.1f} ms，数据库 {result.database_cpu_ms:.1f} ms，"
        f"压测程序自己 {result.generator_cpu_ms:.1f} ms；网站内存峰值 {result.peak_megabytes:.0f} MB"
    )
    problems = "".join(f"\n  出错：{what} × {count}" for what, count in result.problems.items())
    return "\n".join(["", f"== {result.name} ==", head, *lines, told]) + problems


def missed(result: Result) -> list[str]:
    """Return the aims that this scenario missed, one line each."""
    found = [f"{result.errors} 个错误"] if result.errors else []
    if result.held < result.acknowledged:
        found.append(f"丢了 {result.acknowledged - result.held} 个已确认的作答")
    for one in result.rows:
        times, queries = AIMS.get(one.operation, (None, None))
        if times and one.times_bare > times:
            found.append(f"{one.operation}：CPU 是空页的 {one.times_bare} 倍，目标 {times:g} 倍")
        if queries and one.most_queries > queries:
            found.append(f"{one.operation}：{one.most_queries} 个查询，目标 {queries}")
    return found


def as_json(result: Result) -> dict[str, object]:
    return asdict(result)
