"""The sentences of a preview."""

from collections.abc import Sequence
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from certification.core.punctuation import commas, labelled, listed

TRUTHS: Final = {True: gettext_lazy("对"), False: gettext_lazy("错"), None: gettext_lazy("未决")}
#: What keeps an issue that an option speaks of from being settled.
UNSETTLED: Final = {
    "issue.undetermined": gettext_lazy("选项 %(label)s 说到的“%(issue)s”还没有结论：案情写得不够"),
    "issue.gap": gettext_lazy("选项 %(label)s 说到的“%(issue)s”规则没有规定（空白）"),
    "issue.conflict": gettext_lazy("选项 %(label)s 说到的“%(issue)s”规则互相冲突"),
    "issue.not_raised": gettext_lazy("选项 %(label)s 说到的“%(issue)s”在这个案情里不发生"),
}


def said_truth(*, truth: bool | None) -> str:
    return str(TRUTHS[truth])


def also_right(label: str, key: str, *, wanted: bool) -> str:
    """Say that an option which is no key by its author answers the question too."""
    if wanted:
        return _("选项 %(label)s 也成立：它不是干扰项，单选题会有 %(key)s 几个“对”") % {"label": label, "key": key}
    return _("选项 %(label)s 也不成立：要选错误的一项，现在有 %(key)s 几个") % {"label": label, "key": key}


def no_key(*, wanted: bool) -> str:
    return _("没有一个选项成立，题目没有答案") if wanted else _("每个选项都成立，没有错误的可选")


def wrong_count(key: str) -> str:
    return _("多选题应有两个以上、但不是全部选项作答案，现在是：%(key)s") % {"key": key or _("无")}


def unfinished(label: str) -> str:
    return _("选项 %(label)s 的主张或“若…”还有一格没选") % {"label": label}


def undecided(label: str) -> str:
    return _("选项 %(label)s 的对错还定不下来：案情缺了它要看的事实") % {"label": label}


def unfair(label: str, value: str) -> str:
    return _("题干没有交代“%(label)s”，它若为“%(value)s”，答案就变了") % {"label": label, "value": value}


def disagreement(*, truth: bool, reason: str) -> str:
    """Say that the author's mark differs from what the rules give."""
    marked = _("对") if not truth else _("错")
    said = _("你标“%(marked)s”，推导为“%(truth)s”") % {"marked": marked, "truth": said_truth(truth=truth)}
    return labelled(said, reason) if reason else said


def key_differs(derived: Sequence[str], expected: Sequence[str]) -> str:
    return _("推出的答案是 %(derived)s，你标的是 %(expected)s。请改标记、改选项，或改案情") % {
        "derived": listed(derived) or _("（无）"), "expected": listed(expected) or _("（无）"),
    }  # fmt: skip


def effect(changes: Sequence[tuple[str, bool | None, bool | None]], key: Sequence[str]) -> str:
    """Say what becomes of the options and of the key."""
    moved = commas(
        _("%(label)s 由“%(old)s”变“%(new)s”")
        % {"label": label, "old": said_truth(truth=old), "new": said_truth(truth=new)}
        for label, old, new in changes
    )
    result = _("答案变成 %(key)s") % {"key": listed(key)} if key else _("没有可选的答案")
    return _("%(effect)s。") % {"effect": commas([moved, result])}


def clause_changed(rule: str) -> str:
    return _("%(rule)s 的文字改过，请再读一遍，确认选项仍然对") % {"rule": rule}
