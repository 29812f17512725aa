"""`manage.py backup`: one verified archive of the site, made while people work."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from certification.operations.archive import BackupError
from certification.operations.backups import Label, back_up, rotate


class Command(BaseCommand):
    help = "Write a verified archive of database and keys, while people go on working; see docs/how-to/operate.md."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--to", type=Path, default=settings.BACKUP_DIR, metavar="DIR", help="folder of the archive")
        parser.add_argument("--keep", type=int, metavar="N", help="then keep only the newest N made by this command")
        parser.add_argument("--without-keys", action="store_true", help="leave the keys of the home folder out")

    def handle(self, *_args: Any, to: Path, keep: int | None, without_keys: bool, **_options: Any) -> None:
        if keep is not None and keep < 1:
            raise CommandError("--keep 至少是 1。")
        try:
            made = back_up(to, label=Label.MANUAL, now=timezone.now(), keys=not without_keys)
        except BackupError as error:
            raise CommandError(str(error)) from error
        keys = "密钥在内，请像密码一样保管" if len(made.manifest.files) > 1 else "不含密钥，home 目录的密钥要另外保管"
        size = f"{made.path.stat().st_size / 1e6:.1f} MB"
        self.stdout.write(f"备份好了：{made.path}（{size}，{made.manifest.rows} 行，已读回核对；{keys}）")
        for gone in rotate(to, Label.MANUAL, keep) if keep else ():
            self.stdout.write(f"删掉旧的：{gone.name}")
