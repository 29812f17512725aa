"""`manage.py sweep [--loop]`: give back the server's own downtime, then hand in what ran out of time.

It also seals what is new in the journal, and asks the worker, once a day, for the measured difficulty of questions and
a backup, and to learn from new marks.
"""

import threading
from datetime import UTC, datetime, timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import DatabaseError, close_old_connections
from django.utils import timezone

from certification.attempts.services import beat
from certification.competency.assignments.reminding import ask_to_remind
from certification.competency.calibrating.services import calibrate_in_background
from certification.competency.items import report_in_background
from certification.competency.learning import ask_to_catch_up
from certification.competency.misconceptions.services import ask_to_work_out
from certification.core.seals import seal
from certification.core.trouble import NAMES, trouble_of
from certification.credentials.watching import ask_to_look_over
from certification.grading.services import sweep
from certification.grading.statistics import is_due, measure_in_background
from certification.lti.sending import ask_to_send
from certification.operations.nightly import ask_to_back_up, ask_to_verify
from certification.statements.sending import ask_to_tell

#: So that the heartbeat does not wait for a whole cohort to be marked.
MOST_AT_ONCE = 20
LOOK_EVERY = timedelta(hours=1)
LEARN_EVERY = timedelta(seconds=30)
SEAL_EVERY = timedelta(minutes=1)


class Command(BaseCommand):
    help = (
        "Beat, give running attempts back what a gap in the heartbeat cost them, and hand in every attempt whose "
        "deadline (and grace) has passed; have the difficulty of questions measured daily and mastery learned from "
        "new marks, and certificates looked over. With --loop again and again until stopped."
    )
    look_again_at = learn_again_at = seal_again_at = datetime.min.replace(tzinfo=UTC)
    has_sealed = False

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--loop", action="store_true", help="keep going until stopped")
        parser.add_argument("--every", type=float, default=5, metavar="SECONDS", help="pause between two rounds")

    def handle(self, *_args: Any, loop: bool, every: float, **_options: Any) -> None:
        if not loop:
            while self._round():
                pass
            return
        stop = threading.Event()
        pause = self._pause(every)
        while not stop.wait(pause):
            close_old_connections()
            pause = self._pause(every)

    def _pause(self, every: float) -> float:
        """Do one round and say how long to wait; leave to the next what a locked, full or absent database forbids."""
        try:
            return 0.0 if self._round() else every
        except DatabaseError as error:
            trouble = trouble_of(error)
            if trouble is None:
                raise
            self.stderr.write(f"{NAMES[trouble]}，下一轮再收卷。")
            return every

    def _round(self) -> bool:
        """Credit first, then close; say whether there may be more to close."""
        for outage in beat(timezone.now()):
            began, ended = (timezone.localtime(at) for at in (outage.began_at, outage.ended_at))
            self.stdout.write(f"服务中断 {began:%H:%M:%S}–{ended:%H:%M:%S}，已把时间补回进行中的考试")
        self._measure_daily()
        self._learn()
        swept = sweep(now=timezone.now(), most=MOST_AT_ONCE)
        for attempt_id in swept:
            self.stdout.write(f"到时交卷 {attempt_id}")
        self._seal()
        return len(swept) == MOST_AT_ONCE

    def _measure_daily(self) -> None:
        """Ask the worker for difficulty and for a backup once a day; look whether it is time no more than hourly."""
        now = timezone.now()
        if now < self.look_again_at:
            return
        self.look_again_at = now + LOOK_EVERY
        if is_due(now):
            measure_in_background.enqueue()
            report_in_background.enqueue()
            calibrate_in_background.enqueue()
        ask_to_remind(now)
        ask_to_back_up(now)
        ask_to_verify(now)

    def _learn(self) -> None:
        """Ask the worker to learn from new marks; look whether there are any every half a minute."""
        now = timezone.now()
        if now >= self.learn_again_at:
            self.learn_again_at = now + LEARN_EVERY
            ask_to_catch_up()
            ask_to_look_over(now)
            ask_to_work_out()
            ask_to_tell(now)
            ask_to_send(now)

    def _seal(self) -> None:
        """Seal the journal every minute; the first time also what claims to be old."""
        now = timezone.now()
        if now >= self.seal_again_at:
            self.seal_again_at = now + SEAL_EVERY
            seal(everything=not self.has_sealed)
            self.has_sealed = True
