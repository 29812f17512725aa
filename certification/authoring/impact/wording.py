"""What may become of a question, and how a rule may differ, in words."""

from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


@dataclass(frozen=True, slots=True)
class Effect:
    """One fate of a question: its title, what it means, the colour of a number above zero."""

    title: str | Promise
    says: str | Promise
    tone: str


EFFECTS: Final = {
    "key": Effect(_("答案变了"), _("按新版推导，答案与旧版不同。"), "seal"),
    "blocked": Effect(_("没有答案了"), _("按新版推不出唯一的答案，不会再抽到；改题或改规则之后恢复。"), "warn"),
    "reason": Effect(_("只换理由"), _("答案不变，裁决依据或它的内容变了，解析会随之不同。"), "warn"),
    "freed": Effect(_("有了答案"), _("旧版推不出答案，新版推得出。"), "good"),
}
UNAFFECTED: Final = _("不受影响")
HOWS: Final = {
    "added": pgettext_lazy("badge", "新增"),
    "removed": pgettext_lazy("badge", "删去"),
    "changed": pgettext_lazy("badge", "改动"),
    "reworded": _("只改文字"),
}
STATUSES: Final = {
    "conflict": _("规则冲突"),
    "gap": _("没有规则可用"),
    "undetermined": _("定不下来"),
    "not_raised": _("不成争点"),
}
