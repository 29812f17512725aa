"""What the pages of exchange ask for: a file and its format, which column is what, what to take out."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from certification.exchange.domain import READABLE, WRITABLE, FileFormat
from certification.exchange.limits import MEGABYTE, MOST_FILE_BYTES
from certification.exchange.sheets.columns import ALL, HEADINGS, Mapped
from certification.exchange.wording import FORMATS

#: The fields that a sheet of other programs may have; ours are found by their names.
BY_HAND = tuple(
    one.name for one in ALL if not one.name.startswith(("claim", "overlay", "feedback")) and one.name not in {
        "ask", "case", "cited", "enemies", "template", "pool", "pinned",
    }
)  # fmt: skip


class UploadForm(forms.Form):
    """A file to look at."""

    file = forms.FileField(
        label=_("文件"), error_messages={"required": _("请选择文件。"), "empty": _("这个文件是空的。请重新选择。")}
    )
    format = forms.ChoiceField(
        label=_("格式"),
        required=False,
        choices=[("", _("按文件名认")), *((str(one), FORMATS[one]) for one in READABLE)],
    )

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > MOST_FILE_BYTES:
            told = {"megabytes": f"{file.size / MEGABYTE:.0f}", "most": MOST_FILE_BYTES // MEGABYTE}
            raise forms.ValidationError(
                _("这个文件有 %(megabytes)s MB，最多 %(most)s MB。题库没有动；请分成几个文件导入。"), params=told
            )
        return file


class ExportForm(forms.Form):
    """Which file to write."""

    format = forms.ChoiceField(label=_("格式"), choices=[(str(one), FORMATS[one]) for one in WRITABLE])
    key = forms.BooleanField(label=_("带答案（Word、打印）"), required=False)
    explanations = forms.BooleanField(label=_("带解析（由规则推出的也写明理由）"), required=False)

    @property
    def kind(self) -> FileFormat:
        return FileFormat(self.cleaned_data["format"])


class ColumnsForm(forms.Form):
    """Which column holds what: a choice for each field that sheets of other programs have."""

    def __init__(self, data: Mapping[str, Any] | None, mapped: Mapped) -> None:
        super().__init__(data)
        headings = [one.strip() for one in mapped.headings if one.strip()]
        choices = [("", _("（没有）")), *((one, one) for one in dict.fromkeys(headings))]
        for name in BY_HAND:
            index = mapped.fields.get(name)
            self.fields[name] = forms.ChoiceField(
                label=HEADINGS[name] if name != "options" else _("选项（都在一格里）"),
                choices=choices, required=False, initial=mapped.headings[index].strip() if index is not None else "",
            )  # fmt: skip
