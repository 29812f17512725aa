"""The sentences for what the erasure of a person refuses, and what an export says of itself."""

from typing import Final

from django.utils.translation import gettext_lazy as _

REFUSALS: Final = {
    "privacy.erased-already": _("这个人的个人资料已经抹除。"),
    "privacy.oneself": _("不能抹除自己。请另一位主管来做。"),
    "privacy.last-manager": _("这是最后一位在职的主管，抹除以后就没有人能管人员了。先让另一个人做主管。"),
    "privacy.operator": _("这个人还是运维，能进后台。先在后台取消运维身份，再抹除。"),
    "privacy.sitting": _("这个人有一份卷子还没有交。交卷以后，或者收卷以后再抹除。"),
    "privacy.merged": _("这个账号已经并入另一个账号，请到那个账号上抹除，两边一起。"),
    "privacy.not-typed": _("要抹除，请原样输入这个人的工号：%(number)s。什么都没有改。"),
}

#: What stands in front of the list of tables in an export.
READ_ME: Final = """本站保存的一个人的全部资料（mingduan.person/1）

person.json
  made_at    什么时候导出的，UTC
  person     这个人的编号（假名）；得分账、证书和日志里写的就是它
  withheld   还没有公布成绩的考试：本人导出时，它们的得分、评判和交卷记录先不给，公布以后再导出就有
  tables     一类一个列表，字段名和数据库一致，时刻一律 UTC，分数以百分之一分计，别的人只有编号
  acts       这个人在工作里做过的事：表、编号、以什么身份（例如 author 作者、answered_by 答复人）
不在里面：密码的散列、登录的钥匙、上传的文件。

各类资料：

"""
