"""``manage.py verify_corpus``: proves the shipped corpus free of conflicts, gaps and dead rules."""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from cases.editions.content import build_edition, read_files
from cases.engine.edition import Edition
from cases.management.verdicts import keep_verdict, kept_verdict
from cases.prover.edited import WholeRunNeededError
from cases.prover.recheck import Recheck
from cases.prover.report import KINDS, Finding, Report
from cases.prover.verify import Memory, verify

_TITLES = {
    "conflicts": "冲突",
    "gaps": "空白",
    "dead": "死规则",
    "redundant": "多余的规则",
    "proposals": "可声明的优先",
    "invariants": "不成立的断言",
    "timeouts": "未能判定",
}


class Command(BaseCommand):
    help = "用求解器证明随程序发布的规则库。有冲突、死规则、没有说明的空白或不成立的断言时退出码为 1。"
    requires_system_checks = ()  # reads the shipped files only: works before the site is set up

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--rule", default="", help="只看与这条规则有关的")
        parser.add_argument("--issue", default="", help="只看这个争点")
        parser.add_argument("--afresh", action="store_true", help="不从上次核对的结果算起")
        parser.add_argument("--json", action="store_true", help="以 JSON 输出")
        parser.add_argument("--conflicts-only", action="store_true", help="只找冲突")

    def handle(self, *args: Any, **options: Any) -> None:
        edition = build_edition(read_files())
        report = self._of_edit(edition, options) or self._whole(edition, options)
        if options["json"]:
            self.stdout.write(json.dumps(report.to_json(), ensure_ascii=False, indent=1))
        else:
            self._tell(report)
        if report.conflicts or report.dead or report.unmeant_gaps or report.invariants:
            sys.exit(1)

    def _of_edit(self, edition: Edition, options: dict[str, Any]) -> Report | None:
        """What one rule does, starting from the last whole run where what it found is known."""
        if not options["rule"] or options["issue"] or options["conflicts_only"] or options["afresh"]:
            return None
        known = kept_verdict()
        try:
            return Recheck(edition, known).about(options["rule"]) if known else None
        except WholeRunNeededError:
            return None

    def _whole(self, edition: Edition, options: dict[str, Any]) -> Report:
        memory = Memory()
        report = verify(
            edition,
            rule=options["rule"],
            issue=options["issue"],
            progress=self._progress,
            conflicts_only=options["conflicts_only"],
            memory=memory,
        )
        if memory.baseline is not None:
            keep_verdict(memory.baseline)
        return report

    def _progress(self, done: int, total: int, what: str) -> None:
        if self.stderr.isatty():
            self.stderr.write(f"\r{done}/{total} {what:40}", ending="")

    def _tell(self, report: Report) -> None:
        for kind in KINDS:
            for finding in getattr(report, kind):
                self._tell_finding(finding)
        counts = "，".join(f"{title} {len(getattr(report, kind))}" for kind, title in _TITLES.items())
        self.stdout.write(f"{counts}；共问求解器 {report.checked} 次，用时 {report.seconds} 秒")

    def _tell_finding(self, finding: Finding) -> None:
        self.stdout.write(f"[{finding.code}] {finding.stack} {finding.issue}：{finding.text}")
        if finding.reason:
            self.stdout.write(f"    理由：{finding.reason}")
        for line in finding.lines:
            self.stdout.write(f"    · {line}")
        if finding.witness is not None:
            self.stdout.write(f"    {json.dumps(finding.witness, ensure_ascii=False)}")
