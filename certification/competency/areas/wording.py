"""The sentences for what is refused of the areas."""

from typing import Final

from django.utils.translation import gettext_lazy as _

REFUSALS: Final = {
    "areas.name-taken": _("已经有一个领域叫这个名字，换一个。"),
    "areas.unknown-rules": _("现行规则库里没有这些规则：%(which)s。编号要写全，或者用 * 代表一串字，例如 SHIP-*。"),
    "areas.empty": _("这样一条规则也没有：选一个主题，或者写规则编号。"),
    "areas.same": _("和现在的一样，没有要保存的。"),
    "areas.stale": _("你打开以后有人改过领域。请看看现在的样子，再改一次。"),
    "areas.last": _("这是最后一个领域，不能删。"),
    "areas.used": _("还有人用着它，不能删：%(which)s。"),
}
