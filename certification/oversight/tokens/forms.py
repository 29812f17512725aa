"""What a manager fills in for a new token."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from certification.readapi.domain import DAYS, LONGEST_NAME, Scope
from certification.readapi.wording import SCOPES


def _spans() -> list[tuple[int, str]]:
    return [(days, _("%s 天") % days) for days in DAYS]


class TokenForm(forms.Form):
    """A name, what it may read, for how long."""

    name = forms.CharField(label=_("哪个系统用它"), max_length=LONGEST_NAME)
    scopes = forms.MultipleChoiceField(
        label=_("能读什么"), choices=[(scope, SCOPES[scope]) for scope in Scope], widget=forms.CheckboxSelectMultiple
    )
    days = forms.TypedChoiceField(label=_("有效期"), choices=_spans, coerce=int)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["days"].initial = DAYS[1]
