"""The sentences for what the draft edition refuses."""

from typing import Final

from django.utils.translation import gettext_lazy as _

REFUSALS: Final = {
    "drafts.closed": _("这份草稿已经发布或放弃，没有写入。请回到规则库草稿，看现在打开的是哪一份。"),
    "drafts.being-published": _("这份草稿正在发布，暂时不能改。发布完再改，会开一份新的草稿。"),
    "drafts.stale": _("%(editor)s 在你打开之后改过 %(code)s，你的改动还没有写入。下面两份都在，请对照后再保存。"),
    "drafts.untouched": _("草稿里没有改过 %(code)s，不用撤回。"),
}
