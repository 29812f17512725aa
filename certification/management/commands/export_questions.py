"""`manage.py export_questions`: the questions that may be drawn as a file, and what the format cannot hold."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from cases import api
from certification.exchange.domain import WRITABLE, FileFormat
from certification.exchange.files import Asked, write_file
from certification.exchange.services import exported, kept_questions
from certification.exchange.services.exporting import lost_in


class Command(BaseCommand):
    help = "Export the questions of the bank to a file; tells what the format cannot hold."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--format", choices=[str(one) for one in WRITABLE], default=str(FileFormat.XLSX))
        parser.add_argument("--code", action="append", default=[], help="only these questions")
        parser.add_argument("--without-key", action="store_true", help="Word: leave out the answers")
        parser.add_argument("--with-explanations", action="store_true", help="tell why, also what the rules decide")

    def handle(self, *_args: Any, **options: Any) -> None:
        try:
            edition = api.current_edition()
        except api.NoEditionError as error:
            raise CommandError(str(error)) from error
        kind, explained = FileFormat(options["format"]), options["with_explanations"]
        found = list(exported(kept_questions(options["code"]), kind, edition=edition, with_explanations=explained))
        asked = Asked(
            areas=tuple(edition.vocabulary.topics.values()), title="试题", edition=edition.id,
            with_key=not options["without_key"], with_explanations=explained,
        )  # fmt: skip
        data = write_file(found, kind, asked)
        try:
            options["file"].write_bytes(data)
        except OSError as error:
            raise CommandError(f"写不了 {options['file']}：{error.strerror}") from error
        self.stdout.write(f"{len(found)} 题写入 {options['file']}（{len(data):,} 字节）")
        for name, number in lost_in(found, kind).items():
            self.stdout.write(f"  这种格式装不下：{name}（{number} 题）")
