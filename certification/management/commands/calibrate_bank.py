"""`manage.py calibrate_bank`: where the questions of the bank stand on the ability scale, from the marks that stand."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from certification.competency.calibrating.services import FEWEST_ANSWERS, MOST_ATTEMPTS, calibrate_bank
from certification.competency.measuring.ability import Model


class Command(BaseCommand):
    help = (
        f"用最近 {MOST_ATTEMPTS} 份交过的模考和考试标定题库里作答不少于 {FEWEST_ANSWERS} 次的题，自适应练习用它。"
        "后台每天自动做一次。"
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--model", choices=list(Model), default=Model.RASCH, help="rasch：共用一个 a；2pl：各有 a，每题要几百次作答"
        )

    def handle(self, *_args: Any, model: str, **_options: Any) -> None:
        found = calibrate_bank(now=timezone.now(), model=Model(model))
        self.stdout.write(f"标定了 {found} 道题。")
