"""What the screens of drills say when they will not do something."""

from collections.abc import Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

REFUSALS: Final[Mapping[str, str | Promise]] = {
    "phrases.title-missing": _("标题不能空着。"),
    "phrases.text-missing": _("内容不能空着。"),
    "phrases.title-long": _("标题最多 %(longest)d 个字。"),
    "phrases.text-long": _("内容最多 %(longest)d 个字。"),
    "phrases.title-taken": _("已经有一条叫“%(title)s”，换个标题。"),
    "phrases.too-many": _("最多 %(most)d 条，先删掉不用的。"),
}
