"""What the read API and its page say."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from certification.readapi.domain import Scope

SCOPES: Final = {
    Scope.RESULTS: _("成绩"), Scope.MASTERY: _("胜任力"), Scope.CERTIFICATES: _("证书"),
}  # fmt: skip
REFUSALS: Final = {
    "readapi.name": _("给令牌起个名字，最多 %(most)s 个字：写哪个系统用它。"),
    "readapi.scopes": _("至少勾选一项能读的内容。"),
    "readapi.days": _("有效期只能选 30、90 或 365 天。"),
}
