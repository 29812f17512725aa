"""The sign-in form."""

from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from certification.people.models import User


class SignInForm(forms.Form):
    username = forms.CharField(label=_("姓名或工号"), max_length=40)
    password = forms.CharField(label=_("密码"), max_length=128, strip=False, widget=forms.PasswordInput)


class ForgottenForm(forms.Form):
    username = forms.CharField(
        label=_("姓名或工号"), max_length=40, error_messages={"required": _("请写上姓名或工号。")}
    )


class PasswordForm(forms.Form):
    """A new password; the present one is asked for too, unless somebody else chose it and it was typed just now."""

    present = forms.CharField(
        label=_("现在的密码"), max_length=128, strip=False, widget=forms.PasswordInput,
        error_messages={"required": _("请写上现在的密码。")},
    )  # fmt: skip
    password = forms.CharField(
        label=_("新密码"), max_length=128, strip=False, widget=forms.PasswordInput,
        error_messages={"required": _("请写上新密码。")},
    )  # fmt: skip
    again = forms.CharField(
        label=_("再写一次"), max_length=128, strip=False, widget=forms.PasswordInput,
        error_messages={"required": _("请把新密码再写一次。")},
    )  # fmt: skip

    def __init__(self, data: Any, person: User) -> None:
        super().__init__(data)
        self.person = person
        if person.password_is_initial:
            del self.fields["present"]

    def clean_present(self) -> str:
        present: str = self.cleaned_data["present"]
        if not self.person.check_password(present):
            raise ValidationError(_("和现在的密码不一样。"))
        return present

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        validate_password(password, self.person)
        if self.person.check_password(password):
            raise ValidationError(_("和现在的密码一样，请换一个。"))
        return password

    def clean_again(self) -> str:
        again: str = self.cleaned_data["again"]
        if again != self.cleaned_data.get("password", again):
            raise ValidationError(_("两次写的不一样。"))
        return again


class FirstPasswordForm(PasswordForm):
    """A first password, chosen by who was handed a link: there is no present one to ask for."""

    def __init__(self, data: Any, person: User) -> None:
        super().__init__(data, person)
        self.fields.pop("present", None)
