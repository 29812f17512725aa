"""What roles are called."""

from django.utils.translation import gettext_lazy as _

from certification.people.domain import Role

ROLE_NAMES = {Role.TRAINEE: _("学员"), Role.TRAINER: _("培训师"), Role.MANAGER: _("主管")}

REFUSALS = {
    "people.link-unknown": _("这个链接不对。请整条复制，不要少一段。"),
    "people.link-expired": _(
        "这个链接过期了，它只管 24 小时。请主管再给一个；首位主管请在服务器上再运行一次 create_first_manager。"
    ),
    "people.link-used": _("这个链接用过了，或者已经换了新的。设过密码就直接登录；没设过，请用最新的链接。"),
    "people.has-manager": _("已经有在职的主管：%(number)s。新的人员请由主管在“场次 › 人员”里加。"),
    "people.number-taken": _("工号 %(number)s 已经有人用，不是等着设密码的首位主管。换一个工号。"),
    "people.number-in-use": _("工号 %(number)s 已经有人用：%(name)s。"),
    "people.last-manager": _("这样改就没有在职的主管了，没有人能再管理人员。请先让另一个人当主管。"),
    "people.own-role": _("不能去掉自己的主管角色，请另一位主管来改。"),
    "people.own-account": _("不能停用自己的账号，请另一位主管来做。"),
    "people.is-operator": _("这是运维账号，只有运维能改。"),
    "people.is-merged": _("这个账号已经并入别人，不能再改。"),
    "people.is-erased": _("这个人的资料已经应要求抹除，不能再改。"),
    "people.not-active": _("他已经离职。请先恢复在职。"),
    "people.merge-same": _("要并入的是同一个账号。请写另一个工号。"),
    "people.merge-running": _("这个账号还有没交的模考或考试。等交了卷再并。"),
    "people.merge-same-round": _(
        "两个账号都考过同一场：%(rounds)s。一场考试一人一份，成绩不能挪，所以不能并；可以停用不用的那个。"
    ),
    "people.merge-own-review": _("有 %(number)d 份没发布的试题草稿，一个账号写、另一个复核。请先发布或退回。"),
    "people.merge-changed": _("刚才看过以后又有变化。请再看一遍，再确认。"),
    "people.sso-link-gone": _("这个连接已经解除了。"),
    "people.sso-only": _("这里用公司账号登录，密码只给主管和运维用。"),
    "people.asked-often": _("要得太多了，请 %(minutes)d 分钟后再试，或者找主管给你一个链接。"),
    "people.session-gone": _("这次登录已经结束了。"),
    "people.cohort-taken": _("已经有叫“%(name)s”的班组。"),
    "people.cohort-not-empty": _("班组里还有 %(people)d 人（包括离职的）。请先把他们移到别的班组。"),
}
