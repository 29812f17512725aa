"""`manage.py load_bank`: bring the bank to what the item files say, for the current edition."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from cases import api
from certification.bank.files import read_bank
from certification.bank.items import DISPUTED_FILE, ITEMS_FOLDER, ItemError
from certification.bank.services import load_bank
from certification.drills.bank import with_drills
from certification.drills.script.reading import SCRIPTS_FOLDER, ScriptError


class Command(BaseCommand):
    help = "Load the item files into the bank and derive their keys for the current edition. Idempotent."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--folder", type=Path, default=ITEMS_FOLDER, help="folder of the item files")
        parser.add_argument("--disputed", type=Path, default=DISPUTED_FILE, help="the list of disputed items")
        parser.add_argument("--scripts", type=Path, help="folder of the drill scripts; with --folder none by default")

    def handle(self, *_args: Any, folder: Path, disputed: Path, scripts: Path | None = None, **_options: Any) -> None:
        try:
            files = read_bank(folder, disputed)
            if scripts or folder == ITEMS_FOLDER:
                files = with_drills(files, scripts or SCRIPTS_FOLDER)
            report = load_bank(files, edition=api.current_edition())
        except (ItemError, ScriptError) as error:
            raise CommandError(f"题目文件有 {len(error.problems)} 处要改，题库没有动：\n{error}") from error
        except api.NoEditionError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(
            f"题库 {len(files.items)} 题：新版本 {len(report.new_versions)}，新推导 {len(report.derived)}，"
            f"停用 {len(report.retired)}，没过发布关 {len(report.refused)}"
        )
        if report.kept:
            self.stdout.write(f"  {len(report.kept)} 题由工作台维护，没有按文件改：{'、'.join(report.kept)}")
        for code, findings in report.refused.items():
            self.stdout.write(f"  {code} 不出题：{'；'.join(one.message for one in findings)}")
