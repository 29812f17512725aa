"""The whole bank against the rules, from files alone."""

from collections import Counter, defaultdict
from dataclasses import asdict, dataclass
from typing import Any

from cases import api
from certification.bank.deriving import derive, trace_hash
from certification.bank.files import BankFiles
from certification.bank.items import Item


@dataclass(frozen=True, slots=True)
class Line:
    """One item as it was checked. `twins` are other items decided alike: they never share a paper."""

    id: str
    file: str
    line: int
    type: str
    key: tuple[str, ...]
    rules: tuple[str, ...]
    topic: str
    difficulty: int
    disputed: bool
    twins: tuple[str, ...]
    problems: tuple[str, ...]

    def to_json(self) -> dict[str, Any]:
        return asdict(self)

    def to_text(self) -> str:
        mark = "✗" if self.problems else "✓"
        key = "、".join(self.key) or "—"
        told = f"{mark} {self.id}  {self.type:<9}  {key:<6}  难度 {self.difficulty or '—'}  {self.topic or '—'}"
        rules = f"  {', '.join(self.rules)}" if self.rules else ""
        note = "  （争议）" if self.disputed else ""
        return "\n".join(
            [told + rules + note, *(f"    {self.file}:{self.line} {problem}" for problem in self.problems)]
        )


def check_bank(files: BankFiles, *, edition: api.Edition) -> list[Line]:
    """Derive every item under `edition` and return a line for each, in order of id."""
    traces: dict[str, str] = {}
    same: defaultdict[str, list[str]] = defaultdict(list)
    lines = []
    for item in files.items:
        line, trace = _line(item, files, edition)
        lines.append(line)
        if trace:
            traces[item.id] = trace
            same[trace].append(item.id)
    return [_with_twins(line, same[traces[line.id]]) if line.id in traces else line for line in lines]


def _line(item: Item, files: BankFiles, edition: api.Edition) -> tuple[Line, str]:
    derived = derive(item.content, expected=item.expected, disputed=files.disputed.get(item.id), edition=edition)
    derivation = derived.derivation
    labels = item.content.labels
    line = Line(
        id=item.id,
        file=item.file,
        line=item.line,
        type=str(item.content.type),
        key=tuple(labels[index] for index in derivation.key),
        rules=tuple(derivation.rules),
        topic=derivation.topic,
        difficulty=derivation.difficulty,
        disputed=item.id in files.disputed,
        twins=(),
        problems=tuple(f"[{one.code}] {one.message}" for one in derived.findings),
    )
    return line, trace_hash(item.content, derivation) if not derived.findings else ""


def _with_twins(line: Line, alike: list[str]) -> Line:
    if len(alike) == 1:
        return line
    values = {name: getattr(line, name) for name in Line.__slots__}
    return Line(**{**values, "twins": tuple(one for one in alike if one != line.id)})


def summary(lines: list[Line]) -> dict[str, dict[str, int]]:
    """Return how many sound items there are by type, topic and difficulty."""
    sound = [line for line in lines if not line.problems]
    return {
        "type": dict(Counter(line.type for line in sound)),
        "topic": dict(Counter(line.topic for line in sound)),
        "difficulty": dict(Counter(str(line.difficulty) for line in sound)),
    }
