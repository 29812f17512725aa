"""``manage.py load_corpus``: store the shipped corpus as an edition, once."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from cases.api import CorpusError, store_shipped_edition


class Command(BaseCommand):
    help = "把随程序发布的规则库存为一个版本;内容没有变化时什么也不做。"

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            name, new = store_shipped_edition(now=timezone.now())
        except CorpusError as error:
            raise CommandError("规则库有问题,没有载入:\n" + "\n".join(error.problems)) from error
        self.stdout.write(f"规则库版本 {name[:15]}… {'已载入' if new else '已在库中'}")
