"""What keeps a script from being published: its shape, what the rules say of its case, and its own transcripts."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from cases import api
from certification.bank.domain import Finding
from certification.drills.deciding import table_of
from certification.drills.domain.acts import Hearing
from certification.drills.domain.judge import Verdict, judge
from certification.drills.domain.play import Play, Reply, Table, TalkOverError, play
from certification.drills.domain.shape import endless, punished_duties, unreachable
from certification.drills.script.model import EndingKind, Script, Transcript

#: Recognises a reply to a buyer's line.
Hear = Callable[[str, str], Hearing]
SEEDS = ("transcript", "another", "third")
_TROUBLE = {
    "conflict": "规则互相冲突",
    "gap": "规则没有规定",
    "undetermined": "案情不足以裁决",
    "not_raised": "不在争议中",
}


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """A transcript that was played: the talk, the verdict, and what is wrong with it."""

    transcript: Transcript
    play: Play | None
    verdict: Verdict | None
    findings: tuple[Finding, ...]
    notes: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class Checked:
    """A script that was checked; without findings it may be published. Notes are for its author alone."""

    script: Script
    table: Table | None
    rehearsals: tuple[Rehearsal, ...]
    findings: tuple[Finding, ...]

    @property
    def notes(self) -> tuple[Finding, ...]:
        """Return what the author may want to look at; nothing of it keeps the script from being published."""
        return tuple(note for one in self.rehearsals for note in one.notes)


def check(script: Script, *, edition: api.Edition, hear: Hear) -> Checked:
    """Check a script under an edition.

    Args:
        script: the script.
        edition: the rules.
        hear: the recogniser.
    """
    try:
        table = table_of(script, edition)
    except api.CaseError as error:
        return Checked(script, None, (), tuple(Finding("drill.case", one) for one in error.problems))
    findings = [*_shape(script, edition), *_rules(table)]
    rehearsals = tuple(rehearse(table, one, hear=hear) for one in script.transcripts)
    findings += [finding for one in rehearsals for finding in one.findings]
    return Checked(script, table, rehearsals, tuple(findings))


def _shape(script: Script, edition: api.Edition) -> Iterator[Finding]:
    if script.area not in edition.vocabulary.topics:
        yield Finding("drill.area", f"没有领域 {script.area}，可用：{'、'.join(edition.vocabulary.topics)}")
    for issue in script.issues:
        if issue not in edition.vocabulary.issues:
            yield Finding("drill.issue", f"没有争点 {issue}")
    for name in unreachable(script):
        yield Finding("drill.unreachable", f"没有一条路通向 {name}")
    for name in endless(script):
        yield Finding("drill.endless", f"从状态 {name} 出发，没有一条路通向结局")


def _rules(table: Table) -> Iterator[Finding]:
    for issue, status in table.owed.trouble:
        yield Finding(f"drill.{status}", f"争点 {issue} {_TROUBLE.get(status, status)}，这份脚本不能用")
    for act in punished_duties(table.script, table.owed):
        yield Finding("drill.punished-duty", f"{act} 是规则给买家的，脚本不能因它扣分（forbidden 或 absent）")


def rehearse(table: Table, transcript: Transcript, *, hear: Hear) -> Rehearsal:
    """Play a transcript and say what is wrong with it: it must pass, or fail for its reason, whatever the wording."""
    findings: list[Finding] = []
    played, verdict = None, None
    for seed in SEEDS:
        try:
            played = _play(table, transcript, seed, hear)
        except TalkOverError:
            findings.append(Finding("drill.too-long", f"对话“{transcript.name}”在结局之后还有话"))
            break
        verdict = judge(table, played.spoken)
        findings += _judge_transcript(transcript, played, verdict)
        if findings:
            break
    notes = [] if played is None else [*_unseen(transcript, played)]
    if verdict is not None and transcript.is_perfect:
        notes += _incomplete(transcript, verdict)
    return Rehearsal(transcript, played, verdict, tuple(findings), tuple(notes))


def _play(table: Table, transcript: Transcript, seed: str, hear: Hear) -> Play:
    replies: list[Reply] = []
    talk = play(table, replies, seed=seed)
    for line in transcript.turns:
        said = " ".join(one.text for one in talk.turns[-1].lines) if talk.turns else talk.opening
        replies.append(Reply(hear(line.say, said), line.seconds, line.lookups))
        talk = play(table, replies, seed=seed)
    return talk


def _judge_transcript(transcript: Transcript, played: Play, verdict: Verdict) -> Iterator[Finding]:
    name, low = f"对话“{transcript.name}”", verdict.low
    if not transcript.is_perfect:
        if low.is_passed:
            yield Finding("drill.bad-passes", f"{name}应当不通过，却通过了")
        elif transcript.because not in low.reasons:
            why = "、".join(low.reasons) or "（无）"
            yield Finding("drill.bad-reason", f"{name}应因 {transcript.because} 不通过，理由却是：{why}")
        return
    if not low.is_passed:
        why = "、".join(low.reasons)
        told = f"；未能识别：{_told(verdict)}" if verdict.high.is_passed else ""
        yield Finding("drill.perfect-fails", f"{name}应当通过，却因 {why} 不通过{told}")
    if played.ending is None or played.ending.kind is not EndingKind.GOOD:
        yield Finding("drill.perfect-ending", f"{name}没有走到 kind: good 的结局")


def _incomplete(transcript: Transcript, verdict: Verdict) -> Iterator[Finding]:
    unmet = "、".join(one.criterion.id for one in verdict.low.criteria if not one.is_met)
    if unmet and verdict.low.is_passed:
        yield Finding("drill.perfect-incomplete", f"对话“{transcript.name}”通过了，但有没达到的：{unmet}")


def _told(verdict: Verdict) -> str:
    return "、".join(f"第 {turn} 轮 {act}" for turn, act in verdict.open_acts)


def _unseen(transcript: Transcript, played: Play) -> Iterator[Finding]:
    for line, turn in zip(transcript.turns, played.turns, strict=False):
        for pattern in line.acts:
            if not any(pattern.matches(act.name, act.args) for act in turn.spoken.acts):
                seen = "、".join(act.name for act in turn.spoken.acts) or "（无）"
                told = f"第 {turn.number} 轮没有识别出 {pattern}，识别出的是 {seen}"
                yield Finding("drill.unseen-act", f"对话“{transcript.name}”{told}")


def check_pairs(checked: Mapping[str, Checked]) -> Iterator[tuple[str, Finding]]:
    """Yield what is wrong with minimal pairs: both name each other, one fact differs, and the answer too."""
    for one in checked.values():
        other = checked.get(one.script.pair)
        if not one.script.pair:
            continue
        if other is None or other.script.pair != one.script.id:
            yield one.script.id, Finding("drill.pair", f"{one.script.pair} 没有以 {one.script.id} 为对照")
            continue
        apart = _apart(one.script, other.script)
        if len(apart) != 1:
            told = "、".join(sorted(apart)) or "（无）"
            yield one.script.id, Finding("drill.pair-facts", f"与 {one.script.pair} 应只差一处，现在差：{told}")
        elif one.table and other.table and _promise(one.table) == _promise(other.table):
            yield one.script.id, Finding("drill.pair-alike", f"与 {other.script.id} 应当回答不同，现在规则给的一样")


def _apart(one: Script, other: Script) -> set[str]:
    found = set()
    for part in ("facts", "events", "stack"):
        mine, theirs = one.case.get(part, {}), other.case.get(part, {})
        found |= {name for name in {*mine, *theirs} if mine.get(name) != theirs.get(name)}
    return found


def _promise(table: Table) -> tuple[object, ...]:
    limits = frozenset((one.kind, one.pattern, one.until is not None) for one in table.owed.limits)
    return frozenset((one.acts, one.amount) for one in table.owed.duties), limits
