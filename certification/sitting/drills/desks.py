"""From a run as it stands to the desk that its page shows, in practice and in an exam."""

import secrets
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from certification.drills.models import LONGEST_REPLY, EndedBy, QuickReply
from certification.drills.script.model import EndingKind
from certification.drills.services import RunView
from certification.sitting.drills.marking import standing_rows
from certification.sitting.drills.presentation import Desk, Lookup, Patience, Phrase, Places
from certification.sitting.drills.talks import Said, Talk, facts_of, lines_of
from certification.sitting.exams.announcements import milliseconds

MOST_PATIENCE: Final = 5
ENDINGS: Final[Mapping[EndingKind, str | Promise]] = {
    EndingKind.GOOD: gettext_lazy("买家满意，这场结束了。"),
    EndingKind.PARTIAL: gettext_lazy("买家将就着走了，这场结束了。"),
    EndingKind.BAD: gettext_lazy("买家不欢而散，这场结束了。"),
}


@dataclass(frozen=True, slots=True)
class Words:
    """What the page says besides the talk: what is being typed (a prepared phrase in it?), why not, what happened."""

    draft: str = ""
    refusal: str = ""
    notice: str = ""
    is_quick: bool = False


def talk_of(view: RunView, *, is_marked: bool) -> Talk:
    """Return the talk of a run with everything that its lines need."""
    pressed: dict[int, list[str]] = {}
    for one in view.run.lookups.all():
        pressed.setdefault(one.after_turn, []).append(one.name)
    said = tuple(
        Said(one.row.text, one.row.received_at, tuple(pressed.get(one.row.number - 1, ())), is_quick=one.row.is_quick)
        for one in view.turns
    )
    words = {True: _("说了"), False: _("没说")}
    return Talk(
        script=view.script,
        play=view.play,
        said=said,
        started_at=view.run.started_at,
        looked_up=tuple(pressed.get(len(view.turns), ())),
        score=view.verdict.low if is_marked else None,
        answers={one.row.number: {act: words[is_so] for act, is_so in one.corrected.items()} for one in view.turns},
    )


def practice_desk(view: RunView, *, now: datetime, words: Words) -> Desk:
    """Return the desk of a practice, with markings, criteria, hints and one's phrases."""
    rows = QuickReply.objects.filter(person=view.run.person_id)
    return replace(
        _desk(view, practice_places(view.id), now, words, is_exam=False),
        criteria=standing_rows(view.verdict.low, turns=len(view.turns), is_over=view.is_over),
        hints=view.hints,
        next_hint_cost=str(view.next_hint.cost) if view.next_hint else "",
        phrases=tuple(Phrase(str(one.pk), one.title, one.text) for one in rows) if view.run.is_open else (),
    )


def exam_desk(view: RunView, *, attempt: uuid.UUID, position: int, now: datetime, words: Words) -> Desk:
    """Return the desk of a drill in an exam: nothing of its judgement, no hints, no phrases."""
    return _desk(view, exam_places(attempt, position), now, words, is_exam=True)


def _desk(view: RunView, at: Places, now: datetime, words: Words, *, is_exam: bool) -> Desk:
    script, talk = view.script, talk_of(view, is_marked=not is_exam)
    notice = words.notice or _("买家耐心 %(left)d，满分 %(most)d") % {"left": view.play.patience, "most": MOST_PATIENCE}
    return Desk(
        run=str(view.id),
        person=str(view.run.person_id),
        title=script.title,
        buyer=script.buyer.name,
        turn=len(view.turns),
        most_turns=script.turns,
        patience=Patience(view.play.patience, MOST_PATIENCE),
        lines=lines_of(talk),
        facts=facts_of(talk),
        lookups=tuple(Lookup(one.id, one.label, one.id in view.pressed) for one in script.lookups),
        criteria=(),
        hints=(),
        next_hint_cost="",
        phrases=(),
        at=at,
        now=milliseconds(now),
        asked_at=milliseconds(view.line_at) if view.run.is_open else 0,
        longest=LONGEST_REPLY,
        client=secrets.token_hex(8),
        is_exam=is_exam,
        is_over=view.is_over,
        ending=ending_text(view),
        notice=notice if view.turns or words.notice else "",
        draft=words.draft,
        refusal=words.refusal,
        is_quick=words.is_quick,
    )


def ending_text(view: RunView) -> str:
    """Say how a run ended; nothing while it goes on."""
    if not view.is_over:
        return ""
    if view.play.ending is not None:
        return str(ENDINGS[view.play.ending.kind])
    return _("你结束了这场演练。") if view.run.ended_by == EndedBy.PERSON else _("交卷时这场结束了。")


def practice_places(run: uuid.UUID) -> Places:
    """Return the addresses of a practice."""
    names = ("drill", "drill-turn", "drill-lookup", "drill-hint", "drill-end", "drill-doubt", "drill-verdict")
    return Places(*(reverse(f"sitting:{name}", args=[run]) for name in names))


def exam_places(attempt: uuid.UUID, position: int) -> Places:
    """Return the addresses of a drill in an exam."""
    page = reverse("sitting:question", args=[attempt, position])
    turn, lookup, end = (
        reverse(f"sitting:{name}", args=[attempt, position]) for name in ("exam-turn", "exam-lookup", "exam-end")
    )
    return Places(page=page, turn=turn, lookup=lookup, hint="", end=end, doubt="", verdict="")
