"""`make bench-competency`: the pages of 学情 with 5,000 people, 20 attempts each, 3 million answers.

The database is built once (some minutes) under a folder of its own and used again by the next run. Every step runs in
a process of its own, so that the peak of its memory is its own. Nothing here is asserted: the tests count queries.
"""

import argparse
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

MARKER = "built"


def main(words: list[str]) -> int:
    asked = arguments(words)
    home = asked.home or Path(tempfile.gettempdir()) / f"mingduan-bench-{asked.people}x{asked.attempts}"
    environment = {**os.environ, "MINGDUAN_HOME": str(home), "DJANGO_SETTINGS_MODULE": "certification.settings"}
    if asked.step:
        return run(asked)
    steps = ["pages", "items"] + (["learn"] if asked.recompute else [])
    if not (home / MARKER).exists():
        home.mkdir(parents=True, exist_ok=True)
        steps = ["build", "learn", "items", "pages"]
    for step in steps:
        command = [sys.executable, "-m", "tests.benchmarks.competency", *words, "--step", step]
        if code := subprocess.call(command, env=environment):
            return code
        if step == "learn":
            (home / MARKER).touch()
    return 0


def arguments(words: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make bench-competency", description=__doc__)
    parser.add_argument("--people", type=int, default=5000)
    parser.add_argument("--attempts", type=int, default=20, help="of each")
    parser.add_argument("--home", type=Path, help="where the database is kept")
    parser.add_argument("--recompute", action="store_true", help="work everybody out from scratch again")
    parser.add_argument("--step", choices=["build", "learn", "items", "pages"], help=argparse.SUPPRESS)
    return parser.parse_args(words)


def run(asked: argparse.Namespace) -> int:
    import django  # noqa: PLC0415 - the home has to be known first

    django.setup()
    from django.core.management import call_command  # noqa: PLC0415 - as above

    call_command("migrate", verbosity=0, skip_checks=True)  # a database of before is brought up to date
    from tests.benchmarks.competency import pages, recomputing, site  # noqa: PLC0415 - as above

    began = time.perf_counter()
    match asked.step:
        case "build":
            site.build(asked.people, asked.attempts)
            said = "，".join(f"{name} {count:,}" for name, count in site.counts())
        case "learn":
            said = recomputing.learn_everybody()
        case "items":
            said = recomputing.report()
        case _:
            call_command("collectstatic", interactive=False, verbosity=0, skip_checks=True)
            said = pages.measure()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{asked.step}: {time.perf_counter() - began:.1f} s, peak {peak:.0f} MB · {said}", flush=True)  # noqa: T201
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
