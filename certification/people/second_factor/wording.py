"""What 两步验证 refuses, in words."""

from django.utils.translation import gettext_lazy as _

REFUSALS = {
    "people.code-wrong": _("验证码不对，或者已经用过。%(seconds)d 秒后可以再试。"),
    "people.code-wait": _("错了几次，还要等 %(seconds)d 秒才能再试。"),
    "people.first-code-wrong": _("验证码不对。请看手机时间是不是自动的，再写应用里现在的 6 位数字。"),
    "people.factor-there": _("两步验证已经开着。"),
    "people.factor-gone": _("没有开两步验证。"),
    "people.own-factor": _("自己的两步验证不能在这里取消。请到“我的账户”，用密码或验证码关掉。"),
}
