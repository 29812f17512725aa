"""What launches, the page of platforms and the outbox of scores say."""

from typing import Final

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from certification.lti.domain import PersonClaim, TargetKind

REFUSALS: Final = {
    "lti.address": _("网址要以 https:// 开头、写全。"),
    "lti.client-in-use": _("这个平台的这个客户端编号已经登记过了。"),
    "lti.unknown-platform": _("发来这次登录的学习平台没有在明断登记，或者已经停用。请把这一页给主管看。"),
    "lti.login": _("学习平台发来的登录请求不完整。请回到课程里再点一次；还是这样，请告诉平台的管理员。"),
    "lti.state": _("这次登录已经用过，或者过了十分钟。请回到课程里再点一次。"),
    "lti.token": _("学习平台发来的身份凭据没有通过核对（签名、期限、客户端或部署编号）。请告诉主管。"),
    "lti.denied": _("学习平台没有给出身份凭据。请在平台上重新登录，再点一次。"),
    "lti.message": _("这种打开方式明断不支持。请从课程里的链接进入。"),
    "lti.browser": _("没有认出是这个浏览器开始的登录。请允许本站的 Cookie，在新窗口打开课程里的链接。"),
    "lti.unnamed": _("学习平台没有告诉明断你的工号，无法认出你。请告诉主管。"),
    "lti.nobody": _("明断里没有和你对应的在职人员。请找主管开通账号，或核对平台上登记的工号。"),
    "lti.teacher-unknown": _("学习平台说你是教师，但明断里没有你的账号。教师账号由主管开通，不会自动建立。"),
    "lti.inactive": _("你的账号已经停用。请找主管。"),
    "lti.operator": _("运维账号不从学习平台登录，请直接登录明断。"),
    "lti.staff-by-learner": _("工号对应的是培训师或主管，而平台说来的是学员，没有放行。第一次请以教师身份从平台进入。"),
    "lti.not-choosing": _("只有培训师和主管能为课程选择内容。"),
    "lti.no-choice": _("请选一项。"),
    "lti.not-offered": _("这项内容现在不能选，请重新选。"),
    "lti.not-in-round": _("你不在这个场次的名单里。请找安排考试的主管。"),
    "lti.not-assigned": _("这项任务没有派给你。请找派任务的人。"),
}
CLAIMS: Final = {
    PersonClaim.SOURCED_ID: _("平台登记的工号（lis.person_sourcedid）"),
    PersonClaim.EMAIL: _("邮箱"),
    PersonClaim.STAFF_NUMBER: _("自定义参数 staff_number"),
}
TARGETS: Final = {
    TargetKind.ROUND: _("场次"), TargetKind.ASSIGNMENT: pgettext_lazy("singular", "任务"), TargetKind.DRILL: _("演练"),
}  # fmt: skip
#: Why a score was given up, where the platform did not say.
TOO_LONG: Final = _("平台十四天没有收下")
NO_COLUMN: Final = _("平台没有给这个链接成绩列")
