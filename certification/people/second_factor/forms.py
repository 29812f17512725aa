"""What the pages of 两步验证 ask for."""

from django import forms
from django.utils.translation import gettext_lazy as _

_LONGEST = 128  # of a password, which some of them take too


class CodeForm(forms.Form):
    """A code of the app, or a recovery code."""

    code = forms.CharField(label=_("验证码"), max_length=40, error_messages={"required": _("请写验证码。")})


class ProofForm(forms.Form):
    """The password or a code: that it is oneself who turns it off or asks for new recovery codes."""

    proof = forms.CharField(
        label=_("密码或验证码"), max_length=_LONGEST, strip=False, widget=forms.PasswordInput,
        error_messages={"required": _("请写密码或验证码。")},
    )  # fmt: skip
