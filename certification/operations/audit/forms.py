"""What the page of acts may be asked for."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from certification.operations.audit.reading import Query
from certification.operations.audit.wording import GROUPS
from certification.people.models import User

DAY_ERRORS = {"invalid": _("请写成 2026-11-22 这样的日期。")}


class AuditForm(forms.Form):
    """Filters; every one may be left empty."""

    who = forms.CharField(label=_("谁做的（姓名或工号）"), required=False, max_length=60)
    about = forms.CharField(label=_("对谁、对什么"), required=False, max_length=100)
    group = forms.ChoiceField(
        label=_("哪一类"),
        required=False,
        choices=[("", _("全部")), *GROUPS.items()],
        error_messages={"invalid_choice": _("没有这一类，请重新选。")},
    )
    since = forms.DateField(label=_("从哪天"), required=False, error_messages=DAY_ERRORS)
    until = forms.DateField(label=_("到哪天（含）"), required=False, error_messages=DAY_ERRORS)
    request = forms.CharField(label=_("请求编号"), required=False, max_length=32)

    def clean_who(self) -> tuple[Any, ...] | None:
        typed: str = self.cleaned_data["who"]
        if not typed:
            return None
        found = tuple(User.objects.called(typed).values_list("pk", flat=True))
        if not found:
            raise forms.ValidationError(_("没有叫这个名字、用这个工号的人。"))
        return found

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        since, until = data.get("since"), data.get("until")
        if since and until and since > until:
            self.add_error("until", _("结束的日子比开始的早。"))
        return data

    @property
    def query(self) -> Query:
        """Return what a valid form asks for."""
        data = self.cleaned_data
        return Query(data["who"], data["about"], data["group"], data["since"], data["until"], data["request"])
