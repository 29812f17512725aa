"""What may be picked in the editor: facts, issues and events by their Chinese labels, operators, values, units."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from django.utils.functional import Promise
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from cases import api

Label = str | Promise
Options = Iterable[tuple[str, Label]]

CHOICE_OPS: Final[Mapping[str, Label]] = {
    "is": pgettext_lazy("operator", "是"), "not": _("不是"), "in": _("属于"), "not_in": _("不属于"),
}  # fmt: skip
HAPPENED_OPS: Final[Mapping[str, Label]] = {"is": _("已经发生"), "not": _("没有发生")}
ORDER_OPS: Final[Mapping[str, Label]] = {"is": _("早于"), "not": _("不早于")}
NUMBER_OPS: Final[Mapping[str, Label]] = {
    "<=": _("不超过"), "<": _("不满"), "==": _("等于"), "!=": _("不等于"), ">=": pgettext_lazy("operator", "达到"),
    ">": _("超过"),
}  # fmt: skip
GAP_OPS: Final[Mapping[str, Label]] = {
    "<=": _("相距不超过"), "<": _("相距不满"), "==": _("相距恰好"), "!=": _("相距不是"), ">=": _("相距达到"),
    ">": _("相距超过"),
}  # fmt: skip
MOMENT_OPS: Final[Mapping[str, Label]] = {
    "<=": _("不晚于"), "<": _("早于"), "==": _("就是"), "!=": _("不是"), ">=": _("不早于"), ">": _("晚于"),
}  # fmt: skip
STATUSES: Final[Mapping[str, Label]] = {
    "decided": _("有结论"), "conflict": _("有冲突"), "gap": _("是空白"), "undetermined": _("未决"),
    "not_raised": _("没有争议"),
}  # fmt: skip
DURATIONS: Final[Mapping[str, Label]] = {"h": _("小时"), "d": _("天"), "min": _("分钟")}
MONEY: Final[Mapping[str, Label]] = {"yuan": _("元"), "fen": pgettext_lazy("unit", "分")}
SPECIAL: Final[Mapping[str, Label]] = {
    "has": _("某件事发生了没有"), "order": _("两件事的先后"), "gap": _("两件事相距多久"), "at": _("某件事的时间"),
    "status": _("争点有没有结论"), "always": _("任何情形"), "expert": _("写成表达式（专家）"),
}  # fmt: skip
KINDS: Final[Mapping[str, Label]] = {
    "": pgettext_lazy("singular", "规则"),
    "parameter": _("参数"), "presumption": _("推定（举证不能时）"), "fallback": _("兜底（别无规定时）"),
    "cited": _("只引用条文，不参加裁决"),
}  # fmt: skip
BURDENS: Final[Mapping[str, Label]] = {"": _("没有规定"), "buyer": _("买家"), "seller": _("卖家")}
FORCES: Final[Mapping[str, Label]] = {
    "": _("照规则集"),
    "mandatory": _("强制（下级只能更优）"),
    "default": _("任意（可另行约定）"),
}
#: The pieces of which a number or a moment is made, by what it is held against.
AMOUNT_KINDS: Final[Mapping[str, Label]] = {"amount": _("数值"), "word": _("另一项")}
MONEY_KINDS: Final[Mapping[str, Label]] = {"amount": _("金额"), "word": _("另一项"), "percent": _("按百分比")}
DURATION_KINDS: Final[Mapping[str, Label]] = {"amount": _("时长"), "times": _("按约定的数")}
MOMENT_KINDS: Final[Mapping[str, Label]] = {
    "event": _("某件事"), "midnight": _("某件事的次日零时"), "word": _("算出的期限"), "months": _("某件事后几个月"),
    "workdays": _("某件事后第几个工作日结束"),
}  # fmt: skip
#: What picks the version of a rule where no event does.
BY_AS_OF: Final = _("裁决时间")
SIGNS: Final[Mapping[str, Label]] = {"": _("不加不减"), "+": _("再加"), "-": _("减去")}


@dataclass(frozen=True)
class Pickers:
    """The long lists of one vocabulary as options, made once. What is picked stands before them, see `picked`."""

    subjects: SafeString
    facts: SafeString
    events: SafeString
    issues: SafeString
    acts: SafeString
    numbers: Mapping[str, SafeString]
    labels: Mapping[str, str]


def pickers_of(edition: api.Edition) -> Pickers:
    """Return the lists for the vocabulary of an edition, their headings in the language of the reader."""
    return _made(_Words(edition.vocabulary), get_language())


class _Words:
    """A vocabulary, the same as another if it is the same object: what the cache goes by."""

    def __init__(self, words: api.Vocabulary) -> None:
        self.words = words

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Words) and self.words is other.words

    def __hash__(self) -> int:
        return id(self.words)


@lru_cache(maxsize=8)
def _made(key: _Words, _language: str | None) -> Pickers:
    words = key.words
    events: list[tuple[str, Label]] = [("now", _("裁决时间"))]
    events += [(event.id, event.label) for event in words.events.values()]
    typed = [(one.id, one.label, one.type.value) for one in words.facts.values()]
    typed += [(one.id, one.label, one.type.value) for one in words.issues.values()]
    return Pickers(
        subjects=_groups([(str(_("时间与其他")), SPECIAL.items()), *_facts(words, "fact:"), *_issues(words, "issue:")]),
        facts=_groups(_facts(words)),
        events=options(events),
        issues=_groups(_issues(words)),
        acts=options((act.id, act.label) for act in words.acts.values()),
        numbers={
            kind: options((name, label) for name, label, of in typed if of == kind)
            for kind in ("int", "money", "instant")
        },
        labels={
            **{name: str(label) for name, label in events},
            **{name: label for name, label, _type in typed},
            **{act.id: act.label for act in words.acts.values()},
        },
    )


def _facts(words: api.Vocabulary, prefix: str = "") -> list[tuple[str, Options]]:
    groups: dict[str, list[tuple[str, Label]]] = {}
    for fact in words.facts.values():
        groups.setdefault(fact.group or str(_("其他")), []).append((f"{prefix}{fact.id}", fact.label))
    facts = _("事实")
    return [(f"{facts} · {name}", found) for name, found in groups.items()]


def _issues(words: api.Vocabulary, prefix: str = "") -> list[tuple[str, Options]]:
    groups: dict[str, list[tuple[str, Label]]] = {}
    for issue in words.issues.values():
        topic = words.topics.get(issue.topic, str(_("其他")))
        groups.setdefault(topic, []).append((f"{prefix}{issue.id}", issue.label))
    issues = _("争点")
    return [(f"{issues} · {name}", found) for name, found in groups.items()]


def _groups(groups: Iterable[tuple[str, Options]]) -> SafeString:
    made = ((name, options(found)) for name, found in groups)
    return format_html_join("", '<optgroup label="{}">{}</optgroup>', made)


def options(found: Options, chosen: str | None = None) -> SafeString:
    """Return options, the chosen one selected."""
    told = ((value, _SELECTED if value == chosen else _PLAIN, label) for value, label in found)
    return format_html_join("", '<option value="{}"{}>{}</option>', told)


_SELECTED: Final = SafeString(" selected")
_PLAIN: Final = SafeString()


def picked(value: str, label: Label, rest: SafeString) -> SafeString:
    """Return a long list with what is picked before it; nothing picked yet asks for it."""
    first = format_html('<option value="{}" selected>{}</option>', value, label if value else _("请选择"))
    return first + rest
