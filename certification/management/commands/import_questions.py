"""`manage.py import_questions`: look at a file of questions, tell row by row what it would do, and write it."""

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from cases import api
from certification.core.refusals import RefusedError
from certification.core.wording import refusal_text
from certification.exchange.domain import READABLE, FileFormat, Verdict
from certification.exchange.limits import check_length
from certification.exchange.models import ImportPlan, ImportRow
from certification.exchange.report import report_json, report_lines
from certification.exchange.services import Upload, apply_import, discard_plan, plan_import
from certification.exchange.wording import REFUSALS
from certification.people.models import User


class Command(BaseCommand):
    help = "Import questions from a file: all or nothing. With --dry-run only tell what would happen."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--format", choices=[str(one) for one in READABLE], help="told by its name where left out")
        parser.add_argument("--map", action="append", default=[], metavar="FIELD=HEADING", help="which column is what")
        parser.add_argument("--dry-run", action="store_true", help="write nothing")
        parser.add_argument("--skip-errors", action="store_true", help="import the rows without errors")
        parser.add_argument("--json", action="store_true", help="the report as JSON")
        parser.add_argument("--by", default="", metavar="STAFF_NUMBER", help="whose import it is")

    def handle(self, *_args: Any, **options: Any) -> None:
        actor = User.objects.called(options["by"]).first() if options["by"] else None
        if options["by"] and actor is None:
            raise CommandError(f"没有工号或姓名是 {options['by']} 的人")
        try:
            plan = self._plan(options, actor)
            self._tell(plan, as_json=options["json"])
            self._finish(plan, options, actor)
        except RefusedError as error:
            raise CommandError(refusal_text(error.refusal, REFUSALS)) from error
        except api.NoEditionError as error:
            raise CommandError(str(error)) from error

    def _plan(self, options: dict[str, Any], actor: User | None) -> ImportPlan:
        path: Path = options["file"]
        try:
            check_length(path.stat().st_size)
            data = path.read_bytes()
        except OSError as error:
            raise CommandError(f"读不了 {path}：{error.strerror}") from error
        mapping = dict(one.partition("=")[::2] for one in options["map"])
        kind = FileFormat(options["format"]) if options["format"] else None
        upload = Upload(data, path.name, kind, mapping)
        return plan_import(upload, edition=api.current_edition(), actor=actor, now=timezone.now())

    def _tell(self, plan: ImportPlan, *, as_json: bool) -> None:
        rows = ImportRow.objects.filter(plan=plan).order_by("number")
        if as_json:
            self.stdout.write(json.dumps(report_json(plan, rows), ensure_ascii=False, indent=1))
        else:
            self.stdout.write("\n".join(report_lines(plan, rows)))

    def _finish(self, plan: ImportPlan, options: dict[str, Any], actor: User | None) -> None:
        counts = ImportRow.objects.filter(plan=plan).counts()
        if options["dry_run"] or not counts[Verdict.NEW] + counts[Verdict.UPDATE]:
            discard_plan(plan.pk)
            return
        apply_import(
            plan.pk, edition=api.current_edition_id(), skip_errors=options["skip_errors"], actor=actor,
            now=timezone.now(),
        )  # fmt: skip
        self.stderr.write(f"已导入：新题 {counts[Verdict.NEW]}，更新 {counts[Verdict.UPDATE]}")
