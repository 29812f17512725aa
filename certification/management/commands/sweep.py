"""`manage.py sweep [--loop]`: hand in what ran out of time."""

import threading
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import DatabaseError, close_old_connections
from django.utils import timezone

from certification.core.trouble import NAMES, trouble_of
from certification.grading.services import sweep


class Command(BaseCommand):
    help = "Hand in every attempt whose deadline (and grace) has passed; with --loop again and again until stopped."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--loop", action="store_true", help="keep going until stopped")
        parser.add_argument("--every", type=float, default=15, metavar="SECONDS", help="pause between two rounds")

    def handle(self, *_args: Any, loop: bool, every: float, **_options: Any) -> None:
        if not loop:
            self._round()
            return
        self._try_round()
        stop = threading.Event()
        while not stop.wait(every):
            close_old_connections()
            self._try_round()

    def _try_round(self) -> None:
        """Leave to the next round what a locked, full or absent database does not let happen now."""
        try:
            self._round()
        except DatabaseError as error:
            trouble = trouble_of(error)
            if trouble is None:
                raise
            self.stderr.write(f"{NAMES[trouble]}，下一轮再收卷。")

    def _round(self) -> None:
        for attempt_id in sweep(now=timezone.now()):
            self.stdout.write(f"到时交卷 {attempt_id}")
