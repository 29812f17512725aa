"""`manage.py check_bank`: every item with its key, deciding rules and what is wrong with it. Needs no database."""

import json
import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from cases import api
from certification.bank.checking import Line, check_bank
from certification.bank.files import read_bank
from certification.bank.items import DISPUTED_FILE, ITEMS_FOLDER


class Command(BaseCommand):
    help = (
        "List every item with key, deciding rules, topic, type, difficulty and problems. Exit code 1 if there are any."
    )
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="print JSON")
        parser.add_argument("--problems", action="store_true", help="print only what has to be mended")
        parser.add_argument("--folder", type=Path, default=ITEMS_FOLDER, help="folder of the item files")
        parser.add_argument("--disputed", type=Path, default=DISPUTED_FILE, help="the list of disputed items")

    def handle(self, *_args: Any, folder: Path, disputed: Path, **options: Any) -> None:
        files = read_bank(folder, disputed)
        lines = check_bank(files, edition=api.shipped_edition())
        wrong = sum(bool(line.problems) for line in lines) + len(files.problems)
        if options["json"]:
            data = {
                "items": [line.to_json() for line in lines],
                "unreadable": [str(problem) for problem in files.problems],
            }
            self.stdout.write(json.dumps(data, ensure_ascii=False, indent=2))
        else:
            self._print(lines, options["problems"])
            for problem in files.problems:
                self.stdout.write(f"✗ {problem}")
            self.stdout.write(f"{len(lines)} 题，{wrong} 处有问题")
        if wrong:
            sys.exit(1)

    def _print(self, lines: list[Line], only_problems: bool) -> None:  # noqa: FBT001 - the command's own flag
        for line in lines:
            if line.problems or not only_problems:
                self.stdout.write(line.to_text())
