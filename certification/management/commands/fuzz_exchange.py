"""`manage.py fuzz_exchange`: read broken files by the thousand; none may crash the readers, memory stays bounded."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from certification.exchange.fuzzing import fuzz

MEGABYTE = 1_000_000


class Command(BaseCommand):
    help = "Read mutated files of every format; tell how many were read and refused, and whatever crashed."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--files", type=int, default=2_000)
        parser.add_argument("--seed", type=int, default=1)

    def handle(self, *_args: Any, files: int, seed: int, **_options: Any) -> None:
        report = fuzz(files, seed=seed)
        told = "，".join(f"{code} {number}" for code, number in report.refused.most_common())
        self.stdout.write(
            f"{report.files} 个文件：读出 {report.read}，拒绝 {sum(report.refused.values())}（{told}），"
            f"内存峰值 {report.peak_bytes / MEGABYTE:.0f} MB，出错 {len(report.crashes)}"
        )
        if report.crashes:
            raise CommandError("\n".join(report.crashes[:20]))
