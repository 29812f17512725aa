"""``manage.py corpus fmt``: the files of the corpus and the stored editions."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from cases.editions.content import CORPUS
from cases.editions.files import format_file
from cases.editions.text_yaml import CorpusError


class Command(BaseCommand):
    help = "规则库的文件与版本:fmt 把文件改成规范写法。"
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True)
        fmt = verbs.add_parser("fmt", help="把规则库文件改成唯一的规范写法(注释会去掉,备注请写在 note 里)")
        fmt.add_argument("files", nargs="*", type=Path, help="要改的文件;不写就是随程序发布的全部文件")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            getattr(self, options["verb"])(**options)
        except CorpusError as error:
            raise CommandError("\n".join(error.problems)) from error

    def fmt(self, *, files: list[Path], **_options: Any) -> None:
        paths = files or sorted(CORPUS.rglob("*.yaml"))
        changed = [path for path in paths if format_file(path)]
        for path in changed:
            self.stdout.write(f"{path}:已改写")
        self.stdout.write(f"{len(paths)} 个文件,改写 {len(changed)} 个")
