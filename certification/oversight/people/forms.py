"""What the pages of people ask for: a sheet, a person, a cohort."""

from collections.abc import Mapping
from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from certification.core.refusals import RefusedError
from certification.core.wording import refusal_text
from certification.exchange.limits import check_length
from certification.exchange.wording import REFUSALS
from certification.people.domain import Role
from certification.people.keeping import PersonFields
from certification.people.models import Cohort, User
from certification.people.wording import ROLE_NAMES


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


#: The field that a refusal is shown at; elsewhere it stands above the form.
FIELD_OF: Final = {
    "people.number-in-use": "staff_number", "people.own-role": "roles", "people.last-manager": "roles",
    "people.cohort-taken": "name",
}  # fmt: skip


class PersonForm(forms.Form):
    """One person."""

    staff_number = forms.CharField(label=_("工号"), max_length=20, error_messages={"required": _("请写工号。")})
    display_name = forms.CharField(label=_("姓名"), max_length=40, error_messages={"required": _("请写姓名。")})
    cohort = forms.ModelChoiceField(
        label=_("班组"), queryset=Cohort.objects.all(), required=False, empty_label="—",
        error_messages={"invalid_choice": _("没有这个班组了，请重新选。")},
    )  # fmt: skip
    roles = forms.MultipleChoiceField(
        label=_("角色"), choices=[(role.value, name) for role, name in ROLE_NAMES.items()], required=False
    )
    email = forms.EmailField(
        label=_("邮箱（可不填，用来寄设密码的链接）"), max_length=120, required=False,
        error_messages={"invalid": _("邮箱写得不对，像 name@example.com。")},
    )  # fmt: skip

    def said(self) -> PersonFields:
        """Return what the valid form says."""
        given = self.cleaned_data
        return PersonFields(
            given["staff_number"], given["display_name"], given["cohort"],
            frozenset(Role(one) for one in given["roles"]), given["email"],
        )  # fmt: skip


def person_as_said(person: User) -> dict[str, Any]:
    """Return what the form shows of a person before anything was typed."""
    return {
        "staff_number": person.staff_number, "display_name": person.display_name, "cohort": person.cohort_id,
        "roles": [str(role) for role in person.roles], "email": person.email,
    }  # fmt: skip


class CohortForm(forms.Form):
    """What a cohort is called."""

    name = forms.CharField(label=_("名称"), max_length=40, error_messages={"required": _("请写班组的名称。")})


def tell(form: forms.Form, error: RefusedError, words: Mapping[str, Any]) -> None:
    """Put a refusal where it belongs in a form."""
    field = FIELD_OF.get(error.refusal.code)
    form.add_error(field if field in form.fields else None, refusal_text(error.refusal, words))
