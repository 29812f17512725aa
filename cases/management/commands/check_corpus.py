"""``manage.py check_corpus``: is the shipped corpus sound? Exit code 1 when it is not."""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from collections import Counter
from typing import Any

from django.core.management.base import BaseCommand

from cases.editions.check import check_edition
from cases.editions.content import build_edition, only_topics, read_files
from cases.editions.text_yaml import CorpusError
from cases.engine.rules import Kind


class Command(BaseCommand):
    help = "检查随程序发布的规则库:格式、引用、日期、例子(每条规则须有适用与不适用的例子)。有问题时退出码为 1。"
    requires_system_checks = ()  # reads the shipped files only: works before the site is set up

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--topic", action="append", default=[], help="只检查这个主题的文件(可重复),如 --topic ship")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            content, topics = read_files(), options["topic"]
            if topics:
                content = only_topics(content, topics)
            edition = build_edition(content, partial=bool(topics))
            problems = check_edition(edition, content)
        except CorpusError as error:
            problems, edition = error.problems, None
        for problem in problems:
            self.stdout.write(problem)
        if problems or edition is None:
            self.stdout.write(f"共 {len(problems)} 个问题")
            sys.exit(1)
        books = Counter(rule.book for rule in edition.rules)
        cited = sum(rule.kind is Kind.CITED for rule in edition.rules)
        examples = sum(len(rule.examples) for rule in edition.rules)
        self.stdout.write(
            f"规则库完好:{len(edition.families)} 条规则({len(edition.rules)} 个版本,其中只引用 {cited}),"
            f"例子 {examples} 个;{'、'.join(f'{book} {count}' for book, count in sorted(books.items()))}"
        )
