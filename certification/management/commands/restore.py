"""`manage.py restore FILE`: put an archive in the place of the site's data."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from certification.operations.archive import BackupError
from certification.operations.backups import restore


class Command(BaseCommand):
    help = "Put an archive of `manage.py backup` in the place of the site's data and keys. Stop the site first."
    requires_system_checks: list[str] = []  # the database may be damaged: that is why somebody restores

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--replace", action="store_true", help="take the place of a site that holds people")

    def handle(self, *_args: Any, file: Path, replace: bool, **_options: Any) -> None:
        try:
            done = restore(file, replace=replace, now=timezone.now())
        except BackupError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"恢复好了：{done.manifest.made_at} 的备份，{done.manifest.rows} 行，行数和得分台账已核对。")
        if done.kept:
            self.stdout.write(done.kept)
        if done.unapplied:
            self.stdout.write(f"备份来自旧版本：还有 {done.unapplied} 个数据库改动，下次启动（或 migrate）时补上。")
