"""What the verdict page of a drill says: owed and given, each criterion, the talk with its marks, a good answer."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases import api
from certification.core.punctuation import clauses, commas, stops
from certification.drills.catalogue import label_of
from certification.drills.domain.judge import WHOLE_POINTS
from certification.drills.domain.play import Reply, play
from certification.drills.domain.standing import Fulfilment, Veto
from certification.drills.hearing import hear
from certification.drills.models import DrillReview, Reason
from certification.drills.script.model import Hint
from certification.drills.services import RunView, current_scripts
from certification.grading.domain import points_text
from certification.sitting.drills.desks import ending_text, talk_of
from certification.sitting.drills.marking import standing_rows, veto_row
from certification.sitting.drills.presentation import ChatLine, Criterion
from certification.sitting.drills.talks import Said, Talk, lines_of

REASONS = {
    Reason.ABSTENTION: gettext_lazy("系统没把握，请培训师确认"),
    Reason.APPEAL: gettext_lazy("你的申诉"),
    Reason.TRAINER: gettext_lazy("培训师更正"),
    Reason.SELF: gettext_lazy("你自己的判断"),
}


@dataclass(frozen=True, slots=True)
class OwedRow:
    """What the rules say, and what was said: a duty, or a promise beyond the rules."""

    name: str
    verdict: str
    tone: str
    say: str
    turn: int
    rules: tuple[str, ...]

    @property
    def line(self) -> str:
        """Return the key of the line where it was said."""
        return f"m{self.turn}"


@dataclass(frozen=True, slots=True)
class TimeRow:
    """A measure of time in words."""

    label: str
    text: str


@dataclass(frozen=True, slots=True)
class RuleLink:
    """A rule that decided something."""

    id: str
    title: str


@dataclass(frozen=True, slots=True)
class ReviewRow:
    """A reading by a person: why, and what came of it."""

    status: str
    tone: str
    say: str


@dataclass(frozen=True, slots=True)
class Twin:
    """The drill that differs in one fact; `id` is that of its version."""

    id: str
    title: str


@dataclass(frozen=True, slots=True)
class VerdictPlaces:
    """The addresses of the page; empty where something may not be done."""

    doubt: str
    appeal: str
    replay: str


@dataclass(frozen=True, slots=True)
class VerdictView:
    """The whole page."""

    title: str
    when: str
    edition: str
    replayed: str
    points: str
    has_passed: bool
    is_void: bool
    headline: str
    vetoes: tuple[str, ...]
    notes: tuple[str, ...]
    pass_points: int
    ruled: str
    ruling_url: str
    owed: tuple[OwedRow, ...]
    criteria: tuple[Criterion, ...]
    lines: tuple[ChatLine, ...]
    model_lines: tuple[ChatLine, ...]
    model_turns: int
    times: tuple[TimeRow, ...]
    rules: tuple[RuleLink, ...]
    hints: tuple[Hint, ...]
    reviews: tuple[ReviewRow, ...]
    at: VerdictPlaces
    back_url: str
    back_label: str
    again: str
    twin: Twin | None


def verdict_view(view: RunView, edition: api.Edition) -> VerdictView:
    """Return the page of an ended run, decided under the edition it was played under."""
    low, run = view.verdict.low, view.run
    explanation = explain(view, edition)
    owed = (*map(_duty_row, low.standing.duties), *(_veto_row(one, view) for one in low.standing.vetoes))
    return VerdictView(
        title=view.script.title,
        when=date_format(timezone.localtime(run.ended_at or run.started_at), "Y年n月j日 H:i"),
        edition=edition.label,
        replayed=_("从第 %(n)d 轮重来的一场") % {"n": run.replayed_turn} if run.replayed_turn else "",
        points=points_text(low.points),
        has_passed=low.is_passed,
        is_void=view.verdict.could_flip,
        headline=_headline(view),
        vetoes=tuple(dict.fromkeys(_said(one, view) for one in low.standing.vetoes)),
        notes=tuple(_notes(view)),
        pass_points=view.script.pass_mark,
        ruled=explanation.headline,
        ruling_url=reverse("sitting:drill-ruling", args=[run.pk]),
        owed=owed,
        criteria=standing_rows(low, turns=len(view.turns), is_over=True, tells_points=True),
        lines=lines_of(talk_of(view, is_marked=True)),
        model_lines=model_lines(view),
        model_turns=len(view.script.perfect.turns),
        times=tuple(_times(view)),
        rules=_rules(owed, edition),
        hints=view.hints,
        reviews=tuple(_review_row(one) for one in view.reviews),
        at=_places(view),
        back_url=reverse("sitting:drills")
        if run.attempt_id is None
        else reverse("sitting:result", args=[run.attempt_id]),
        back_label=_("所有演练") if run.attempt_id is None else _("返回成绩"),
        again=str(run.version_id) if run.attempt_id is None else "",
        twin=_twin(view) if run.attempt_id is None else None,
    )


def explain(view: RunView, edition: api.Edition) -> api.Explanation:
    """Return what the adjudicator says of the case with all its facts."""
    case = api.parse_case(view.script.case, edition=edition)
    return api.explain(case, edition=edition, issues=list(view.table.owed.outcomes))


def _twin(view: RunView) -> Twin | None:
    """Return the other one of a minimal pair, where it may be practised."""
    found = [one for one in current_scripts(api.current_edition_id()) if one.code == view.script.pair]
    return Twin(str(found[0].version), found[0].script.title) if found else None


def _headline(view: RunView) -> str:
    low = view.verdict.low
    if view.verdict.could_flip:
        told = _("有没把握的句子会影响结果，先按没说算")
    elif low.is_passed:
        told = _("该给的都给了，也没有越线")
    elif low.standing.vetoes:
        told = _("越线了，这场不通过")
    elif not low.standing.is_all_given:
        told = _("规则给买家的没有给足")
    else:
        told = _("该给的给了，做法和时间还差分数")
    return stops((told, ending_text(view)))


def _notes(view: RunView) -> Iterator[str]:
    verdict = view.verdict
    if verdict.is_provisional:
        words = {"low": points_text(verdict.low.points), "high": points_text(verdict.high.points)}
        yield _("没把握的句子都按对你不利的算是 %(low)s 分，都按有利的算是 %(high)s 分。") % words
    spent = sum(one.cost for one in view.hints)
    if spent:
        yield _("提示扣了 %(n)d 分。") % {"n": spent}
    if verdict.low.standing.vetoes and verdict.low.earned:
        earned = points_text(min(verdict.low.earned, WHOLE_POINTS))
        yield _("各项本来得 %(n)s 分，越线清零。") % {"n": earned}


def _duty_row(one: Fulfilment) -> OwedRow:
    if one.place is None:
        return OwedRow(one.duty.says, _("没有给"), "seal", "", 0, one.duty.rules)
    return OwedRow(one.duty.says, _("给了"), "good", label_of(one.place.act), one.place.turn, one.duty.rules)


def _veto_row(one: Veto, view: RunView) -> OwedRow:
    row = veto_row(one)
    more = view.table.conduct.of_veto(one) if hasattr(view.table.conduct, "of_veto") else ()
    rules = tuple(dict.fromkeys((*one.rules, *more)))
    return OwedRow(one.says, row.name, "seal", label_of(one.place.act), one.place.turn, rules)


def _said(one: Veto, view: RunView) -> str:
    row = _veto_row(one, view)
    return _("第 %(n)d 轮%(name)s：%(say)s。") % {"n": row.turn, "name": row.verdict, "say": row.say or row.name}


def _times(view: RunView) -> Iterator[TimeRow]:
    first, average = view.times.get("first"), view.times.get("average")
    if first is not None and average is not None:
        yield TimeRow(_("首次回复"), _("%(n)d 秒") % {"n": first})
        yield TimeRow(_("平均"), _("%(n)d 秒") % {"n": average})
    yield TimeRow(_("轮数"), _("%(n)d / %(most)d") % {"n": len(view.turns), "most": view.script.turns})


def _rules(owed: tuple[OwedRow, ...], edition: api.Edition) -> tuple[RuleLink, ...]:
    ids = dict.fromkeys(rule for row in owed for rule in row.rules)
    return tuple(RuleLink(one, edition.families[one][-1].title if one in edition.families else "") for one in ids)


def _review_row(one: DrillReview) -> ReviewRow:
    said = {True: _("说了"), False: _("没说")}
    told = clauses(
        _("第 %(n)d 轮%(act)s：%(said)s") % {"n": turn, "act": label_of(act), "said": said[bool(is_so)]}
        for turn, acts in one.marks.items()
        for act, is_so in acts.items()
    )
    reason = str(REASONS[Reason(one.reason)])
    if one.answered_at is None:
        return ReviewRow(_("等待答复"), "act", commas(part for part in (reason, one.text) if part))
    kept = told or _("识别不变")
    return ReviewRow(_("已答复"), "good" if told else "", stops(part for part in (reason, kept, one.answer) if part))


def _places(view: RunView) -> VerdictPlaces:
    run = view.run
    is_open = any(one.answered_at is None and one.reason == Reason.APPEAL for one in view.reviews)
    return VerdictPlaces(
        doubt=reverse("sitting:drill-doubt", args=[run.pk]) if run.is_practice else "",
        appeal="" if is_open else reverse("sitting:drill-appeal", args=[run.pk]),
        replay=reverse("sitting:drill-replay", args=[run.pk]) if run.is_practice else "",
    )


def model_lines(view: RunView) -> tuple[ChatLine, ...]:
    """Return the model answer as it is played with the wording of this run."""
    replies: list[Reply] = []
    talk = play(view.table, replies, seed=view.run.seed)
    said = []
    for line in view.script.perfect.turns:
        asked = " ".join(one.text for one in talk.turns[-1].lines) if talk.turns else talk.opening
        replies.append(Reply(hear(line.say, asked), line.seconds, line.lookups))
        said.append(Said(line.say, None, line.lookups))
        talk = play(view.table, replies, seed=view.run.seed)
    shown = lines_of(Talk(view.script, talk, said))
    return tuple(replace(one, key=f"model-{one.key}") for one in shown)
