"""`manage.py recompute_competency`: work out from the ledger, from scratch, everything that pages of 学情 read."""

import time
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from certification.competency.items import report_items
from certification.competency.learning import relearn
from certification.grading.statistics import measure


class Command(BaseCommand):
    help = (
        "从得分账本重新算出每个人的掌握度和错题本、每道题的统计和实测难度。随时可以做，做几次结果都一样；网站不用停。"
    )

    def handle(self, *_args: Any, **_options: Any) -> None:
        self.tell("掌握度和错题本", "人", relearn)
        self.tell("题目统计", "题", report_items)
        self.tell("实测难度", "题", measure)

    def tell(self, what: str, counted: str, work: Any) -> None:
        began = time.monotonic()
        count = work(now=timezone.now())
        self.stdout.write(f"{what}：{count} {counted}，用时 {time.monotonic() - began:.0f} 秒")
