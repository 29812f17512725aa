"""All item files of a folder together: no id twice, no twin content, no entry in dispute that no item has."""

from dataclasses import dataclass
from pathlib import Path

from certification.bank.domain import Disputed
from certification.bank.items import Item, ItemError, ItemProblem, read_disputed, read_items


@dataclass(frozen=True, slots=True)
class BankFiles:
    """What the files say, in order of id."""

    items: tuple[Item, ...]
    disputed: dict[str, Disputed]
    problems: tuple[ItemProblem, ...]

    def insist(self) -> "BankFiles":
        """Return itself if nothing has to be mended.

        Raises:
            ItemError: with everything that has to be.
        """
        if self.problems:
            raise ItemError(self.problems)
        return self


def read_bank(folder: Path, disputed_file: Path) -> BankFiles:
    """Read every `*.yaml` under `folder`, and the list of disputed items if there is one."""
    items: list[Item] = []
    problems: list[ItemProblem] = []
    for path in sorted(folder.glob("**/*.yaml")):
        found, wrong = read_items(path.read_text(encoding="utf-8"), path.name)
        items += found
        problems += wrong
    disputed: dict[str, Disputed] = {}
    if disputed_file.exists():
        disputed, wrong = read_disputed(disputed_file.read_text(encoding="utf-8"), disputed_file.name)
        problems += wrong
    problems += _twice(items)
    known = {item.id for item in items}
    if not problems:
        problems += [
            ItemProblem(disputed_file.name, 0, name, "id", name, "题库里没有这道题，请删去这一条")
            for name in disputed
            if name not in known
        ]
    return BankFiles(tuple(sorted(items, key=lambda item: item.id)), disputed, tuple(problems))


def _twice(items: list[Item]) -> list[ItemProblem]:
    problems = []
    by_id: dict[str, Item] = {}
    by_content: dict[str, Item] = {}
    for item in items:
        if other := by_id.get(item.id):
            problems.append(
                ItemProblem(item.file, item.line, item.id, "id", item.id, f"{other.file}:{other.line} 已经用了这个编号")
            )
        elif other := by_content.get(item.content.hash):
            problems.append(ItemProblem(item.file, item.line, item.id, "stem", "", f"与 {other.id} 内容完全相同"))
        by_id.setdefault(item.id, item)
        by_content.setdefault(item.content.hash, item)
    return problems
