"""`manage.py verify_backup FILE`: read an archive to the end."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from certification.operations.archive import BackupError
from certification.operations.backups import verify
from certification.operations.nightly import note_verified


class Command(BaseCommand):
    help = "Check an archive of `manage.py backup`: hashes, the database inside, its rows. The site is not touched."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)

    def handle(self, *_args: Any, file: Path, **_options: Any) -> None:
        try:
            manifest = verify(file)
        except BackupError as error:
            raise CommandError(str(error)) from error
        if file.resolve().parent == settings.BACKUP_DIR.resolve():
            note_verified(file, settings.BACKUP_DIR)
        self.stdout.write(
            f"这个备份是好的：{manifest.made_at}，版本 {manifest.version}，{manifest.vendor}，"
            f"{len(manifest.counts)} 张表 {manifest.rows} 行，文件 {'、'.join(manifest.files)}"
        )
