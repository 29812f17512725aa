"""试演: talk to the buyer of a script that is still being written. Nothing is kept; the page carries what was said."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext as _

from cases import api
from certification.authoring.drillscripts.conditions import KIND_WORDS
from certification.core.punctuation import clauses, listed
from certification.drills.catalogue import label_of
from certification.drills.deciding import table_of
from certification.drills.domain.judge import judge
from certification.drills.domain.play import Play, Reply, Table, Turn, play
from certification.drills.hearing import hear
from certification.drills.script.reading import read_script
from certification.grading.domain import points_text

SEED: Final = "trial"
SECONDS: Final = 30
LONGEST_REPLY: Final = 500
MOST_TURNS: Final = 20


@dataclass(frozen=True, slots=True)
class TrialLine:
    """A line of the trial: of the buyer, of the author (`me`), or what the program makes of it (`sys`)."""

    kind: str
    who: str
    text: str
    picture: str = ""


@dataclass(frozen=True, slots=True)
class Trial:
    """The trial so far: what was said, what it came to."""

    said: tuple[str, ...] = ()
    lines: tuple[TrialLine, ...] = ()
    ending: str = ""
    problem: str = ""
    longest: int = LONGEST_REPLY


def rehearse(text: str, said: Sequence[str], *, edition: api.Edition, code: str) -> Trial:
    """Play a script as it stands.

    Args:
        text: the script.
        said: the author's replies, in order; what comes after the end is left out.
        edition: the rules.
        code: the question's code.
    """
    script, problems = read_script(text, code)
    said = [one[:LONGEST_REPLY] for one in said[:MOST_TURNS]]
    if script is None:
        first = problems[0]
        return Trial(tuple(said), problem=_("剧本还读不懂：%(why)s") % {"why": f"{first.field} {first.todo}"})
    try:
        table = table_of(script, edition)
    except api.CaseError as error:
        return Trial(tuple(said), problem=clauses(error.problems))
    talk, used = _talk(table, said)
    return Trial(tuple(used), _lines(table, talk, used), _ending(table, talk))


def _talk(table: Table, said: Sequence[str]) -> tuple[Play, list[str]]:
    replies: list[Reply] = []
    used: list[str] = []
    talk = play(table, replies, seed=SEED)
    for text in said:
        if talk.ending is not None:
            break
        line = " ".join(one.text for one in talk.turns[-1].lines) if talk.turns else talk.opening
        replies.append(Reply(hear(text, line), SECONDS))
        used.append(text)
        talk = play(table, replies, seed=SEED)
    return talk, used


def _lines(table: Table, talk: Play, said: Sequence[str]) -> tuple[TrialLine, ...]:
    buyer = table.script.buyer.name
    lines = [TrialLine("buyer", buyer, talk.opening)]
    for text, turn in zip(said, talk.turns, strict=True):
        lines += [TrialLine("me", _("你"), text), TrialLine("sys", "", _heard(turn))]
        lines += [TrialLine("buyer", buyer, one.text, one.picture) for one in turn.lines]
    return tuple(lines)


def _heard(turn: Turn) -> str:
    acts = listed(label_of(one.name) for one in turn.spoken.acts) or _("没有识别出行为")
    left = listed(map(label_of, turn.spoken.abstained))
    heard = [_("识别：%(acts)s") % {"acts": acts}, *([_("没把握：%(left)s") % {"left": left}] if left else [])]
    return _("%(told)s。%(state)s → %(to)s，耐心剩 %(n)d") % {
        "told": clauses(heard), "state": turn.state, "to": turn.to, "n": turn.patience,
    }  # fmt: skip


def _ending(table: Table, talk: Play) -> str:
    if talk.ending is None:
        return ""
    low = judge(table, talk.spoken).low
    passed = _("通过") if low.is_passed else _("不通过（%(why)s）") % {"why": listed(low.reasons)}
    words = {"kind": KIND_WORDS[talk.ending.kind], "points": points_text(low.points), "passed": passed}
    return _("%(kind)s。%(points)s 分，%(passed)s") % words
