"""`manage.py coverage`: which rules the bank tests, which questions test nothing, which stems are not complete."""

import json
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from cases import api
from certification.bank.files import read_bank
from certification.bank.items import DISPUTED_FILE, ITEMS_FOLDER, ItemError
from certification.publishing.coverage.report import CoverageReport, TopicRow, cover, rule_json
from certification.publishing.questions import Asked, asked_in_bank, asked_in_files


class Command(BaseCommand):
    help = "逐条拿掉规则、重新推导答案：哪些规则有题检验，哪些没有，哪些题什么也不检验，哪些题干没有交代清楚。"
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="输出 JSON")
        parser.add_argument("--rule", default="", help="只看这一条规则")
        parser.add_argument("--rulebook", action="append", default=[], help="只看这部规则（可重复），如 law、taobao")
        parser.add_argument(
            "--prove", action="store_true", help="只重复别的规则的，再由求解器证明去掉它什么都不变（约一分钟）"
        )
        parser.add_argument("--bank", action="store_true", help="看数据库里的题库，而不是随程序发布的题目文件")
        parser.add_argument("--folder", type=Path, default=ITEMS_FOLDER, help="题目文件所在的文件夹")

    def handle(self, *_args: Any, folder: Path, **options: Any) -> None:
        edition = _edition(from_bank=options["bank"])
        for book in options["rulebook"]:
            if book not in edition.books:
                raise CommandError(f"没有叫“{book}”的规则，可用：{'、'.join(edition.books)}")
        if options["rule"] and options["rule"] not in edition.families:
            raise CommandError(f"没有规则 {options['rule']}")
        report = cover(
            asked_in_bank() if options["bank"] else _asked_in(folder), edition=edition, books=options["rulebook"]
        )
        if options["rule"]:
            self._rule(report, options["rule"], as_json=options["json"])
        elif options["json"]:
            self.stdout.write(json.dumps(report.to_json(), ensure_ascii=False, indent=2))
        else:
            for line in _told(report, _spared(edition) if options["prove"] else None):
                self.stdout.write(line)

    def _rule(self, report: CoverageReport, rule: str, *, as_json: bool) -> None:
        one = report.measured.rules[rule]
        if as_json:
            self.stdout.write(json.dumps(rule_json(one), ensure_ascii=False, indent=2))
            return
        self.stdout.write(f"{rule}  {one.rule.title}  {_STATES[one.state]}")
        for label, codes in (
            ("拿掉它答案就变", one.key),
            ("拿掉它只换理由", one.reason),
            ("由它参与裁决", one.deciding),
            ("引用它的条文", one.cites),
            ("说法与它相同", one.agrees),
        ):
            self.stdout.write(f"  {label}：{'、'.join(codes) or '无'}")


_STATES = {"tested": "有题检验", "untested": "没有题检验", "repeats": "只重复别的规则"}


def _edition(*, from_bank: bool) -> api.Edition:
    try:
        return api.current_edition() if from_bank else api.shipped_edition()
    except (api.CorpusError, api.NoEditionError) as error:
        raise CommandError(str(error)) from error


def _asked_in(folder: Path) -> Sequence[Asked]:
    try:
        return asked_in_files(read_bank(folder, DISPUTED_FILE).insist())
    except ItemError as error:
        raise CommandError(str(error)) from error


def _spared(edition: api.Edition) -> Collection[str]:
    """The rules without which, the solver has proved, no issue that they conclude ever comes out otherwise."""
    found: dict[str, set[str]] = {}
    for one in api.verify_edition(edition).redundant:
        found.setdefault(one.rules[0], set()).add(one.issue)
    return {rule for rule, issues in found.items() if issues >= set(edition.families[rule][-1].then)}


def _told(report: CoverageReport, spared: Collection[str] | None) -> Iterator[str]:
    yield (
        f"{report.questions} 题，{report.total} 条可执行的规则：有题检验 {report.count('tested')}，"
        f"没有题检验 {report.count('untested')}，只重复别的规则 {report.count('repeats')}；"
        f"另有 {len(report.cited)} 条只引用"
    )
    yield from _section("没有题检验的规则", report, "untested")
    yield from _section("只重复别的规则（拿掉它，别的规则给出同样的结论）", report, "repeats", spared)
    yield f"\n什么也不检验的题（{len(report.idle)}）：{'、'.join(one.code for one in report.idle) or '无'}"
    yield f"没有答案的题（{len(report.unkeyed)}）：{'、'.join(one.code for one in report.unkeyed) or '无'}"
    yield f"题干没有交代清楚的题（{len(report.ambiguous)}）：{'' if report.ambiguous else '无'}"
    for item in report.ambiguous:
        for fact in item.missing:
            key = "".join(fact.key) or "无"
            yield f"  {item.code}  没有交代“{fact.label}”（{fact.fact}）：若为 {fact.value}，答案成为 {key}"


def _section(title: str, report: CoverageReport, state: str, spared: Collection[str] | None = None) -> Iterator[str]:
    yield f"\n{title}（{report.count(state)}）"
    for row in report.topics:
        rules = getattr(row, state)
        if rules:
            yield f"{row.label} {row.id}（{len(rules)}，共 {row.total} 条）"
            yield from _rules(row, state, spared)


def _rules(row: TopicRow, state: str, spared: Collection[str] | None) -> Iterator[str]:
    for one in getattr(row, state):
        notes = [f"只换理由：{'、'.join(one.reason)}"] if one.reason else []
        notes += [f"同 {'、'.join(one.agrees)}"] if one.agrees else []
        if spared is not None:
            notes.append("已证明：去掉它任何案情都不变" if one.rule.id in spared else "未证明：少见的案情里会变")
        tail = f"  [{'；'.join(notes)}]" if notes else ""
        yield f"  {one.rule.id:<24} {one.rule.book:<8} {one.rule.title}{tail}"
