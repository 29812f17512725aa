"""``manage.py vocabulary``: every word a case may use, so that one can be written without reading code."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from cases.api import describe_vocabulary
from cases.management.shipped import edition_or_refuse


class Command(BaseCommand):
    help = "列出案情可用的全部事实、事件、行为、争点和结论:类型、单位、可用的值、中文说法和含义。"
    requires_system_checks = ()  # reads the shipped files only: works before the site is set up

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true", help="输出 JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        words = describe_vocabulary(edition_or_refuse())
        if options["json"]:
            self.stdout.write(json.dumps(words, ensure_ascii=False, indent=2))
            return
        for kind, title in _TITLES.items():
            self.stdout.write(f"\n# {title}")
            for word in words[kind]:
                self.stdout.write(_line(word))
                for extra in _extras(word):
                    self.stdout.write(f"    {extra}")


_TITLES = {
    "stacks": "规则库(stack)",
    "facts": "事实",
    "events": "事件",
    "acts": "行为",
    "issues": "争点",
    "constraints": "不可能的案情",
}


def _line(word: dict[str, Any]) -> str:
    kind = ",".join(part for part in (word.get("type"), word.get("unit")) if part)
    kind = f" [{kind}]" if kind else ""
    return f"{word['id']}{kind} {word['label']}"


def _extras(word: dict[str, Any]) -> list[str]:
    lines = []
    if word.get("values"):
        lines.append("可用:" + ";".join(f"{value}={text}" for value, text in word["values"].items()))
    if word.get("range"):
        lines.append(f"范围:{word['range']}")
    if "silence" in word:
        lines.append(f"不提及时:{word['silence']}{'(题干应当写明)' if word['stating'] == 'must' else ''}")
    if word.get("burden"):
        lines.append(f"举证责任:{word['burden']}(可写 unproven)")
    if word.get("args"):
        lines.append("参数:" + ";".join(f"{name}({kind})" for name, kind in word["args"].items()))
    if word.get("sets"):
        lines.append("推出:" + ";".join(word["sets"]))
    return [*lines, *([word["meaning"]] if word.get("meaning") else [])]
