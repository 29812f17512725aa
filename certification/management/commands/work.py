"""`manage.py work`: work off the queue of background jobs, one at a time, until stopped."""

import time
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandParser
from django.db import DatabaseError

from certification.core.trouble import NAMES, trouble_of

TROUBLE_SECONDS = 5


class Command(BaseCommand):
    help = "Run background jobs from the queue (check-ups of the corpus) until stopped; with --once those that wait."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--once", action="store_true", help="run what is waiting, then end")
        parser.add_argument("--every", type=float, default=1, metavar="SECONDS", help="pause while nothing waits")

    def handle(self, *_args: Any, once: bool, every: float, **_options: Any) -> None:
        while True:
            try:
                call_command(
                    "db_worker",
                    batch=once,
                    interval=every,
                    startup_delay=False,
                    reload=False,
                    verbosity=0,
                    skip_checks=True,
                )
            except DatabaseError as error:
                trouble = trouble_of(error)
                if once or trouble is None:
                    raise
                self.stderr.write(f"{NAMES[trouble]}，{TROUBLE_SECONDS} 秒后再取任务。")
                time.sleep(TROUBLE_SECONDS)
            else:
                return
