"""`manage.py send_statements [--since DAY]`: gather and send to the learning record store, now."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from certification.statements.gathering import gather
from certification.statements.models import RecordStore, Statement
from certification.statements.sending import send_waiting, waiting


class Command(BaseCommand):
    help = "把交卷和发证的结果写成 xAPI 记录，送到 XAPI_ENDPOINT 指定的学习记录库。平时由后台每半分钟做一次。"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--since", metavar="DAY", help="补送这一天起的，如 2026-01-01；不写就从上次算起")

    def handle(self, *_args: Any, since: str | None, **_options: Any) -> None:
        if not settings.XAPI_ENDPOINT:
            raise CommandError("没有设 XAPI_ENDPOINT，不知道送到哪里。")
        now = timezone.now()
        try:
            begin = timezone.make_aware(datetime.strptime(since, "%Y-%m-%d")) if since else None  # noqa: DTZ007 - made aware
        except ValueError as error:
            raise CommandError(f"--since 应为日期，如 2026-01-01，这里是 {since}") from error
        new = gather(now=now, since=begin)
        sent = send_waiting(now=now)
        store = RecordStore.objects.get(pk=1)
        refused = Statement.objects.exclude(refused_at=None).count()
        self.stdout.write(f"新写 {new} 条，送到 {sent} 条，还等着 {waiting().count()} 条，被拒收的共 {refused} 条")
        if store.problem:
            raise CommandError(f"记录库没有收：{store.problem}。稍后会自动再送。")
