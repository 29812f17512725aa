"""The sentences for what rounds refuse."""

from typing import Final

from django.utils.translation import gettext_lazy as _

REFUSALS: Final = {
    "rounds.wrong-state": _("这个场次已经不能再这样改了。"),
}
