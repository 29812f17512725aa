"""`manage.py calibrate FILE.csv --model rasch|2pl`: discrimination and difficulty of right-or-wrong items."""

import json
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from certification.competency.measuring.ability import Model
from certification.competency.measuring.calibration import Calibration, calibrate
from certification.competency.measuring.table import TableError
from certification.management.marks_file import table_of


class Command(BaseCommand):
    help = "按 0/1 得分表（第一列 person，其余每题一列）标定各题的区分度 a 与难度 b，能力服从标准正态。"
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", help="CSV 文件（UTF-8）")
        parser.add_argument("--model", choices=list(Model), default=Model.TWO_PL, help="rasch：共用一个 a；2pl：各有 a")
        parser.add_argument("--json", action="store_true", help="输出 JSON")

    def handle(self, *_args: Any, file: str, model: str, **options: Any) -> None:
        table = table_of(file)
        try:
            fit = calibrate(table, Model(model))
        except TableError as error:
            raise CommandError(f"{file}：{error}") from None
        if options["json"]:
            told = asdict(fit) | {"model": str(fit.model)}
            self.stdout.write(json.dumps(told, ensure_ascii=False, indent=2))
            return
        for line in _told(fit):
            self.stdout.write(line)


def _told(fit: Calibration) -> list[str]:
    lines = ["题目\ta\tb\ta 的标准误\tb 的标准误"]
    for name, one in fit.items.items():
        errors = ("—" if error is None else f"{error:.3f}" for error in (one.a_error, one.b_error))
        lines.append("\t".join([name, f"{one.a:.3f}", f"{one.b:.3f}", *errors]))
    lines.append(f"{fit.persons} 人，对数似然 {fit.log_likelihood:.3f}{'' if fit.has_converged else '，没有收敛'}")
    if fit.extreme:
        lines.append(f"全对或全错，没有标定：{'、'.join(fit.extreme)}")
    if fit.unbounded:
        lines.append(f"区分度碰到上限，数据撑不住：{'、'.join(fit.unbounded)}")
    return lines
