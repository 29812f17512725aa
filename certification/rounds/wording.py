"""The sentences for what rounds refuse."""

from typing import Final

from django.utils.translation import gettext_lazy as _

REFUSALS: Final = {
    "rounds.wrong-state": _("这个场次已经不能再这样改了。"),
    "rounds.title-missing": _("请写一个名称，最多 %(most)s 个字。"),
    "rounds.window-backwards": _("截止时间要晚于开始时间。"),
    "rounds.window-past": _("截止时间已经过去，请改到以后。"),
    "rounds.out-of-bounds": _("%(field)s要在 %(least)s 到 %(most)s 之间。"),
    "rounds.form-count": _("平行卷要有 %(least)s 到 %(most)s 套。"),
    "rounds.nobody-full-time": _(
        "到截止时间一律收卷，可窗口还不到 %(minutes)s 分钟，没有人能考满时间。请放长窗口，或不要一律收卷。"
    ),
    "rounds.unknown-blueprint": _("没有这份组卷蓝图，请重选。"),
    "rounds.no-edition": _("还没有生效的规则库，不能组卷。请联系运维。"),
    "rounds.nobody-seated": _("还没有安排一个考生，不能发布。请先选班组或加人。"),
    "rounds.seats-changed": _("就在这时有人改了这个场次，什么都没有写入。请核对后再来一次。"),
    "rounds.cancelled": _("这场考试已经取消。"),
    "rounds.not-published": _("这场考试还没有发布。"),
    "rounds.over": _("这场考试的窗口已经关闭，不能再加人。可以安排补考。"),
    "rounds.not-over": _("这场考试还没有结束，现在不能安排补考。"),
    "rounds.not-a-trainee": _("有人不在职，或者不是学员，不能安排考试。"),
    "rounds.not-seated": _("这个人不在考生名单里。"),
    "rounds.own-seat": _("这是你自己的考位，请另一位培训师或主管来加时。"),
    "rounds.handed-in": _("这个人已经交卷，没有加时：交了的卷子不会重新打开。"),
    "rounds.seat-started": _("这位考生已经开始作答，不能移出。"),
    "rounds.check-in-early": _("还没到签到的时间，开考前 %(minutes)s 分钟开始签到。"),
    "rounds.check-in-over": _("这场考试的窗口已经关闭，不能再签到。"),
    "rounds.allowance-nothing": _("请选倍数，或写明加几分钟。"),
    "rounds.allowance-bounds": _("倍数最多 %(percent)s%%，加时最多 %(minutes)s 分钟。"),
    "rounds.text-missing": _("请写要说的话。"),
    "rounds.text-too-long": _("最多 %(most)s 个字。"),
    "rounds.not-on-release": _("这场考试的成绩和答案不是统一公布的，不用在这里公布。"),
    "rounds.already-released": _("成绩和答案已经公布，不能再改时间。"),
    "rounds.release-before-close": _("还有人可能在考：公布的时间不能早于截止时间。"),
}

#: What the fields of a plan are called where a refusal names one.
FIELD_NAMES: Final = {
    "minutes": _("时长"),
    "grace_seconds": _("补传宽限秒数"),
    "attempts_allowed": _("可考次数"),
    "check_in_minutes": _("提前签到分钟数"),
}
