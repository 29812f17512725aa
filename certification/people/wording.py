"""What roles are called."""

from django.utils.translation import gettext_lazy as _

from certification.people.domain import Role

ROLE_NAMES = {Role.TRAINEE: _("学员"), Role.TRAINER: _("培训师"), Role.MANAGER: _("主管")}

REFUSALS = {
    "people.link-unknown": _("这个链接不对。请整条复制命令打印的链接，不要少一段。"),
    "people.link-expired": _("这个链接过期了，它只管 24 小时。请在服务器上再运行一次 create_first_manager。"),
    "people.link-used": _("这个链接用过了，或者已经换了新的。设过密码就直接登录；没设过，请用最新的链接。"),
    "people.has-manager": _("已经有在职的主管：%(number)s。新的人员请由主管在“场次 › 人员”里加。"),
    "people.number-taken": _("工号 %(number)s 已经有人用，不是等着设密码的首位主管。换一个工号。"),
}
