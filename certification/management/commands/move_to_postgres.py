"""`manage.py move_to_postgres postgres://…`: take the site from SQLite to PostgreSQL."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from certification.operations.moving import MoveError, move


class Command(BaseCommand):
    help = (
        "Copy the site's SQLite database into an empty PostgreSQL database, compare rows and hashes table by table, "
        "and only then put it in place. SQLite is only read. Stop the site first; a move that broke off is run again."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("url", help="postgres://user:password@host/name of an empty database")

    def handle(self, *_args: Any, url: str, **_options: Any) -> None:
        try:
            moved = move(url, now=timezone.now(), say=self.stdout.write)
        except MoveError as error:
            raise CommandError(str(error)) from error
        for table in moved.tables:
            self.stdout.write(f"  {table.name}  {table.rows} 行  {table.short}")
        rows = sum(table.rows for table in moved.tables)
        self.stdout.write(
            f"搬好了：{len(moved.tables)} 张表 {rows} 行，两边行数和指纹一致；"
            f"触发器齐全，{moved.sequences} 个编号接着往下走，台账和操作记录连贯。"
        )
        self.stdout.write("现在把 DATABASE_URL 设成这个地址再启动。SQLite 的文件原样留着，确认没事以后再删。")
