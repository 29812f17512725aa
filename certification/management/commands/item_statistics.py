"""`manage.py item_statistics FILE.csv`: statistics of the items and of the paper, for any table of marks."""

import json
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from certification.competency.measuring.classical import item_statistics, paper_statistics
from certification.management.marks_file import table_of


class Command(BaseCommand):
    help = "按得分表（第一列 person，其余每题一列，person 为 max 的行是满分）计算各题与整卷的统计量。"
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", help="CSV 文件（UTF-8）")
        parser.add_argument("--json", action="store_true", help="输出 JSON")

    def handle(self, *_args: Any, file: str, **options: Any) -> None:
        table = table_of(file)
        items, paper = item_statistics(table), paper_statistics(table)
        if options["json"]:
            told = {"items": {name: asdict(one) for name, one in items.items()}, "paper": asdict(paper)}
            self.stdout.write(json.dumps(told, ensure_ascii=False, indent=2))
            return
        self.stdout.write("题目\t人数\t得分率\t蒙的得分率\t标准差\t应有权重%\t实际权重%\t区分度%\t区分效率%")
        for name, one in items.items():
            figures = (
                one.facility,
                one.random_guess_score,
                one.sd,
                one.intended_weight,
                one.effective_weight,
                one.discrimination_index,
                one.discriminative_efficiency,
            )
            self.stdout.write("\t".join([name, str(one.n), *map(_figure, figures)]))
        self.stdout.write(
            f"整卷：{paper.n} 人，平均 {_figure(paper.mean)}，"
            f"中位数 {_figure(paper.median)}，标准差 {_figure(paper.sd)}，"
            f"偏度 {_figure(paper.skewness)}，峰度 {_figure(paper.kurtosis)}，内部一致性 {_figure(paper.cic)}%，"
            f"误差比 {_figure(paper.error_ratio)}%，标准误 {_figure(paper.standard_error)}"
        )


def _figure(value: float | None) -> str:
    return "—" if value is None else f"{value:.4g}"
