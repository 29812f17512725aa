"""`make soak`: fifty people use the site for half an hour; memory must be flat, and nothing may fail.

The whole site as `manage.py serve` keeps it, on fresh data. Trainees practise, sit mocks, talk to simulated buyers and
go through their mistakes; managers look at people, matrix and rounds; authors type questions and rules. Before anything
is measured everybody hurries: what a process keeps of each question, page and job, within bounds, is there by then.
Every process is read at regular moments. Ends with an error where memory grows, a request failed or a process ended.
"""

import argparse
import asyncio
import json
import os
import sys
import time
from pathlib import Path

from loading.report import rows_of
from loading.server import Store, stores
from soaking.gauges import Record
from soaking.person import Crowd, Person
from soaking.site import Site, sizes
from soaking.staff import Author, Manager
from soaking.telling import as_text
from soaking.trainees import Trainee
from soaking.verdict import MOST_PER_HOUR, lines, second_half, wrong

READINGS, ARRIVE_SECONDS, PART_OF_STAFF = 180, 60.0, 10


def main(words: list[str]) -> int:
    asked = arguments(words)
    managers = authors = max(1, asked.people // PART_OF_STAFF)
    numbers = (asked.people - managers - authors, managers, authors)
    environment = {"SOAK_LEAK_KILOBYTES": str(asked.leak)} if asked.leak else {}
    print(f"preparing data; load average {os.getloadavg()[0]:.1f}, {os.cpu_count()} cores", flush=True)
    with stores([asked.database], environment, *numbers, program="soaking.home") as found:
        for store in found.values():
            return soak(store, asked)
    return 1


def arguments(words: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make soak", description=__doc__)
    parser.add_argument("--minutes", type=float, default=30)
    parser.add_argument("--warm", type=float, default=20, help="minutes before that, in which everybody hurries")
    parser.add_argument("--people", type=int, default=50, help="a tenth of them managers, a tenth authors")
    parser.add_argument("--think", type=float, default=10.0, help="seconds before a request, on average")
    parser.add_argument("--database", choices=["sqlite", "postgresql"], default="sqlite")
    parser.add_argument("--most", type=float, default=MOST_PER_HOUR, help="megabytes an hour that the site may grow by")
    parser.add_argument("--leak", type=int, default=0, help="kilobytes that each request shall lose, to see it noticed")
    parser.add_argument("--json", type=Path, default=Path(".build/soak.json"), help="where readings and figures go")
    return parser.parse_args(words)


def soak(store: Store, asked: argparse.Namespace) -> int:
    site = Site(store.home, store.settings(store.home, "prepared"), store.cluster)
    record = Record()
    try:
        site.start()
        warm_until = time.monotonic() + asked.warm * 60
        ends_at = warm_until + asked.minutes * 60
        crowd = Crowd(site.port, store.told["password"], asked.think, ends_at, warm_until)
        record.began = time.monotonic()
        asyncio.run(live(crowd, people(crowd, store), record, store, site))
        record.readings = [one for one in record.readings if one.at >= asked.warm * 60]
        found = wrong(record.readings, asked.most) + [f"{what} × {n}" for what, n in sorted(crowd.problems.items())]
        found += (
            [f"requests without an answer × {lost}"] if (lost := sum(not one.status for one in crowd.samples)) else []
        )
        held = lines(second_half(record.readings))
        rows = rows_of(crowd.samples[crowd.warm_samples :])
        print(as_text(record.readings, held, rows, crowd), flush=True)
    finally:
        log = site.log()
        site.end()
    asked.json.parent.mkdir(parents=True, exist_ok=True)
    said = {"wrong": found, "done": crowd.done, "rows": [vars(row) for row in rows], "readings": record.as_json()}
    asked.json.write_text(json.dumps(said, ensure_ascii=False) + "\n", encoding="utf-8")
    if found:
        print("\n".join(["", "NOT FLAT OR NOT SOUND:", *found, "", "end of the site's log:", log[-1500:]]))
        return 1
    print("\nmemory is flat, no request failed, no process ended")
    return 0


def people(crowd: Crowd, store: Store) -> list[Person]:
    kinds: dict[str, type[Person]] = {"numbers": Trainee, "managers": Manager, "authors": Author}
    return [kind(crowd, number, ARRIVE_SECONDS) for name, kind in kinds.items() for number in store.told[name]]


async def live(crowd: Crowd, everybody: list[Person], record: Record, store: Store, site: Site) -> None:
    """Let everybody live until the time is up, and read the gauges on the way."""
    reading = asyncio.create_task(read_gauges(crowd, record, store, site))
    for done in await asyncio.gather(*(one.live() for one in everybody), return_exceptions=True):
        if isinstance(done, BaseException):
            crowd.complain(f"the play itself: {done!r}")
    await reading


async def read_gauges(crowd: Crowd, record: Record, store: Store, site: Site) -> None:
    every = max(1.0, (crowd.ends_at - time.monotonic()) / READINGS)
    told_at = 0.0
    while not crowd.is_over:
        reading = record.note(site.processes[0].pid, *await asyncio.to_thread(sizes, store))
        if reading.at - told_at >= 60 or not told_at:  # noqa: PLR2004 - once a minute
            told_at = reading.at or 0.1
            memory = sum(one.megabytes for one in reading.gauges)
            print(f"{reading.at / 60:5.1f} min  {memory:7.1f} MB  {len(crowd.samples):6} requests", flush=True)
        crowd.warm_samples = len(crowd.samples) if crowd.is_warming else crowd.warm_samples
        await asyncio.sleep(every)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
