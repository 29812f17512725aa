"""The sentences for whole files that are refused, and the names of formats and verdicts."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from certification.exchange.domain import FileFormat, Verdict
from certification.people.wording import REFUSALS as PEOPLE_REFUSALS

REFUSALS: Final = {
    "people.last-manager": PEOPLE_REFUSALS["people.last-manager"],
    "exchange.empty": _("这个文件是空的。请重新选择。"),
    "exchange.too-large": _("这个文件有 %(megabytes)s MB，最多 %(most)s MB。什么都没有写入；请分成几个文件导入。"),
    "exchange.bomb": _("这个压缩包解开后太大，没有解开，什么都没有写入。"),
    "exchange.encrypted": _("这个文件加了密码，读不出来。请去掉密码再上传。"),
    "exchange.path": _("压缩包里有指向包外的路径（%(name)s），没有解开。请从原系统重新导出。"),
    "exchange.damaged": _("这个文件损坏或不完整，读不出来。请从原系统重新导出。"),
    "exchange.no-package": _("这不是 .xlsx 或 .zip 文件，或者文件损坏了。请核对格式，或另存一次再上传。"),
    "exchange.old-office": _("这是旧版 Excel（.xls）或加了密码的文件。请在 Excel 里去掉密码，另存为 .xlsx 再上传。"),
    "exchange.macros": _("这个表格带宏。宏不会运行，带宏的文件也不收；请另存为 .xlsx（不带宏）再上传。"),
    "exchange.xml": _("第 %(line)s 行起不是完好的 XML，读不出来。请从原系统重新导出。"),
    "exchange.json": _("第 %(line)s 行起不是完好的 JSON，读不出来。请重新导出。"),
    "exchange.not-our-json": _("这不是试题的 JSON（最外层应有 schema：%(schema)s）。"),
    "exchange.entities": _("这个 XML 声明了实体或外部文件，可能有害，没有读。请从原系统重新导出。"),
    "exchange.too-deep": _("这个 XML 层数或节点太多，不像是试题，没有读完。"),
    "exchange.too-long": _("第 %(line)s 行起的内容超过 %(most)s 个字，不像是试题，没有读完。请核对格式和文件。"),
    "exchange.broken-text": _(
        "第 %(line)s 行有损坏的字符：文件是 UTF-8，但那里断了。请从原系统重新导出，或改好那一行。"
    ),
    "exchange.encoding": _("文字编码认不出来（不是 UTF-8，也不是 GB18030）。请另存为 UTF-8 再上传。"),
    "exchange.too-many": _("文件里超过 %(most)s 题，没有导入。请分成几个文件。"),
    "exchange.too-many-pictures": _("文件里超过 %(most)s 张图片，没有导入。请分成几个文件。"),
    "exchange.no-questions": _("文件里没有找到试题。请核对格式；表格第一行要有“题干”“答案”这样的列名。"),
    "exchange.not-moodle": _("这不是 Moodle 的题库 XML（最外层应是 quiz）。"),
    "exchange.not-qti": _("包里没有找到 QTI 试题（assessmentItem）。"),
    "exchange.no-stem-column": _("没有一列对应“题干”。请在下面选出哪一列是题干。"),
    "exchange.unreadable": _("这种格式只能导出，不能导入。"),
    "exchange.unknown-format": _("认不出这是什么格式。请选择格式再上传。"),
    "exchange.plan-closed": _("这次导入已经结束。要再导入，请重新上传。"),
    "exchange.plan-busy": _("还在检查，请等检查完再确认。"),
    "exchange.plan-errors": _("还有 %(errors)s 行有错。可以改好重新上传，或者勾选“跳过有错的行”再确认。"),
    "exchange.bank-changed": _("检查以后题库变了（%(codes)s），什么都没有写入。请重新检查一次。"),
    "exchange.edition-changed": _("检查以后规则库换了版本，什么都没有写入。请重新检查一次。"),
    "exchange.nothing": _("没有新题，也没有要更新的题，不用导入。"),
    "exchange.no-people": _("没有找到人员。第一行要有“工号”和“姓名”两列，下面一行一人。"),
    "exchange.too-many-people": _("一个文件最多 %(most)s 人，没有导入。请分成几个文件。"),
    "exchange.people-errors": _("还有 %(errors)s 行有错，什么都没有写入。请改好再导入。"),
    "exchange.nothing-people": _("没有新人，也没有要更新的人，不用导入。"),
    "exchange.people-changed": _("你看过以后人员有变化，什么都没有写入。请看一遍现在的结果再确认。"),
    "exchange.nobody-waits": _("这些人都已经登录过，不再发初始密码。忘了密码请找运维。"),
    "exchange.everything-busy": _("已经有一份在导出，等它做完，或者先放弃它。"),
    "exchange.same-person": _("主管要求复核人不能是作者：请另一位培训师打开这一页确认导入。"),
}

FORMATS: Final = {
    FileFormat.XLSX: _("Excel（.xlsx）"),
    FileFormat.CSV: _("CSV"),
    FileFormat.GIFT: _("GIFT（Moodle 文本）"),
    FileFormat.AIKEN: _("Aiken"),
    FileFormat.MOODLE_XML: _("Moodle XML"),
    FileFormat.QTI: _("QTI 2.2 包"),
    FileFormat.QTI3: _("QTI 3.0 包"),
    FileFormat.WORD: _("Word（.docx）"),
    FileFormat.JSON: _("JSON"),
}

VERDICTS: Final = {
    Verdict.NEW: _("新题"),
    Verdict.UPDATE: _("更新"),
    Verdict.UNCHANGED: _("没有变化"),
    Verdict.TWIN: _("题库已有"),
    Verdict.ERROR: _("有错"),
}
