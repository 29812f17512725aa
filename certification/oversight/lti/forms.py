"""What a manager fills in for a platform: what its administrator reads off there."""

from typing import Any, Final

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from certification.core.wording import refusal_text
from certification.lti.domain import LONGEST_ADDRESS, LONGEST_ID, LONGEST_NAME, PersonClaim, why_not_address
from certification.lti.models import Platform
from certification.lti.registering import Said
from certification.lti.wording import CLAIMS, REFUSALS
from certification.people.models import Cohort

MOST_DEPLOYMENTS: Final = 50


class AddressField(forms.CharField):
    """An address that this site, or a browser, is sent to."""

    def __init__(self, **options: Any) -> None:
        super().__init__(max_length=LONGEST_ADDRESS, **options)

    def clean(self, value: Any) -> str:
        said: str = super().clean(value)
        refusal = why_not_address(said, local_is_fine=not settings.HTTPS) if said else None
        if refusal is not None:
            raise ValidationError(refusal_text(refusal, REFUSALS))
        return said


class PlatformForm(forms.Form):
    """A registration."""

    name = forms.CharField(label=_("名称"), max_length=LONGEST_NAME)
    issuer = forms.CharField(label=_("平台标识（Issuer、Platform ID）"), max_length=LONGEST_ID)
    client_id = forms.CharField(label=_("客户端编号（Client ID）"), max_length=LONGEST_ID)
    deployments = forms.CharField(
        label=_("部署编号（Deployment ID），一行一个"), max_length=MOST_DEPLOYMENTS * LONGEST_ID,
        widget=forms.Textarea(attrs={"rows": 2}),
    )  # fmt: skip
    auth_login_url = AddressField(label=_("登录网址（Authentication request URL）"))
    auth_token_url = AddressField(label=_("令牌网址（Access token URL）"))
    key_set_url = AddressField(label=_("公钥网址（Public keyset URL、JWKS）"))
    auth_audience = forms.CharField(
        label=_("令牌的受众（多数平台不填）"), max_length=LONGEST_ADDRESS, required=False
    )  # fmt: skip
    person_claim = forms.ChoiceField(
        label=_("第一次来，凭什么认人"), choices=[(one, CLAIMS[one]) for one in PersonClaim]
    )
    new_people_cohort = forms.ModelChoiceField(
        label=_("不认识的学员"), queryset=Cohort.objects.all(), required=False, empty_label=_("不放行")
    )  # fmt: skip

    def clean_deployments(self) -> list[str]:
        lines = dict.fromkeys(line.strip() for line in self.cleaned_data["deployments"].splitlines() if line.strip())
        if len(lines) > MOST_DEPLOYMENTS or any(len(line) > LONGEST_ID for line in lines):
            raise ValidationError(_("部署编号太多或太长。"))
        return list(lines)

    def said(self) -> Said:
        """Return what the valid form says."""
        given = self.cleaned_data
        return Said(**{**given, "person_claim": PersonClaim(given["person_claim"])})


def as_said(platform: Platform) -> dict[str, Any]:
    """Return what the form shows of a platform before anything was typed."""
    names = (name for name in PlatformForm.base_fields if name not in {"deployments", "new_people_cohort"})
    return {
        **{name: getattr(platform, name) for name in names},
        "deployments": "\n".join(platform.deployments), "new_people_cohort": platform.new_people_cohort_id,
    }  # fmt: skip
