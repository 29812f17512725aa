"""``manage.py corpus load|dump|list|diff|catalogue|fmt``: the files of the corpus and the stored editions."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from cases.editions.catalogue import catalogue_table
from cases.editions.compare import Comparison, EntryChange, compare
from cases.editions.content import CORPUS, EDITION_LABEL, build_edition, read_files
from cases.editions.files import format_file, write_files
from cases.editions.store import (
    NoEditionError,
    content_of,
    current_edition_id,
    find_edition_id,
    list_editions,
    published_here,
    shipped_edition,
    store_edition,
)
from cases.editions.text_yaml import CorpusError

CATALOGUE_TABLE = Path(__file__).resolve().parents[3] / "docs" / "reference" / "catalogue.md"
_LONGEST_LABEL = 32
_HOWS = {"added": "新增", "removed": "删去", "changed": "改动"}


class Command(BaseCommand):
    help = "规则库的文件与版本：载入、写出、列出、比较，把文件改成规范写法。"
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True)
        load = verbs.add_parser("load", help="把一个文件夹的规则库存为版本；内容已在库中时什么也不做")
        load.add_argument("folder", nargs="?", type=Path, default=CORPUS, help="不写就是随程序发布的规则库")
        load.add_argument("--replace", action="store_true", help="当前版本是在工作台发布的，也换成随程序发布的规则库")
        load.add_argument("--label", default="", help="版本的名字，如 2026.2；不写就用文件夹的名字")
        dump = verbs.add_parser("dump", help="把一个版本写成文件，与载入时逐字节相同")
        dump.add_argument(
            "folder", nargs="?", type=Path, default=None, help="新的或空的文件夹；不写就是 corpus-<版本名>"
        )
        dump.add_argument("--edition", default="", help="编号、编号的开头或名字；不写就是当前版本")
        listing = verbs.add_parser("list", help="列出库中的版本，最新的（当前版本）在前")
        listing.add_argument("--json", action="store_true")
        diff = verbs.add_parser("diff", help="比较两个版本的文字：新增、删去、改动了哪些规则和字段")
        diff.add_argument("old", help="编号、编号的开头、名字，或一个规则库文件夹")
        diff.add_argument("new", help="同上")
        diff.add_argument("--json", action="store_true")
        table = verbs.add_parser("catalogue", help="写出目录与规则的对照表")
        table.add_argument(
            "file", nargs="?", type=Path, default=CATALOGUE_TABLE, help="不写就是 docs/reference/catalogue.md"
        )
        fmt = verbs.add_parser("fmt", help="把规则库文件改成唯一的规范写法（注释会去掉，备注请写在 note 里）")
        fmt.add_argument("files", nargs="*", type=Path, help="要改的文件；不写就是随程序发布的全部文件")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            getattr(self, f"do_{options['verb']}")(**options)
        except CorpusError as error:
            raise CommandError("\n".join(error.problems)) from error
        except NoEditionError as error:
            raise CommandError(str(error)) from error

    def do_load(self, *, folder: Path, label: str, replace: bool, **_options: Any) -> None:
        kept = "" if replace or folder != CORPUS else published_here()
        if kept:
            self.stdout.write(
                f"当前版本 {kept[:15]}… 是在工作台发布的，继续使用它；"
                "要换成随程序发布的规则库，运行 corpus load --replace"
            )
            return
        label = label or (EDITION_LABEL if folder == CORPUS else folder.resolve().name[:_LONGEST_LABEL])
        if len(label) > _LONGEST_LABEL:
            raise CommandError(f"--label 最长 {_LONGEST_LABEL} 个字，这里是 {len(label)} 个")
        name, new = store_edition(_canonical(folder), label=label, now=timezone.now())
        state = "已载入" if new else "已在库中" if name == current_edition_id() else "已在库中，但不是当前版本"
        self.stdout.write(f"规则库版本 {name[:15]}… {state}")

    def do_dump(self, *, folder: Path | None, edition: str, **_options: Any) -> None:
        name = find_edition_id(edition) if edition else current_edition_id()
        label = next(one.label for one in list_editions() if one.id == name)
        folder = folder or Path(f"corpus-{label}")
        number = write_files(content_of(name), folder)
        self.stdout.write(f"版本 {label}（{name[:15]}…）写到 {folder}，{number} 个文件")

    def do_list(self, **options: Any) -> None:
        entries = list_editions()
        if options["json"]:
            rows = [{**asdict(one), "loaded_at": one.loaded_at.isoformat()} for one in entries]
            self.stdout.write(json.dumps(rows, ensure_ascii=False, indent=2))
            return
        for one in entries:
            mark = "当前" if one.is_current else "    "
            when = timezone.localtime(one.loaded_at)
            self.stdout.write(f"{mark} {one.label}\t{one.id}\t{when:%Y-%m-%d %H:%M}\t{one.rules} 条")
        self.stdout.write(f"共 {len(entries)} 个版本")

    def do_diff(self, *, old: str, new: str, **options: Any) -> None:
        before, after = _content(old), _content(new)
        found = compare(before, after)
        if options["json"]:
            self.stdout.write(json.dumps(found.to_json(), ensure_ascii=False, indent=2))
        else:
            self._tell(found, only_release=before.get("release") != after.get("release"))

    def _tell(self, found: Comparison, *, only_release: bool) -> None:
        for one in (*found.rules, *found.words):
            self._tell_entry(one)
        rules = "，".join(f"{word} {sum(one.how == how for one in found.rules)}" for how, word in _HOWS.items())
        words = "，".join(f"{word} {sum(one.how == how for one in found.words)}" for how, word in _HOWS.items())
        if found.same:
            self.stdout.write("两个版本的内容相同")
        elif not (found.rules or found.words):
            self.stdout.write("只有发布说明不同" if only_release else "只有次序不同")
        else:
            self.stdout.write(f"规则：{rules}；词汇与其他：{words}")

    def _tell_entry(self, one: EntryChange) -> None:
        version = f"（{one.version}）" if one.version else ""
        section = "" if one.section == "rules" else f"{one.section} "
        place = f"\t{one.book}/{one.topic}" if one.book else ""
        self.stdout.write(f"{_HOWS[one.how]} {section}{one.id}{version} {one.title}{place}")
        for change in one.fields:
            self.stdout.write(f"    {change.name}")
            for sign, lines, others in (("-", change.old, change.new), ("+", change.new, change.old)):
                for line in (line for line in lines if line not in others):
                    self.stdout.write(f"      {sign} {line}")

    def do_catalogue(self, *, file: Path, **_options: Any) -> None:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(catalogue_table(read_files(), shipped_edition()), encoding="utf-8")
        self.stdout.write(f"对照表写到 {file}")

    def do_fmt(self, *, files: list[Path], **_options: Any) -> None:
        paths = files or sorted(CORPUS.rglob("*.yaml"))
        changed = [path for path in paths if format_file(path)]
        for path in changed:
            self.stdout.write(f"{path}:已改写")
        self.stdout.write(f"{len(paths)} 个文件，改写 {len(changed)} 个")


def _canonical(folder: Path) -> Mapping[str, Any]:
    """The content of a folder whose files are in the canonical form.

    Raises:
        CorpusError: what is unsound in it; where it is sound, which files are in another form.
    """
    try:
        return read_files(folder, canonical=True)
    except CorpusError:
        build_edition(read_files(folder))
        raise


def _content(text: str) -> Mapping[str, Any]:
    """The content of a stored edition, or of a folder.

    Raises:
        NoEditionError: neither.
        CorpusError: the folder's files cannot be read.
    """
    try:
        return content_of(find_edition_id(text))
    except NoEditionError:
        if not Path(text).is_dir():
            raise
        return read_files(Path(text))
