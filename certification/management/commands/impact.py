"""`manage.py impact OLD NEW`: what another edition would do to the bank, and to those who have answered it."""

import json
from collections.abc import Iterator
from typing import Any, Final

from django.core.management.base import BaseCommand, CommandError, CommandParser

from cases import api
from certification.bank.files import read_bank
from certification.bank.items import DISPUTED_FILE, ITEMS_FOLDER
from certification.publishing.impact.past import PastEffect, past_effect
from certification.publishing.impact.reading import differences
from certification.publishing.impact.report import EFFECTS, ImpactReport, ItemRow, measure
from certification.publishing.questions import asked_in_bank, asked_in_files

TITLES: Final = {"key": "答案变了", "blocked": "没有答案了", "reason": "只换理由", "freed": "有了答案"}
HOWS: Final = {"added": "新增", "removed": "删去", "changed": "改动", "reworded": "只改文字"}


class Command(BaseCommand):
    help = "把规则库从 OLD 换成 NEW，会动到哪些题、谁的成绩。只看，不写。"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("old", help="版本编号（可只写开头）、版本名，或规则库文件夹")
        parser.add_argument("new", help="同上")
        parser.add_argument("--json", action="store_true", help="输出 JSON")
        parser.add_argument("--files", action="store_true", help="看随程序发布的题目文件，而不是数据库里的题库")
        parser.add_argument("--meaning", action="store_true", help="再让求解器比对两版的意思，各举一例（要等一会儿）")

    def handle(self, *_args: Any, old: str, new: str, **options: Any) -> None:
        before, after = _opened(old), _opened(new)
        asked = asked_in_files(read_bank(ITEMS_FOLDER, DISPUTED_FILE)) if options["files"] else asked_in_bank()
        report = measure(asked, old=before, new=after)
        past = past_effect(new=after) if not options["files"] else PastEffect()
        meaning = _meaning(before, after) if options["meaning"] else ()
        if options["json"]:
            data = {**report.to_json(), "past": past.to_json(), "meaning": [one.to_json() for one in meaning]}
            self.stdout.write(json.dumps(data, ensure_ascii=False, indent=2))
            return
        for line in (*_told(report), *_past(past), *(line for one in meaning for line in _difference(one, after))):
            self.stdout.write(line)


def _opened(text: str) -> api.Edition:
    try:
        return api.open_edition(text)
    except api.NoEditionError as error:
        raise CommandError(str(error)) from error
    except api.CorpusError as error:
        raise CommandError(f"{text} 的规则库有 {len(error.problems)} 个问题：\n" + "\n".join(error.problems)) from error


def _meaning(old: api.Edition, new: api.Edition) -> tuple[api.Difference, ...]:
    try:
        return differences(old, new)
    except api.ProverError as error:
        raise CommandError(str(error)) from error


def _told(report: ImpactReport) -> Iterator[str]:
    counts = report.counts
    told = "，".join(f"{TITLES[effect]} {counts[effect]}" for effect in EFFECTS if counts[effect])
    yield f"{report.total} 题：{told + '，' if told else ''}不受影响 {counts['unaffected']}（重判 {report.judged} 题）"
    for change in report.rules:
        rule = change.new or change.old
        yield f"  {HOWS[change.how]} {change.rule} {rule.title if rule else ''}"
    for effect in EFFECTS:
        rows = report.of(effect)
        if rows:
            yield f"\n{TITLES[effect]}（{len(rows)}）"
            for row in rows:
                yield from _item(row)


def _item(row: ItemRow) -> Iterator[str]:
    before, after = "".join(row.key_before) or "无", "".join(row.key_after) or "无"
    yield f"  {row.code}  {before} → {after}  {'、'.join(row.causes)}"
    for option in row.options:
        if option.has_changed:
            yield f"    {option.label} {_TRUTHS[option.before]} → {_TRUTHS[option.after]}  {option.text}"
    yield f"    原来：{row.was or '没有答案'}"
    yield f"    现在：{row.now or '没有答案'}"


_TRUTHS: Final = {True: "成立", False: "不成立", None: "定不下来"}


def _past(past: PastEffect) -> Iterator[str]:
    if not past.attempts:
        return
    yield (
        f"\n已交的 {past.attempts} 份卷若按新版判：加分 {len(past.gaining)} 份，减分 {len(past.losing)} 份，"
        f"及格与否改变 {len(past.crossing)} 份；{past.unkeyed} 处作答的题不再有答案，仍按原来的分"
    )


def _difference(one: api.Difference, edition: api.Edition) -> Iterator[str]:
    label = edition.vocabulary.issues[one.issue].label
    was, now = _outcome(one.old_status, one.old_value), _outcome(one.new_status, one.new_value)
    yield f"\n{label}（{one.stack}）：{was} → {now}"
    yield f"  例如：{'；'.join(one.lines)}"


def _outcome(status: str, value: object) -> str:
    return str(value) if status == "decided" else status
