"""`manage.py sweep [--loop]`: hand in what ran out of time."""

import threading
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import close_old_connections
from django.utils import timezone

from certification.grading.services import sweep


class Command(BaseCommand):
    help = "Hand in every attempt whose deadline (and grace) has passed; with --loop again and again until stopped."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--loop", action="store_true", help="keep going until stopped")
        parser.add_argument("--every", type=float, default=15, metavar="SECONDS", help="pause between two rounds")

    def handle(self, *_args: Any, loop: bool, every: float, **_options: Any) -> None:
        self._round()
        stop = threading.Event()
        while loop and not stop.wait(every):
            close_old_connections()
            self._round()

    def _round(self) -> None:
        for attempt_id in sweep(now=timezone.now()):
            self.stdout.write(f"到时交卷 {attempt_id}")
