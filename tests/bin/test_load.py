"""What a scenario of `make load` came to."""

import sys
from pathlib import Path

import pytest

BIN = str(Path(__file__).resolve().parents[2] / "bin")


@pytest.fixture
def report(monkeypatch):
    """The report's module, which stands beside the command and not on the path of the site."""
    monkeypatch.syspath_prepend(BIN)
    import loading.report  # noqa: PLC0415

    yield loading.report
    for name in [name for name in sys.modules if name.split(".")[0] == "loading"]:
        del sys.modules[name]


@pytest.fixture
def sample():
    from loading.client import Sample  # noqa: PLC0415 - after `report` has put it on the path

    return Sample


def result(report, samples, **figures):
    return report.Result(**{
        "database": "sqlite", "users": 1, "think_seconds": 0.0, "seconds": 1.0, "requests": len(samples), "errors": 0,
        "problems": {}, "acknowledged": 0, "held": 0, "answers_at_hand_in": 0.0, "web_cpu_ms": 0.0,
        "database_cpu_ms": 0.0, "generator_cpu_ms": 0.0, "peak_megabytes": 0.0, "rows": report.rows_of(samples), **figures,
    })  # fmt: skip


def test_percentiles_are_values_that_were_measured(report):
    assert [report.percentile(range(1, 101), percent) for percent in (50, 95, 99)] == [50, 95, 99]
    assert report.percentile([7.0], 50) == 7.0


def test_an_operation_is_compared_with_the_bare_view_by_its_median(report, sample):
    bare = [sample("bare view", 200, 0.001, cpu_ms=2.0, queries=4)] * 3
    saves = [sample("save", 200, 0.01, cpu, 4) for cpu in (3.0, 3.0, 90.0)] + [sample("save", 503, 0.01, 3.0, 4)]

    row = report.rows_of([*bare, *saves])[1]

    assert (row.operation, row.count, row.errors, row.times_bare, row.most_queries) == ("save", 4, 1, 1.5, 4)


def test_missed_aims_are_named(report, sample):
    samples = [sample("bare view", 200, 0.001, 1.0, 4), sample("save", 200, 0.01, 2.5, 5)]

    told = report.missed(result(report, samples, errors=1, acknowledged=3, held=2))

    assert len(told) == 4
    assert "1 个错误" in told
    assert "丢了 1 个已确认的作答" in told
    assert report.missed(result(report, samples[:1])) == []


def test_the_table_names_every_operation(report, sample):
    text = report.table(result(report, [sample("bare view", 200, 0.001, 1.0, 4)], problems={"save: 500": 2}))

    assert "bare view" in text
    assert "save: 500 × 2" in text
