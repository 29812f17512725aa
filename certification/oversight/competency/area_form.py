"""The form of a competency area: its name, its place, its topics, its rules."""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from cases import api
from certification.competency.areas.domain import Area
from certification.core.punctuation import listed

LONGEST_NAME: Final = 40
_CODE: Final = re.compile(r"[A-Z0-9_*?\-]+", re.ASCII)
_MOST: Final = 200


class AreaForm(forms.Form):
    """What an area shall be; `planned` is the value. `seen` is the revision that it was filled in from."""

    name = forms.CharField(label=_("名称"), max_length=LONGEST_NAME)
    position = forms.IntegerField(label=_("排在第几"), min_value=1, max_value=99)
    topics = forms.MultipleChoiceField(label=_("整个主题"), required=False)
    patterns = forms.CharField(label=_("规则编号，一行一个"), required=False, max_length=20_000)
    why = forms.CharField(label=_("为什么改"), max_length=200)
    seen = forms.IntegerField(min_value=0)

    def __init__(self, data: Mapping[str, Any] | None = None, *, initial: Mapping[str, Any] | None = None) -> None:
        super().__init__(data, initial=dict(initial or {}))
        field = self.fields["topics"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = list(_topics().items())

    def clean_patterns(self) -> tuple[str, ...]:
        told = unicodedata.normalize("NFKC", self.cleaned_data["patterns"]).upper()
        found = tuple(dict.fromkeys(re.split(r"[\s,、;]+", told.strip()))) if told.strip() else ()
        odd = [one for one in found if not _CODE.fullmatch(one)]
        if odd:
            raise forms.ValidationError(
                _("这些不是规则编号：%(which)s。"), params={"which": listed(one[:_MOST] for one in odd[:5])}
            )
        return found

    def planned(self, code: str) -> Area:
        """Return the area under its code; the form must be valid."""
        data = self.cleaned_data
        return Area(code, data["name"].strip(), tuple(data["topics"]), data["patterns"])

    @property
    def topic_choices(self) -> Iterator[tuple[str, str, bool]]:
        """Return value, name and whether it is ticked, of each topic."""
        chosen = set(self["topics"].value() or ())
        for value, name in _topics().items():
            yield value, name, value in chosen


def _topics() -> Mapping[str, str]:
    try:
        return api.current_edition().vocabulary.topics
    except api.NoEditionError:
        return {}


def initial_of(area: Area | None, *, position: int, seen: int) -> dict[str, Any]:
    """Return what the form is filled in with."""
    return {
        "name": area.name if area else "",
        "position": position,
        "topics": list(area.topics) if area else [],
        "patterns": "\n".join(area.patterns) if area else "",
        "seen": seen,
    }
