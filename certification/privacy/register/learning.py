"""What somebody practises and keeps for themselves: it goes with them."""

from typing import Final

from django.utils.translation import gettext_noop as _

from certification.privacy.domain import Entry, Fate

LEARNING: Final = (
    Entry("certification.Standing", about=("person",), plain=("scope",), fate=Fate.DELETED),
    Entry("certification.ReviewCard", about=("person",), plain=("rule", "trace"), fate=Fate.DELETED),
    Entry("certification.ReviewChoice", about=("person",), plain=("rule",), fate=Fate.DELETED),
    Entry("certification.Assignee", about=("person",), fate=Fate.DELETED),
    Entry(
        "certification.Assignment", by=("given_by", "withdrawn_by"), work=("target_name", "note"), plain=("target",),
    ),
    Entry("certification.AdaptiveRun", about=("person",), plain=("area",), why=_("自适应练习走到哪里，人只有编号")),
    Entry("certification.AdaptiveStep", about=("run__person",), plain=("area",), why=_("同上")),
    Entry(
        "certification.QuickReply", about=("person",), words=("title", "text"), fate=Fate.DELETED,
    ),
    Entry("certification.SavedFilter", about=("person",), words=("name", "query"), fate=Fate.DELETED),
    Entry(
        "certification.PlatformAccount", about=("person",), plain=("sub",), fate=Fate.DELETED,
        why=_("这个人在学习平台上的编号；平台自己存的，要请那边删"),
    ),
    Entry("certification.PlatformScore", about=("account__person",), plain=("problem",), fate=Fate.DELETED),
    Entry(
        "certification.Launch", about=("person",), plain=("choosing",),
        secret=("state_hash", "nonce_hash", "browser_hash", "ticket_hash"), fate=Fate.DELETED,
    ),
    Entry("certification.DraftPresence", about=("person",), plain=("code",), fate=Fate.DELETED),
)  # fmt: skip
