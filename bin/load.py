"""`make load`: play trainees against the production server, on fresh data, and tell what each operation costs.

Every scenario signs its trainees in, lets all of them start at the same moment, answer for a bounded time, hand in at
the same moment and read the result. CPU and queries come from a meter that only the settings of this run switch on,
beside a bare view (same middleware, signed in, one upsert) in the same run. Needs nothing that the site does not.
"""

import argparse
import asyncio
import json
import os
import sys
import time
from pathlib import Path

from loading.report import Result, as_json, is_error, missed, rows_of, table
from loading.server import Store, stores
from loading.trainee import Scene, everybody

USERS, THINKS, DATABASES = [200, 50, 1], [10.0, 0.0], ["sqlite", "postgresql"]
BUDGET_SECONDS = 540
SCENARIO_SECONDS = 240


def main(words: list[str]) -> int:
    asked = arguments(words)
    began, results, skipped = time.monotonic(), [], []
    print(f"负载 {' '.join(f'{one:.1f}' for one in os.getloadavg())}，{os.cpu_count()} 核；准备数据…", flush=True)
    environment = {"SQLITE_SYNCHRONOUS": asked.synchronous}
    with stores(asked.database, environment, max(asked.users)) as found:
        for kind, store in found.items():
            print(f"{kind}：{max(asked.users)} 份试卷的场次发布用了 {store.told['publish_seconds']} 秒", flush=True)
        for users, think in ((users, think) for users in asked.users for think in asked.think):
            for store in found.values():
                if time.monotonic() - began > asked.budget:
                    skipped.append(f"{store.kind} · {users} 人 · {think:g} 秒")
                    continue
                results.append(measure(store, users, think, asked.seconds))
                print(table(results[-1]), flush=True)
    return conclude(results, skipped, asked.json)


def arguments(words: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make load", description=__doc__)
    parser.add_argument("--users", type=int, nargs="+", default=USERS, help="how many trainees at once")
    parser.add_argument("--think", type=float, nargs="+", default=THINKS, help="seconds between two answers")
    parser.add_argument("--database", choices=DATABASES, nargs="+", default=DATABASES)
    parser.add_argument("--seconds", type=float, default=20, help="how long a scenario answers at most")
    parser.add_argument("--budget", type=float, default=BUDGET_SECONDS, help="no scenario begins after so many seconds")
    parser.add_argument("--synchronous", choices=["normal", "full"], default="normal", help="of SQLite")
    parser.add_argument("--json", type=Path, default=Path(".build/load.json"), help="where the figures go")
    return parser.parse_args(words)


def measure(store: Store, users: int, think: float, seconds: float) -> Result:
    """Play one scenario on a copy of the data."""
    name = f"run-{users}-{think:g}"
    with store.copy(f"{name}-{time.monotonic_ns()}") as server:
        scene = Scene(server.port, store.told["round"], store.told["password"], users, think, seconds)
        web, database, own = server.cpu_seconds(), server.database_cpu_seconds(), time.process_time()
        began = time.monotonic()
        try:
            asyncio.run(asyncio.wait_for(everybody(scene, store.told["numbers"][:users]), SCENARIO_SECONDS))
        except TimeoutError:
            scene.complain(f"没有在 {SCENARIO_SECONDS} 秒里做完")
        took, count = time.monotonic() - began, max(1, len(scene.samples))
        return Result(
            database=store.kind,
            users=users,
            think_seconds=think,
            seconds=round(took, 1),
            requests=len(scene.samples),
            errors=max(sum(map(is_error, scene.samples)), sum(scene.problems.values())),
            problems=scene.problems,
            acknowledged=scene.acknowledged,
            held=store.responses(server.home.name),
            answers_at_hand_in=round(sum(scene.answered) / max(1, len(scene.answered)), 1),
            web_cpu_ms=round((server.cpu_seconds() - web) / count * 1000, 2),
            database_cpu_ms=round((server.database_cpu_seconds() - database) / count * 1000, 2),
            generator_cpu_ms=round((time.process_time() - own) / count * 1000, 2),
            peak_megabytes=round(server.peak_megabytes(), 1),
            rows=rows_of(scene.samples),
        )


def conclude(results: list[Result], skipped: list[str], path: Path) -> int:
    """Write the figures down and say which aims were missed; errors and lost answers make the run fail."""
    path.parent.mkdir(parents=True, exist_ok=True)
    said = {"at": time.strftime("%Y-%m-%d %H:%M:%S"), "load": os.getloadavg(), "results": list(map(as_json, results))}
    path.write_text(json.dumps(said, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    print(f"\n数字在 {path}，结束时负载 {' '.join(f'{one:.1f}' for one in os.getloadavg())}")
    for result in results:
        for line in missed(result):
            print(f"没有达到目标 · {result.name} · {line}")
    for name in skipped:
        print(f"时间到了，没有测：{name}")
    return 1 if any(result.errors or result.held < result.acknowledged for result in results) else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
