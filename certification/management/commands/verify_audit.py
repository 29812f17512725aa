"""`manage.py verify_audit`: follow the chain over the journal, from its first seal to its last."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from certification.core.seals import follow


class Command(BaseCommand):
    help = (
        "Compute every hash of the audit trail anew. Prints the last hash: note it outside the site, and give it to a "
        "later run with --head, which then also notices a trail that was forged as a whole. Changes nothing."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--head", default="", metavar="HASH", help="a last hash noted earlier: is it in the chain?")

    def handle(self, *_args: Any, head: str, **_options: Any) -> None:
        found = follow(head=head.strip().lower())
        if found.broken is not None:
            raise CommandError(
                f"操作记录从第 {found.broken} 条封印起不连贯：有人绕过程序改过数据库。"
                "先留证（把数据库另抄一份），再比对最近的备份。"
            )
        if found.has_head is False:
            raise CommandError("链条自身连贯，但里面没有 --head 给的指纹：整条链被人重做过，或者指纹不是这个站点的。")
        self.stdout.write(
            f"操作记录连贯：{found.length} 条已封印，{found.unsealed} 条等着封印（网站开着时一分钟内封）。"
        )
        self.stdout.write(f"最后的指纹：{found.head}")
