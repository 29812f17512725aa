"""The sign-in form."""

from django import forms
from django.utils.translation import gettext_lazy as _


class SignInForm(forms.Form):
    username = forms.CharField(label=_("姓名或工号"), max_length=40)
    password = forms.CharField(label=_("密码"), max_length=128, strip=False, widget=forms.PasswordInput)
