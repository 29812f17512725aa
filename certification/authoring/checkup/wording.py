"""What the findings of the solver are called, and what each kind means to someone who keeps the rules."""

from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of finding: its title, what it means, and the colour of a number above zero."""

    title: str | Promise
    says: str | Promise
    none: str | Promise
    tone: str


KINDS: Final = {
    "conflicts": Kind(
        _("冲突"),
        _("几条规则同时适用、结论不同，又没有哪一条优先。这样的案情判不出结论，考它的题也推不出答案。"),
        _("任何案情里，同时适用的规则都不打架。"),
        "seal",
    ),
    "gaps": Kind(
        _("空白"),
        _("争点摆在那里，却没有一条规则适用。写明理由的是有意留白，其余的要补规则或写明理由。"),
        _("凡成为争点的，都有规则可依。"),
        "warn",
    ),
    "dead": Kind(
        _("用不上的规则"),
        _("不论什么案情都轮不到它作裁决依据：条件不可能成立，或总被别的规则盖过。"),
        _("每条规则都有用得上的案情。"),
        "warn",
    ),
    "redundant": Kind(
        _("多余的规则"),
        _("删掉它，任何案情的结论都不变。"),
        _("每条规则删掉都会改变某个案情的结论。"),
        "",
    ),
    "proposals": Kind(
        _("可以声明的优先"),
        _("一条规则是另一条的特别规定。要不要写明优先，由你决定。"),
        _("没有需要补写的优先关系。"),
        "",
    ),
    "invariants": Kind(
        _("不成立的断言"),
        _("你写下的“只要……就必有……”，求解器找到了反例。"),
        _("写下的断言没有反例。"),
        "seal",
    ),
    "timeouts": Kind(
        _("未能判定"),
        _("求解器在限额内没有得出结论。这不等于没有问题。"),
        _("每个问题都有结论。"),
        "warn",
    ),
    "untested": Kind(
        _("没有题考的规则"),
        _("把它拿掉，题库里没有一道题的答案会变。"),
        _("每条参与裁决的规则都有题考它。"),
        "",
    ),
}
