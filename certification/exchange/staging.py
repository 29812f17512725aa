"""What importing a file would do, row by row. Reads the bank; writes nothing."""

import uuid
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from cases import api
from certification.bank.deriving import derive, trace_hash
from certification.bank.domain import Finding
from certification.bank.markup.plain import plain_line
from certification.bank.pictures.reading import picture_findings
from certification.exchange.contents import Built, Kept, build
from certification.exchange.domain import ForeignQuestion, ReadRow, RowProblem, Verdict, short
from certification.exchange.illustrating import Illustrator
from certification.exchange.known import Held, Known

_COLUMN_OF: Final = {
    "case": "案情",
    "claim": "主张",
    "bank": "答案",
    "key": "答案",
    "issue": "案情",
    "cited": "引用条文",
}
_LONGEST_FINDING: Final = 400


@dataclass(frozen=True, slots=True)
class StagedRow:
    """One row of the file, with what applying it would write."""

    read: ReadRow
    verdict: Verdict
    code: str = ""
    other: str = ""
    problems: tuple[RowProblem, ...] = ()
    dropped: tuple[str, ...] = ()
    held: Held | None = None
    kept: Kept | None = None
    expected: tuple[str, ...] = ()
    derivation: Mapping[str, Any] | None = None

    @property
    def stem(self) -> str:
        """Return the beginning of the stem, as a list shows it."""
        text = self.read.question.stem if self.read.question else " ".join(self.read.cells[:4])
        return short(plain_line(text), 100)

    @property
    def pictures(self) -> list[str]:
        """Return the ids of the pictures that the row shows and brings along or names."""
        question = self.read.question
        return [one.name for one in question.pictures] if question is not None else []

    def to_json(self) -> dict[str, Any] | None:
        """Return what would be written, as JSON values."""
        if self.kept is None or self.derivation is None or self.verdict not in {Verdict.NEW, Verdict.UPDATE}:
            return None
        return {
            "content": self.kept.content.to_json(),
            "enemies": self.kept.enemies,
            "template": self.kept.template,
            "pool": str(self.kept.pool),
            "tags": list(self.kept.tags),
            "expected": list(self.expected),
            "external": self.read.question.external_id if self.read.question else "",
            "derivation": dict(self.derivation),
        }


def stage(
    rows: Sequence[ReadRow], known: Known, *, edition: api.Edition, illustrator: Illustrator | None = None
) -> Iterator[StagedRow]:
    """Yield what each row would do, in the order of the file.

    Args:
        rows: the file.
        known: the bank; rows of the file are added to it as they come.
        edition: the rules that judge questions with a case.
        illustrator: gathers the pictures that would come in.

    Raises:
        RefusedError: the file has too many pictures.
    """
    album = illustrator or Illustrator()
    topics = edition.vocabulary.topics
    seen: dict[str, int] = {}
    for number, row in enumerate(map(album.illustrated, rows), 1):
        staged = _stage(row, known, topics, edition)
        name = row.question.external_id if row.question else ""
        if name and name in seen and staged.verdict is not Verdict.ERROR:
            told = f"和第 {seen[name]} 题编号相同，请改一个或删去一行"
            staged = _error(row, [RowProblem("编号", name, told)], staged.dropped)
        if name:
            seen.setdefault(name, number)
        if staged.kept is not None and staged.verdict in {Verdict.NEW, Verdict.UPDATE}:
            known.note(staged.code or f"第 {number} 题", staged.kept.content)
        yield staged


def _error(row: ReadRow, problems: Sequence[RowProblem], dropped: Sequence[str] = ()) -> StagedRow:
    code = row.question.external_id if row.question else ""
    return StagedRow(row, Verdict.ERROR, code, problems=tuple(problems), dropped=tuple(dropped))


def _stage(row: ReadRow, known: Known, topics: Mapping[str, str], edition: api.Edition) -> StagedRow:
    question = row.question
    if row.problems or question is None:
        return _error(row, row.problems, row.dropped)
    held = known.by_name.get(question.external_id) if question.external_id else None
    before = held.kept if held is not None else None
    built = build(question, before, topics)
    if built.kept is not None and built.kept.content.hash in known.withdrawn:
        told = "和停用过的一版完全相同，那一版答案有误；请改好再导入"
        built.problems.append(RowProblem("题干", short(question.stem), told))
    dropped = (*row.dropped, *built.dropped)
    if built.problems or built.kept is None:
        return _error(row, built.problems, dropped)
    code = held.code if held is not None else question.external_id
    base = StagedRow(row, Verdict.NEW, code, dropped=dropped, held=held, kept=built.kept, expected=built.expected)
    if held is not None and held.current is not None and _is_same(built.kept, before):
        return replace(base, verdict=Verdict.UNCHANGED)
    twin = known.twin_of(built.kept.content)
    if twin and (held is None or twin != held.code):
        return replace(base, verdict=Verdict.TWIN, other=twin)
    return _judged(base, question, built, known, edition)


def _judged(base: StagedRow, question: ForeignQuestion, built: Built, known: Known, edition: api.Edition) -> StagedRow:
    assert built.kept is not None
    derived = derive(built.kept.content, expected=question.answer, disputed=None, edition=edition)
    coming = {uuid.UUID(one.name) for one in question.pictures}
    findings = [*derived.findings, *picture_findings(built.kept.content, coming=coming)]
    if findings:
        return _error(base.read, [_problem(one, question) for one in findings], base.dropped)
    trace = trace_hash(built.kept.content, derived.derivation)
    alike = known.by_trace.get(trace, "")
    told = derivation_json(derived.derivation, trace)
    verdict = Verdict.NEW if base.held is None else Verdict.UPDATE
    other = alike if base.held is None or alike != base.held.code else ""
    return replace(base, verdict=verdict, other=other, derivation=told)


def derivation_json(derivation: api.Derivation, trace: str) -> dict[str, Any]:
    """Return what a row of derivations holds, as JSON values."""
    return {
        "key": list(derivation.key),
        "truths": list(derivation.truths),
        "rules": list(derivation.rules),
        "topic": derivation.topic,
        "difficulty": derivation.difficulty,
        "decisions": list(derivation.decisions),
        "trace": trace,
    }


def _problem(finding: Finding, question: ForeignQuestion) -> RowProblem:
    column = _COLUMN_OF.get(finding.code.partition(".")[0], "题干")
    value = "".join(question.answer) if column == "答案" else ""
    return RowProblem(column, value, short(finding.message, _LONGEST_FINDING))


def _is_same(kept: Kept, before: Kept | None) -> bool:
    if before is None or kept.content.hash != before.content.hash:
        return False
    return all(getattr(kept, name) == getattr(before, name) for name in ("enemies", "template", "pool", "tags"))
