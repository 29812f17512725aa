"""What refusals of the notebook say."""

from django.utils.translation import gettext_lazy as _

REFUSALS = {
    "notebook.nothing-due": _("今天到期的都复习完了。"),
    "notebook.no-sibling": _("到期的这几条规则，题库里没有别的题可换。先看看规则，或者去练习别的。"),
}
