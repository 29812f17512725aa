"""What the page of people asks for: a sheet."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from certification.core.refusals import RefusedError
from certification.core.wording import refusal_text
from certification.exchange.limits import check_length
from certification.exchange.wording import REFUSALS


class SheetForm(forms.Form):
    """A sheet to look at."""

    file = forms.FileField(
        label=_("人员表"), error_messages={"required": _("请选择文件。"), "empty": _("这个文件是空的。请重新选择。")}
    )

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        try:
            check_length(file.size)
        except RefusedError as error:
            raise forms.ValidationError(refusal_text(error.refusal, REFUSALS)) from error
        return file
