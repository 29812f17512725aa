"""The raw content of an edition: read from the files of the corpus, hashed, and built into an :class:`Edition`.

The content is what is stored, all texts: ``{"vocabulary": …, "acts": …, "calendar": …, "catalogue": …, "gaps": …,
"invariants": …, "release": …, "books": {book: {"book": …, topic: …}}}``. Calendar, catalogue, gaps, invariants and
release may be missing; the release tells when and why an edition was published from the workbench.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any, Final

from cases.editions.catalogue import check_references, read_catalogue
from cases.editions.fields import Problems
from cases.editions.files import OPTIONAL, first_difference, read_text, strays
from cases.editions.read_assertions import read_invariants, read_waivers
from cases.editions.read_rules import read_book, read_rules
from cases.editions.read_vocabulary import read_vocabulary
from cases.editions.rows import as_text, text_hash
from cases.editions.text_yaml import CorpusError, load_text, where
from cases.engine.case import Stack
from cases.engine.edition import Edition
from cases.engine.precedence import OverrideCycleError
from cases.engine.program import StackError
from cases.engine.rules import Rule, Rulebook

CORPUS: Final = Path(__file__).resolve().parent.parent / "corpus"
EDITION_LABEL: Final = "2026.1"


def read_files(root: Path = CORPUS, *, canonical: bool = False) -> dict[str, Any]:
    """Read the corpus files under ``root`` into raw content that remembers its lines.

    Args:
        root: the folder with ``vocabulary.yaml``, ``acts.yaml`` and ``rulebooks/<name>/*.yaml``.
        canonical: refuse files in another form than the canonical one, and files that are not the corpus's.

    Raises:
        CorpusError: a file is missing, is not YAML, or is not canonical.
    """
    folders = sorted(path for path in (root / "rulebooks").glob("*") if path.is_dir())
    if not folders:
        raise CorpusError([f"{_place(root, root)}:不是规则库文件夹：没有 rulebooks/<规则集>/"])
    texts = _Texts(root)
    content = {
        "vocabulary": texts.load(root / "vocabulary.yaml"),
        "acts": texts.load(root / "acts.yaml"),
        **{name: texts.load(root / f"{name}.yaml") for name in OPTIONAL if (root / f"{name}.yaml").exists()},
        "books": {
            folder.name: {path.stem: texts.load(path) for path in sorted(folder.glob("*.yaml"))} for folder in folders
        },
    }
    problems = texts.loose() if canonical else []
    if problems:
        raise CorpusError(problems)
    return content


class _Texts:
    """The files of a folder, read one by one, and what is not canonical in them."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.read: list[tuple[str, Any, str]] = []

    def load(self, path: Path) -> Any:
        place = _place(path, self.root)
        text = read_text(path, place)
        raw = load_text(text, place)
        self.read.append((text, raw, place))
        return raw

    def loose(self) -> list[str]:
        """Every file in another form than the canonical one, by its first line that differs, and every stray file."""
        found = [first_difference(text, raw, place) for text, raw, place in self.read]
        foreign = [f"{_place(path, self.root)}:不是规则库的文件，请移走" for path in strays(self.root)]
        return [problem for problem in (*found, *foreign) if problem]


def _place(path: Path, root: Path) -> str:
    """Where a file is, as people say it: ``cases/corpus/…`` for the corpus itself, else as the folder was named."""
    is_own = (root.parent.name, root.name) == ("cases", "corpus")
    return str(path.relative_to(root.parent.parent)) if is_own else str(path)


def content_hash(content: Mapping[str, Any]) -> str:
    """``sha256:…`` of ``content``: equal for equal files. Inside a file the order counts: it is that of display."""
    books = {name: dict(sorted(files.items())) for name, files in sorted(content["books"].items())}
    return text_hash(as_text(dict(sorted({**content, "books": books}.items()))))


def first_release_hash(content: Mapping[str, Any]) -> str:
    """The hash by which the first release named editions: without the order of keys. Their ids are kept."""
    return text_hash(json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":")))


def build_edition(
    content: Mapping[str, Any], label: str = EDITION_LABEL, *, partial: bool = False, edition_id: str = ""
) -> Edition:
    """Build the edition, strictly.

    Args:
        content: what the files hold.
        label: what people call it.
        partial: it may override rules that it does not hold.
        edition_id: its id, where that is known; else the hash of the content.

    Raises:
        CorpusError: all problems found, each with its place: unknown keys, names, types, cycles, misplaced edges.
    """
    problems = Problems()
    words = read_vocabulary(content["vocabulary"], content["acts"], problems, content.get("calendar", {}))
    books: dict[str, Rulebook] = {}
    rules: list[Rule] = []
    for name, files in content["books"].items():
        book = read_book(files.get("book"), problems)
        books[book.id] = book
        if book.id != name:
            problems.at(files.get("book"), f"rulebook 的 id “{book.id}”应与文件夹“{name}”同名")
        for topic, raw in files.items():
            if topic == "book":
                continue
            if topic not in words.topics:
                problems.at(raw, f"文件名“{topic}”不是主题,可用:{'、'.join(words.topics)}")
            rules.extend(read_rules(raw, book, topic, words, problems))
    _check_rules(rules, books, content, problems)
    waivers = read_waivers(content.get("gaps", {}), words, books, problems)
    check_references(rules, read_catalogue(content.get("catalogue", {}), problems), _nodes(content), problems)
    invariants = read_invariants(content.get("invariants", {}), words, books, problems)
    if not partial:
        _check_overrides(rules, content, problems)
    if problems:
        raise CorpusError(problems)
    edition = Edition(edition_id or content_hash(content), label, words, books, tuple(rules), waivers, invariants)
    _check_stacks(edition, content)
    return edition


def _check_rules(
    rules: list[Rule], books: Mapping[str, Rulebook], content: Mapping[str, Any], problems: Problems
) -> None:
    nodes = _nodes(content)
    seen: dict[tuple[str, str], Rule] = {}
    by_id: dict[str, list[Rule]] = {}
    for rule in rules:
        if (rule.id, rule.version) in seen:
            problems.at(nodes.get(rule.id), "编号和 version 与另一条规则相同", "id", rule.id)
        seen[rule.id, rule.version] = rule
        by_id.setdefault(rule.id, []).append(rule)
    for name, versions in by_id.items():
        for field, message in version_problems(versions):
            problems.at(nodes.get(name), message, field, name)
    for book in books.values():
        if book.extends and book.extends not in books:
            problems.append(f"rulebook {book.id}:extends 的“{book.extends}”不存在")


def _check_overrides(rules: list[Rule], content: Mapping[str, Any], problems: Problems) -> None:
    nodes, known = _nodes(content), {rule.id for rule in rules}
    for rule in rules:
        for other in sorted(set(rule.overrides) - known):
            problems.at(nodes.get(rule.id), f"overrides 里没有规则“{other}”", "overrides", rule.id)


def _nodes(content: Mapping[str, Any]) -> dict[str, Any]:
    return {
        str(item.get("id")): item
        for files in content["books"].values()
        for topic, raw in files.items()
        if topic != "book" and isinstance(raw, Mapping)
        for item in raw.get("rules", [])
        if isinstance(item, Mapping)
    }


def only_topics(content: Mapping[str, Any], topics: Collection[str]) -> dict[str, Any]:
    """``content`` with the rule files of ``topics`` alone."""
    books = {
        name: {topic: raw for topic, raw in files.items() if topic == "book" or topic in topics}
        for name, files in content["books"].items()
    }
    return {**content, "books": books}


def version_problems(versions: Sequence[Rule]) -> list[tuple[str, str]]:
    """What does not fit together in the versions of one rule, each with the field it is about."""
    problems = []
    if len({(rule.book, rule.kind, rule.force) for rule in versions}) > 1:
        problems.append(("id", "同一编号的各版本应在同一规则库,kind 和 force 相同"))
    if len({rule.effective.by for rule in versions}) > 1:
        problems.append(("effective", "同一编号的各版本应由同一个事件的日期选定(effective.by 相同)"))
    spans = sorted(((r.effective.start, r.effective.end) for r in versions), key=lambda pair: pair[0] or -1)
    problems += [
        ("effective", "各版本的生效期间重叠:前一版要有 to,且不晚于后一版的 from")
        for (_, end), (start, _) in pairwise(spans)
        if end is None or start is None or start < end
    ]
    return problems


def stacks_of(books: Mapping[str, Rulebook]) -> list[Stack]:
    """Every stack of one platform, and every shop with each platform."""
    platforms = [book.id for book in books.values() if book.level.value == "platform"]
    shops = [book.id for book in books.values() if book.level.value == "shop"]
    return [
        Stack(),
        *(Stack(platform) for platform in platforms),
        *(Stack(platform, shop) for platform in platforms for shop in shops),
    ]


def compile_platforms(edition: Edition) -> None:
    """Compile what the law and each platform say, so that no case has to wait for it; of a sound edition.

    What a shop adds is little and is compiled when a case asks for it: a preview compiles an edited rule in each stack
    that is compiled already.
    """
    for stack in stacks_of(edition.books):
        if not stack.shop:
            edition.program(stack)


def _check_stacks(edition: Edition, content: Mapping[str, Any]) -> None:
    """Compile every stack of one platform and every shop with its platform: cycles and misplaced edges show here.

    Raises:
        CorpusError: a stack does not compile.
    """
    for stack in stacks_of(edition.books):
        try:
            edition.program(stack)
        except (StackError, OverrideCycleError) as error:
            place = place_of(content, error.rule if isinstance(error, StackError) else error.ids[0])
            name = "+".join(filter(None, ("law", stack.platform, stack.shop)))
            raise CorpusError([":".join(filter(None, (place, f"规则组合 {name}", str(error))))]) from error


def place_of(content: Mapping[str, Any], rule_id: str) -> str:
    """``file:line`` of a rule in content read from files, "" otherwise."""
    return where(_nodes(content).get(rule_id))
