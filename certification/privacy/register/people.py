"""Who somebody is, how they sign in, what was sent to them."""

from typing import Final

from django.utils.translation import gettext_noop as _

from certification.privacy.domain import Entry, Fate

PEOPLE: Final = (
    Entry(
        "certification.User", about=("id",), words=("staff_number", "display_name", "email"),
        secret=("password", "link_key"), plain=("merged_into", "language"),
        why=_("留一行没有姓名、工号和角色的空壳，编号（假名）不变，得分账指着它"),
    ),
    Entry("certification.User_groups", about=("user",), fate=Fate.DELETED),
    Entry("certification.User_user_permissions", about=("user",), fate=Fate.DELETED),
    Entry(
        "certification.Session", about=("person",), words=("device",), secret=("session_key", "session_data"),
        fate=Fate.DELETED,
    ),
    Entry(
        "sessions.Session", secret=("session_key", "session_data"),
        why=_("Django 自己的登录表，本站不再用它，升级以前留下的行过期后清除"),
    ),
    Entry("certification.SecondFactor", about=("user",), secret=("key",), fate=Fate.DELETED),
    Entry("certification.RecoveryCode", about=("factor__user",), secret=("digest",), fate=Fate.DELETED),
    Entry(
        "socialaccount.SocialAccount", about=("user",), words=("uid",), plain=("provider", "extra_data"),
        fate=Fate.DELETED,
    ),  # whose account at a provider is whose here; `extra_data` stays empty
    Entry(
        "socialaccount.SocialToken", about=("account__user",), secret=("token", "token_secret"), fate=Fate.DELETED,
        why=_("本站不存登录提供方的令牌，这张表总是空的"),
    ),
    Entry(
        "socialaccount.SocialApp", plain=("provider", "provider_id", "name"),
        secret=("client_id", "secret", "key", "settings"), why=_("登录提供方只在环境变量里设，这张表总是空的"),
    ),
    Entry(
        "account.EmailAddress", about=("user",), words=("email",), fate=Fate.DELETED,
        why=_("django-allauth 带来的表，本站不用，总是空的"),
    ),
    Entry(
        "account.EmailConfirmation", about=("email_address__user",), secret=("key",), fate=Fate.DELETED, why=_("同上"),
    ),
    Entry("certification.Notice", about=("person",), words=("text",), plain=("kind", "link"), fate=Fate.DELETED),
    Entry("certification.Cohort", work=("name",)),
    Entry(
        "certification.Erasure", about=("person",), by=("erased_by",), plain=("counts",),
        why=_("抹除的记录：假名、谁、什么时候、各多少行，没有个人资料"),
    ),
    Entry(
        "certification.JournalEntry", about=("actor_id",), subject={"subject": "user:{id}"},
        plain=("verb", "details", "request_id"), why=_("只追加，只有编号和数字，没有自由写的文字"),
    ),
    Entry("certification.JournalSeal", plain=("previous", "hash")),
    Entry(
        "axes.AccessAttempt", named=("username",),
        words=("ip_address", "user_agent", "http_accept", "path_info", "get_data", "post_data"), fate=Fate.DELETED,
    ),
    Entry("axes.AccessAttemptExpiration"),
    Entry("certification.FailedSignIns"),  # how many an hour, of nobody in particular
    Entry(
        "axes.AccessFailureLog", named=("username",), words=("ip_address", "user_agent", "http_accept", "path_info"),
        fate=Fate.DELETED,
    ),
    Entry(
        "axes.AccessLog", named=("username",),
        words=("ip_address", "user_agent", "http_accept", "path_info"), secret=("session_hash",), fate=Fate.DELETED,
    ),
    Entry(
        "admin.LogEntry", subject={"object_id": "{id}"}, by=("user",), words=("object_repr", "change_message"),
        why=_("运维后台的改动记录：留下时间和动作，姓名抹去"),
    ),
    Entry(
        "certification.RosterPlan", by=("made_by",), plain=("file_hash", "made"), work=("name",), secret=("data",),
        why=_("还没确认的人员表里有这个人的，整张丢掉；确认过的表本来就不留"),
    ),
    Entry(
        "certification.Takeout", by=("made_by",), plain=("step", "files", "sha256", "error"),
        why=_("以前做好的全部数据改不了，抹除时一律删除，需要就重做"),
    ),
    Entry("certification.TakeoutPiece", secret=("data",), why=_("同上")),
)  # fmt: skip
