"""`manage.py generate_items --rule ID`: drafts of items about a rule, in the format of the item files."""

from collections.abc import Sequence
from itertools import islice
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils import timezone

from cases import api
from certification.bank.files import read_bank
from certification.bank.generate.drafting import Draft, drafts, known_twins
from certification.bank.generate.writing import items_text
from certification.bank.items import DISPUTED_FILE, ITEMS_FOLDER
from certification.bank.workflow.services import take_draft
from certification.bank.workflow.wording import REFUSALS
from certification.core.refusals import RefusedError
from certification.core.wording import refusal_text
from certification.people.models import User


class Command(BaseCommand):
    help = "为一条规则起草试题：典型案情、边界两侧、只改一个事实；干扰项来自常见误读和旧版本。草稿须经人改定。"
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--rule", required=True, help="规则编号，如 SHIP-48H-01")
        parser.add_argument("--count", type=int, default=5, help="最多几道")
        parser.add_argument("--seed", type=int, default=1, help="换一个数，就换一批")
        parser.add_argument("--out", type=Path, help="写进这个文件，而不是打印")
        parser.add_argument("--author", help="工号：不打印，记成这位培训师的草稿，在工作台接着写")
        parser.add_argument("--folder", type=Path, default=ITEMS_FOLDER, help="已有题目的文件夹：不起草与它们雷同的")

    def handle(self, *_args: Any, rule: str, count: int, seed: int, **options: Any) -> None:
        edition = api.shipped_edition()
        if rule not in edition.families:
            raise CommandError(f"没有规则 {rule}")
        if all(version.kind == "cited" for version in edition.families[rule]):
            raise CommandError(f"{rule} 只引用条文，没有可推导的案情；请按条文出引用题")
        files = read_bank(options["folder"], DISPUTED_FILE)
        taken = known_twins([item.content for item in files.items], edition)
        found = list(islice(drafts(rule, edition=edition, seed=seed, taken=taken), count))
        if not found:
            raise CommandError(f"{rule} 没有起草出合格的题：它的例子都过不了出题的检查")
        if options["author"]:
            self._take(found, options["author"])
            return
        text = items_text(found, edition=edition.id, seed=seed, rule=rule)
        if options["out"]:
            options["out"].write_text(text, encoding="utf-8")
            self.stdout.write(f"{len(found)} 道草稿写入 {options['out']}")
        else:
            self.stdout.write(text)

    def _take(self, found: Sequence[Draft], staff_number: str) -> None:
        author = User.objects.filter(staff_number=staff_number).first()
        if author is None:
            raise CommandError(f"没有工号 {staff_number}")
        try:
            with transaction.atomic():
                taken = [take_draft(one, actor=author, now=timezone.now()) for one in found]
        except RefusedError as error:
            raise CommandError(refusal_text(error.refusal, REFUSALS)) from error
        codes = "、".join(one.question.code for one in taken)
        self.stdout.write(f"{len(taken)} 道草稿记在 {author.display_name} 名下：{codes}")
