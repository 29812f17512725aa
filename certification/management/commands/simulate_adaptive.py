"""`manage.py simulate_adaptive`: how adaptive practice would do, told by simulated people."""

import json
import random
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from certification.competency.measuring.ability import Item
from certification.competency.measuring.adaptive import BankItem, Limits, simulate


class Command(BaseCommand):
    help = "用模拟学员检验自适应练习：能力估计的偏差与均方根误差、题数、曝光率。"
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--items", type=int, default=300, help="模拟题库的题数")
        parser.add_argument("--people", type=int, default=1000, help="模拟学员人数")
        parser.add_argument("--error", type=float, default=0.30, help="标准误降到此值即停")
        parser.add_argument("--longest", type=int, default=40, help="最多题数")
        parser.add_argument("--exposure", type=float, default=0.30, help="一道题最多给多大比例的人看")
        parser.add_argument("--seed", type=int, default=1, help="随机种子")
        parser.add_argument("--json", action="store_true", help="输出 JSON")

    def handle(self, *_args: Any, items: int, people: int, **options: Any) -> None:
        if items < 1 or people < 1:
            raise CommandError(f"题数和人数至少为 1，现在是 {items} 和 {people}。")
        draw = random.Random(options["seed"])  # noqa: S311  # a simulation, not a secret
        bank = [
            BankItem(f"{at:04d}", f"{at % 6}", Item(draw.lognormvariate(0, 0.3), draw.gauss(0, 1)))
            for at in range(items)
        ]
        limits = Limits(
            error=options["error"],
            longest=options["longest"],
            exposure=options["exposure"],
            shares={f"{at}": 1 / 6 for at in range(6)},
        )
        found = simulate(bank, limits, people=people, seed=options["seed"])
        if options["json"]:
            self.stdout.write(json.dumps(asdict(found), indent=2))
            return
        self.stdout.write(
            f"{found.people} 人：偏差 {found.bias:+.3f}，均方根误差 {found.rmse:.3f}，"
            f"平均标准误 {found.mean_error:.3f}；"
            f"平均 {found.mean_length:.1f} 题，最多 {found.longest} 题，{found.reached:.0%} 的人达到要求的标准误；"
            f"见得最多的题给 {found.exposure:.0%} 的人看过"
        )
