"""`manage.py import_people`: people and cohorts from a sheet, told row by row, all or nothing."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from certification.core.refusals import RefusedError
from certification.core.wording import refusal_text
from certification.exchange.domain import Verdict
from certification.exchange.formats.csv_file import table_bytes
from certification.exchange.limits import check_length
from certification.exchange.people import PersonRow, apply_people, plan_people
from certification.exchange.wording import REFUSALS, VERDICTS


class Command(BaseCommand):
    help = "Import people (工号, 姓名, 班组, 角色, 在职) from Excel or CSV; passwords of new people go to a file."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--dry-run", action="store_true", help="write nothing")
        parser.add_argument("--passwords", type=Path, help="CSV file for the first passwords of new people")

    def handle(self, *_args: Any, file: Path, **options: Any) -> None:
        try:
            check_length(file.stat().st_size)
            rows = plan_people(file.read_bytes())
            self._tell(rows)
            if not options["dry_run"]:
                self._write(rows, options["passwords"])
        except RefusedError as error:
            raise CommandError(refusal_text(error.refusal, REFUSALS)) from error
        except OSError as error:
            raise CommandError(f"读写不了 {error.filename}：{error.strerror}") from error

    def _tell(self, rows: list[PersonRow]) -> None:
        for row in rows:
            roles = "、".join(sorted(row.roles))
            told = f"第 {row.place.row} 行 {row.number} {row.name} {row.cohort} {roles}"
            self.stdout.write(f"{VERDICTS[row.verdict] if row.verdict is not Verdict.NEW else '新人'} {told}")
            for one in row.problems:
                self.stdout.write(f"    {one.column}“{one.value}”：{one.todo}")

    def _write(self, rows: list[PersonRow], passwords: Path | None) -> None:
        if passwords is None and any(row.verdict is Verdict.NEW for row in rows):
            raise CommandError("有新人：请用 --passwords 写明初始密码存到哪个文件")
        if passwords is not None:
            passwords.touch(mode=0o600)
        made = apply_people(rows, actor=None, now=timezone.now())
        if passwords is not None:
            names = {row.number: row.name for row in rows}
            table = [["工号", "姓名", "初始密码"], *([number, names[number], word] for number, word in made.items())]
            passwords.write_bytes(table_bytes(table))
        self.stdout.write(f"新人 {len(made)}，更新 {sum(row.verdict is Verdict.UPDATE for row in rows)}")
