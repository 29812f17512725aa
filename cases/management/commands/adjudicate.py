"""``manage.py adjudicate FILE``: decide one case and print the 裁决书, or the decision as JSON."""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser
from collections.abc import Iterable
from pathlib import Path
from typing import Any, NoReturn

from django.core.management.base import BaseCommand
from django.utils import timezone

from cases.api import CaseError, adjudicate, base_text, case_from_text, ruling_text
from cases.management.shipped import edition_or_refuse


class Command(BaseCommand):
    help = "裁决一个案情(YAML 或 JSON)。案情写不通时逐行说明,退出码为 2;冲突、空白、未决也是答案,退出码为 0。"
    requires_system_checks = ()  # reads the shipped files only: works before the site is set up

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", help="案情文件;- 表示标准输入")
        parser.add_argument(
            "--stack", default="", help="平台,或 平台+店规,如 taobao、taobao+demo-apparel;law 表示只依法律"
        )
        parser.add_argument("--as-of", default="", help="以哪一天为准,如 2025-09-01;默认今天")
        parser.add_argument("--base", action="store_true", help="只说结论和一句话的理由")
        parser.add_argument("--json", action="store_true", help="输出裁决的 JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            content = sys.stdin.buffer.read() if options["file"] == "-" else Path(options["file"]).read_bytes()
            text = content.decode("utf-8-sig")
        except FileNotFoundError:
            self.refuse([f"没有 {options['file']} 这个文件"])
        except UnicodeDecodeError:
            self.refuse([f"读不了 {options['file']}:不是 UTF-8 文本"])
        except OSError as error:
            self.refuse([f"读不了 {options['file']}:{error.strerror}"])
        edition = edition_or_refuse()
        try:
            case = case_from_text(text, edition=edition, overrides=_overrides(options), as_of=_today())
        except CaseError as error:
            self.refuse(error.problems)
        if options["json"]:
            decision = adjudicate(case, edition=edition)
            self.stdout.write(json.dumps(decision.to_json(), ensure_ascii=False, indent=2))
        else:
            tell = base_text if options["base"] else ruling_text
            self.stdout.write(tell(case, edition=edition))

    def refuse(self, problems: Iterable[str]) -> NoReturn:
        for problem in problems:
            self.stderr.write(problem)
        sys.exit(2)


def _overrides(options: dict[str, Any]) -> dict[str, Any]:
    """What the command line says beats what the file says."""
    found: dict[str, Any] = {}
    if options["stack"]:
        platform, _, shop = options["stack"].partition("+")
        found["stack"] = {"platform": "" if platform == "law" else platform, "shop": shop}
    if options["as_of"]:
        found["as_of"] = options["as_of"]
    return found


def _today() -> str:
    return timezone.localdate().isoformat()
