"""`manage.py work`: work off the queue of background jobs, one at a time, until stopped."""

from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandParser


class Command(BaseCommand):
    help = "Run background jobs from the queue (check-ups of the corpus) until stopped; with --once those that wait."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--once", action="store_true", help="run what is waiting, then end")
        parser.add_argument("--every", type=float, default=1, metavar="SECONDS", help="pause while nothing waits")

    def handle(self, *_args: Any, once: bool, every: float, **_options: Any) -> None:
        call_command(
            "db_worker", batch=once, interval=every, startup_delay=False, reload=False, verbosity=0, skip_checks=True
        )
