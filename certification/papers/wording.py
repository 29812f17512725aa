"""The sentences for what papers refuse."""

from typing import Final

from django.utils.translation import gettext_lazy as _

REFUSALS: Final = {
    "papers.no-blueprint": _("没有名为“%(name)s”的组卷蓝图。"),
}
