"""From a verdict to what is said of one turn: which words were promises, duties or breaches. Pure but for its words."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from certification.core.punctuation import commas, listed
from certification.drills.catalogue import label_of
from certification.drills.domain.judge import Judged, Score
from certification.drills.domain.play import Turn
from certification.drills.domain.standing import Place, Veto
from certification.drills.script.model import Check
from certification.drills.wording import minute_text
from certification.grading.domain import points_text
from certification.sitting.drills.presentation import Criterion, Doubt, Marking, Result, circled
from certification.sitting.drills.spans import Mark, Segment, segments

#: What a veto is called, by the first word of its code.
VETO_NAMES = {
    "forbidden": gettext_lazy("碰了红线"),
    "over": gettext_lazy("许得太多"),
    "payer": gettext_lazy("运费说错了人"),
    "deadline": gettext_lazy("时限说得太晚"),
    "refused": gettext_lazy("拒绝了该给的"),
}
_GOOD, _BAD = "good", "seal"


@dataclass(frozen=True, slots=True)
class Remark:
    """Something to say of words in a reply."""

    place: Place
    row: Criterion

    @property
    def tone(self) -> str:
        """Return the colour of the words."""
        return _GOOD if self.row.result is Result.MET else _BAD


def marked_reply(
    text: str, turn: Turn, score: Score, answers: Mapping[str, str]
) -> tuple[tuple[Segment, ...], Marking]:
    """Return a reply with its words marked, and what is said of it.

    Args:
        text: the reply as it was sent.
        turn: what it did in the talk.
        score: the judgement of the talk so far.
        answers: act → what somebody said since of an abstention.
    """
    found = [one for one in remarks(score) if one.place.turn == turn.number]
    numbers = _numbers(found)
    marks = [Mark(*one.place.span, one.tone, numbers[one.place.span]) for one in found if one.place.span in numbers]
    once = {(one.start, one.end, one.tone): one for one in marks}
    rows = tuple(_with_number(one, numbers) for one in found)
    doubts = tuple(Doubt(name, label_of(name), answers.get(name, "")) for name in turn.spoken.abstained)
    return segments(text, tuple(once.values())), Marking(_headline(rows, turn.change), rows, doubts)


def _numbers(found: Sequence[Remark]) -> dict[tuple[int, int], int]:
    """Return the number of each stretch of words, from left to right; what nobody said has none."""
    spans = sorted({one.place.span for one in found if one.place.span[1] > one.place.span[0]})
    return {span: n for n, span in enumerate(spans, start=1)}


def _with_number(one: Remark, numbers: Mapping[tuple[int, int], int]) -> Criterion:
    row, number = one.row, numbers.get(one.place.span)
    say = f"{circled([number])} {row.say}".strip() if number else row.say
    return Criterion(row.result, row.name, row.verdict, say, row.rules)


def _headline(rows: Sequence[Criterion], change: int) -> str:
    met = sum(row.result is Result.MET for row in rows)
    told = _("本轮 %(all)d 项达到 %(met)d 项") % {"all": len(rows), "met": met} if rows else _("本轮没有得失")
    if not change:
        return told
    return _("%(told)s，耐心 %(change)s") % {"told": told, "change": f"{change:+d}".replace("-", "−")}


def remarks(score: Score) -> Iterator[Remark]:
    """Yield everything that was said of some words: breaches, duties fulfilled, criteria met or broken."""
    for veto in score.standing.vetoes:
        yield Remark(veto.place, veto_row(veto))
    for one in score.standing.duties:
        if one.place:
            yield Remark(
                one.place, Criterion(Result.MET, one.duty.says, _("做到"), label_of(one.place.act), one.duty.rules)
            )
    for judged in score.criteria:
        yield from _of_criterion(judged)


def veto_row(veto: Veto) -> Criterion:
    """Return a breach as a row."""
    kind, _dot, act = veto.code.partition(".")
    say = veto.says if kind == "forbidden" else _("%(act)s；%(says)s") % {"act": label_of(act), "says": veto.says}
    if kind == "refused":
        say = veto.says
    if veto.until is not None:
        words = {"says": veto.says, "until": minute_text(veto.until), "named": veto.named}
        say = _("%(says)s：最晚 %(until)s，说的是“%(named)s”") % words
    return Criterion(Result.MISSED, str(VETO_NAMES.get(kind, kind)), _("一票否决"), say, veto.rules)


def _of_criterion(judged: Judged) -> Iterator[Remark]:
    one = judged.criterion
    if one.check in (Check.SAID, Check.ESCALATION) and judged.is_met and judged.places:
        place = judged.places[0]
        yield Remark(place, Criterion(Result.MET, one.title, pgettext("criterion", "达到"), label_of(place.act)))
    if one.check is Check.ABSENT:
        for place in judged.places:
            yield Remark(place, Criterion(Result.MISSED, one.title, _("未达到"), label_of(place.act)))


def standing_rows(score: Score, *, turns: int, is_over: bool, tells_points: bool = False) -> tuple[Criterion, ...]:
    """Return every criterion as it stands, and the red lines last.

    Args:
        score: the judgement so far.
        turns: how many replies there were.
        is_over: nothing can be made up for any more.
        tells_points: whether each says what it earned.
    """
    rows = [_standing(one, score, turns=turns, is_over=is_over, tells_points=tells_points) for one in score.criteria]
    broken = [veto.place.turn for veto in score.standing.vetoes]
    verdict = _("第 %(n)d 轮违反") % {"n": broken[0]} if broken else _("保持")
    kept = Criterion(Result.MISSED if broken else Result.MET, _("不越线：不多许、不少给、不碰红线"), verdict)
    return (*rows, kept)


def _standing(judged: Judged, score: Score, *, turns: int, is_over: bool, tells_points: bool) -> Criterion:
    one = judged.criterion
    points = f"{points_text(judged.points)}/{one.weight}" if tells_points else ""
    turn = min((place.turn for place in judged.places), default=0)
    rules = score.conduct.rules if one.check is Check.CONDUCT else ()
    if one.check in (Check.ABSENT, Check.CONDUCT, Check.TIME):
        if not turns and not is_over:
            return Criterion(Result.OPEN, one.title, _("还没开始"), "", rules, points)
        if judged.is_met:
            met = pgettext("criterion", "达到") if is_over else _("保持")
            return Criterion(Result.MET, one.title, met, "", rules, points)
        verdict = _("第 %(n)d 轮违反") % {"n": turn} if turn else _("未达到")
        return Criterion(Result.MISSED, one.title, verdict, _why(judged, score), rules, points)
    if judged.is_met:
        met = _("第 %(n)d 轮") % {"n": turn} if turn else _("不需要")
        return Criterion(Result.MET, one.title, met, "", (), points)
    is_late = bool(one.by) and turns >= one.by
    verdict = _("未达到") if is_over or is_late else _("做到一部分") if judged.points else _("未出现")
    return Criterion(Result.MISSED if is_over or is_late else Result.OPEN, one.title, verdict, "", (), points)


def _why(judged: Judged, score: Score) -> str:
    one = judged.criterion
    if one.check is not Check.TIME:
        return listed(dict.fromkeys(label_of(place.act) for place in judged.places))
    bounds = ((_("首次回复 %(n)d 秒内"), one.first), (_("平均 %(n)d 秒内"), one.average))
    return commas(words % {"n": bound} for words, bound in bounds if bound)
