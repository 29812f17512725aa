"""What papers are told in: the sentences for what they refuse, and the names of what a blueprint asks for."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from cases import api
from certification.bank.domain import QuestionType
from certification.core.punctuation import clauses
from certification.core.refusals import Refusal
from certification.papers.domain import Dimension, Sourcing, Unit

REFUSALS: Final = {
    "papers.no-edition": gettext_lazy("规则库还没有装入，暂时不能出题。请联系运维。"),
    "papers.nothing-here": gettext_lazy("这个领域还没有可以练的题，换一个领域试试。"),
    "papers.no-blueprint": gettext_lazy("没有名为“%(name)s”的组卷蓝图。"),
    "papers.blueprint-taken": gettext_lazy("代号“%(name)s”已经用了，换一个。"),
    "papers.blueprint-stale": gettext_lazy("你打开以后有人改过这个蓝图（现在是第 %(number)s 版）。请对照新版再改。"),
    "papers.lacking": gettext_lazy("题库不够，配不出这份卷子：%(what)s。"),
    "papers.not-found": gettext_lazy(
        "没有配出合乎全部指标的卷子（%(size)s 题，可用 %(have)s 题），也没能证明配不出。请放宽一两项指标再试。"
    ),
}
TYPE_NAMES: Final[Mapping[str, Promise]] = {
    QuestionType.SINGLE: gettext_lazy("单选题"),
    QuestionType.MULTIPLE: gettext_lazy("多选题"),
    QuestionType.TRUEFALSE: gettext_lazy("判断题"),
    QuestionType.DRILL: gettext_lazy("演练"),
}
DIMENSION_NAMES: Final[Mapping[str, Promise]] = {
    "type": gettext_lazy("题型"),
    Dimension.AREA: pgettext_lazy("singular", "领域"),
    Dimension.BOOK: gettext_lazy("规则集"),
    Dimension.RULE: pgettext_lazy("singular", "规则"),
    Dimension.BAND: gettext_lazy("难度"),
}
SOURCING_NAMES: Final[Mapping[str, Promise]] = {
    Sourcing.OPEN: gettext_lazy("公开题"),
    Sourcing.SECURE: gettext_lazy("保密题"),
    Sourcing.BOTH: gettext_lazy("公开题和保密题"),
}


def thing_name(kind: str, name: str, edition: api.Edition) -> str:
    """Say a type, area, rulebook, rule or band in words."""
    match kind:
        case "type":
            return str(TYPE_NAMES.get(name, name))
        case Dimension.AREA:
            return _("领域“%(name)s”") % {"name": edition.vocabulary.topics.get(name, name)}
        case Dimension.BOOK:
            book = edition.books.get(name)
            return _("《%(book)s》") % {"book": book.name} if book else name
        case Dimension.RULE:
            return _("规则 %(name)s") % {"name": name}
        case _:
            return _("难度 %(name)s") % {"name": name}


def amount_text(amount: int, unit: str) -> str:
    """Say a number of questions or of hundredths of points."""
    if unit != Unit.POINTS:
        return ngettext("%(count)d 题", "%(count)d 题", amount) % {"count": amount}
    whole, rest = divmod(amount, 100)
    return _("%(points)s 分") % {"points": f"{whole}.{rest:02d}".rstrip("0") if rest else whole}


def told(refusal: Refusal, edition: str) -> Refusal:
    """Return a refusal of a draw with its shortages in words, as `what`."""
    shortages: Sequence[Mapping[str, Any]] = refusal.params.get("shortages", ())  # type: ignore[assignment]
    if not shortages:
        return refusal
    try:
        rules = api.load_edition(edition)
    except api.NoEditionError:
        return Refusal("papers.no-edition")
    return replace(refusal, params={**refusal.params, "what": clauses(_shortage(one, rules) for one in shortages)})


def _shortage(one: Mapping[str, Any], edition: api.Edition) -> str:
    pattern = (
        _("%(thing)s最多 %(asked)s，要配齐却至少得 %(have)s")
        if one["is_over"]
        else _("%(thing)s要 %(asked)s，互不重复的最多配得到 %(have)s")
    )
    return pattern % {
        "thing": thing_name(one["kind"], one["name"], edition),
        "asked": amount_text(one["asked"], one["unit"]),
        "have": amount_text(one["have"], one["unit"]),
    }
