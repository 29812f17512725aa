"""`manage.py check_explanations`: put every explanation of every item to the solver. Needs no database."""

import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from cases import api
from certification.bank.files import read_bank
from certification.bank.items import DISPUTED_FILE, ITEMS_FOLDER
from certification.publishing.explanations.checking import Checked, check_explanations
from certification.publishing.explanations.proving import prove_explanations
from certification.publishing.questions import Asked, asked_in_files

WRONG = {
    "insufficient": "列出的事实不足以得出结论",
    "unfaithful": "翻转条件并不翻转",
    "undecided": "求解器未能判定",
    "idle": "多列的事实，是什么都不影响结论（用 --prove 求出最少的）",
}


class Command(BaseCommand):
    help = "用求解器核对题库每道题每个争点的解释：列出的事实够不够、多不多、翻转条件翻不翻。有不成立的，退出码为 1。"
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="输出 JSON")
        parser.add_argument("--folder", type=Path, default=ITEMS_FOLDER, help="题目文件所在的文件夹")
        parser.add_argument(
            "--prove", action="store_true", help="先由求解器求出最少的事实，写进随程序发布的文件，再核对"
        )
        parser.add_argument("--every", type=int, default=1, metavar="N", help="每 N 题核对一题")

    def handle(self, *_args: Any, folder: Path, every: int, **options: Any) -> None:
        asked = asked_in_files(read_bank(folder, DISPUTED_FILE))[::every]
        if options["prove"]:
            self._prove(asked, whole=every == 1)
        checked = check_explanations(asked, edition=api.shipped_edition(), progress=self._progress)
        if options["json"]:
            self.stdout.write(json.dumps(checked.to_json(), ensure_ascii=False, indent=2))
        else:
            self._tell(checked)
        if not checked.holds:
            sys.exit(1)

    def _prove(self, asked: Sequence[Asked], *, whole: bool) -> None:
        found = prove_explanations(
            asked, edition=api.shipped_edition(), known=api.shipped_proofs(), keep=_keep, progress=self._progress
        )
        if whole:  # what no question uses any more is left out
            _keep(found)

    def _progress(self, done: int) -> None:
        if self.stderr.isatty():
            self.stderr.write(f"\r{done}", ending="")

    def _tell(self, checked: Checked) -> None:
        for name, what in WRONG.items():
            for place in getattr(checked, name):
                self.stdout.write(f"✗ {what}：{place}")
        self.stdout.write(
            f"{checked.questions} 题，{checked.explanations} 个解释：列出事实 {checked.names} 个，"
            f"翻转条件 {checked.flips} 个。"
        )
        self.stdout.write("，".join(f"{what} {len(getattr(checked, name))}" for name, what in WRONG.items()) + "。")


def _keep(proofs: api.Proofs) -> None:
    api.write_proofs(proofs, api.PROOFS_FILE)
