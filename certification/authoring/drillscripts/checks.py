"""What the workbench says of a script as it stands in the field: what to mend, what is owed, transcripts, states."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases import api
from certification.authoring.drillscripts.conditions import StateRow, notes_of, state_rows
from certification.authoring.drillscripts.graph import StateGraph, draw_states
from certification.core.punctuation import clauses, commas, labelled, listed
from certification.drills.catalogue import label_of
from certification.drills.checking import Checked, Rehearsal, check
from certification.drills.domain.owed import LimitKind, Owed
from certification.drills.hearing import hear
from certification.drills.script.model import Script
from certification.drills.script.reading import read_script
from certification.drills.wording import minute_text
from certification.grading.domain import points_text

LIMIT_NAMES: Final[dict[LimitKind, str | Promise]] = {
    LimitKind.OVER: gettext_lazy("不能许的"),
    LimitKind.PAYER: gettext_lazy("不能这样说运费"),
    LimitKind.DEADLINE: gettext_lazy("不能晚于规则的期限"),
}


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing to mend: its line in the text (0: nowhere in particular), the field, and what to do."""

    line: int
    where: str
    text: str


@dataclass(frozen=True, slots=True)
class TranscriptRow:
    """A transcript that the script ships, and whether it came out as it should."""

    name: str
    is_ok: bool
    verdict: str
    say: str


@dataclass(frozen=True, slots=True)
class CheckView:
    """Everything the check says; `script` is None where the text cannot be read as one."""

    problems: tuple[Problem, ...]
    script: Script | None = None
    ruled: str = ""
    owed: tuple[str, ...] = ()
    transcripts: tuple[TranscriptRow, ...] = ()
    graph: StateGraph | None = None
    states: tuple[StateRow, ...] = ()

    @property
    def is_sound(self) -> bool:
        """Say whether it may be published."""
        return self.script is not None and not self.problems


def check_text(text: str, *, edition: api.Edition, code: str) -> CheckView:
    """Return the check of a script.

    Args:
        text: YAML as the author typed it.
        edition: the rules it is decided by.
        code: the question's code; the script has to bear it.
    """
    script, problems = read_script(text, code)
    found = [Problem(one.line, one.field, _said(one.value, one.todo)) for one in problems]
    if script is None:
        return CheckView(tuple(found))
    if script.id != code:
        told = _("编号应是这道题的编号 %(code)s") % {"code": code}
        found.append(Problem(0, "id", told))
    checked = check(script, edition=edition, hear=hear)
    inside = {id(finding) for one in checked.rehearsals for finding in one.findings}
    found += [Problem(0, "", one.message) for one in checked.findings if id(one) not in inside]
    transcripts = tuple(_transcript(one) for one in checked.rehearsals)
    found += [Problem(0, "transcripts", one.say) for one in transcripts if not one.is_ok]
    return CheckView(
        problems=tuple(found),
        script=script,
        ruled=_ruled(script, checked, edition),
        owed=tuple(owed_lines(checked.table.owed)) if checked.table else (),
        transcripts=transcripts,
        graph=draw_states(script, notes_of(script)),
        states=state_rows(script),
    )


def _said(value: str, todo: str) -> str:
    return labelled(_("“%s”") % value, todo) if value else todo


def _ruled(script: Script, checked: Checked, edition: api.Edition) -> str:
    if checked.table is None:
        return ""
    case = api.parse_case(script.case, edition=edition)
    return api.explain(case, edition=edition, issues=list(checked.table.owed.outcomes)).headline


def owed_lines(owed: Owed) -> Iterator[str]:
    """Yield what the decision owes and what must not be promised, with the rules."""
    for duty in owed.duties:
        acts = " / ".join(map(label_of, duty.acts))
        yield _("该给：%(acts)s（%(rules)s）") % {"acts": acts, "rules": listed(duty.rules)}
    for limit in owed.limits:
        until = [] if limit.until is None else [_("最晚 %(until)s") % {"until": minute_text(limit.until)}]
        words = {
            "name": LIMIT_NAMES[limit.kind],
            "act": label_of(limit.pattern.name),
            "says": commas((limit.says, *until)),
        }
        yield _("%(name)s：%(act)s（%(says)s）") % words


def _transcript(one: Rehearsal) -> TranscriptRow:
    is_ok = not one.findings
    if not is_ok:
        return TranscriptRow(one.transcript.name, is_ok, _("不符"), clauses(each.message for each in one.findings))
    if one.transcript.is_perfect:
        points = points_text(one.verdict.low.points) if one.verdict else ""
        return TranscriptRow(one.transcript.name, is_ok, _("通过，%(points)s 分") % {"points": points}, "")
    say = _("因 %(reason)s 不通过") % {"reason": one.transcript.because}
    return TranscriptRow(one.transcript.name, is_ok, _("如所写不通过"), say)
