"""`manage.py export_everything`: everything the site holds as one zip of JSON lines; or say whether one is whole."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from cases import api
from certification.exchange.everything.checking import troubles_in
from certification.exchange.everything.writing import write_everything


class Command(BaseCommand):
    help = "Export bank, cases, editions, papers, rounds, attempts and marks as a zip of JSON lines with its schema."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--with-names", action="store_true", help="people by number and name, and what they wrote")
        parser.add_argument("--check", action="store_true", help="write nothing: say whether FILE is whole")

    def handle(self, *_args: Any, file: Path, **options: Any) -> None:
        try:
            if options["check"]:
                self._check(file)
            else:
                self._write(file, with_names=options["with_names"])
        except OSError as error:
            raise CommandError(f"读写不了 {file}：{error.strerror}") from error
        except api.NoEditionError as error:
            raise CommandError(str(error)) from error

    def _write(self, file: Path, *, with_names: bool) -> None:
        edition = api.current_edition()
        partial = file.with_name(f".{file.name}.part")
        partial.touch(mode=0o600)
        try:
            with partial.open("wb") as stream:
                files = write_everything(stream, with_names=with_names, edition=edition, now=timezone.now())
            partial.replace(file)
        finally:
            partial.unlink(missing_ok=True)
        for one in files:
            told = f"{one.records} 条" if one.records is not None else ""
            self.stdout.write(f"{one.name:<18} {one.bytes:>12,} 字节  {told}")
        self.stdout.write(f"写入 {file}（{file.stat().st_size:,} 字节）")

    def _check(self, file: Path) -> None:
        with file.open("rb") as stream:
            troubles = list(troubles_in(stream))
        if troubles:
            raise CommandError("\n".join(troubles))
        self.stdout.write("完整：每个文件都和清单相符")
