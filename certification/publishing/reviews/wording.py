"""The sentences of the review queue."""

from collections.abc import Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from certification.publishing.reviews.domain import Effect, ReviewState

REFUSALS: Final = {
    "reviews.handled": _("这道题已经有人处理了，没有再写一遍。"),
    "reviews.unchanged": _("%(code)s 还没有新的版本。先改题并发布，或者停用它，再标为已改；不用改就标为已看。"),
}
EFFECT_NAMES: Final[Mapping[str, str | Promise]] = {
    Effect.KEY: _("答案变了"),
    Effect.BLOCKED: _("没有答案了"),
    Effect.REASON: _("只换理由"),
}
STATE_NAMES: Final[Mapping[str, str | Promise]] = {
    ReviewState.OPEN: _("待看"),
    ReviewState.SEEN: _("已看，不用改"),
    ReviewState.CHANGED: _("已改"),
    ReviewState.SUPERSEDED: _("后来的版本又动到"),
    "handled": _("处理过的"),
}
