"""The form of an assignment: to whom, what, until when."""

import uuid
from collections.abc import Mapping
from datetime import datetime, time
from typing import Any, Final

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases import api
from certification.competency.areas.services import areas
from certification.competency.assignments.domain import MOST_QUESTIONS, QUIZ, Kind
from certification.competency.assignments.models import LONGEST_NOTE
from certification.competency.assignments.services import NewAssignment
from certification.competency.assignments.wording import KIND_NAMES
from certification.core.punctuation import listed
from certification.drills.services import current_scripts
from certification.people.domain import Role
from certification.people.models import Cohort, User

USUAL_SIZE: Final = 8
USUAL_DAYS: Final = 7
_HINTS: Final = {
    Kind.PRACTICE: _("选一个领域，或者写一条规则的编号"),
    Kind.MOCK: _("交一份模拟卷"),
    Kind.DRILL: _("演完一段对话"),
    Kind.RULE: _("读一条改过的规则"),
}
#: The field that a refusal is shown at.
FIELD_OF: Final = {
    "assignments.nobody": "people",
    "assignments.due-past": "due",
    "assignments.too-few": "size",
}


class AssignmentForm(forms.Form):
    """What to give to whom; `planned` and `everybody` hold what was understood."""

    kind = forms.ChoiceField(label=_("做什么"), choices=[(one.value, label) for one, label in KIND_NAMES.items()])
    cohort = forms.ModelChoiceField(label=_("班组"), queryset=Cohort.objects.all(), required=False, empty_label="—")
    people = forms.CharField(label=_("或者写工号，用空格隔开"), required=False, max_length=2000)
    area = forms.ChoiceField(label=_("练哪个领域"), required=False)
    size = forms.IntegerField(label=_("几题"), required=False, min_value=1, max_value=MOST_QUESTIONS)
    drill = forms.ChoiceField(label=_("哪一段演练"), required=False)
    rule = forms.CharField(label=_("规则编号（练一条规则、读规则时写）"), required=False, max_length=64)
    quiz = forms.BooleanField(label=_("读完再答两题"), required=False)
    due = forms.DateField(label=_("最后一天"))
    note = forms.CharField(label=_("给他们的话（可不填）"), required=False, max_length=LONGEST_NOTE)

    def __init__(self, data: Mapping[str, Any] | None = None, *, initial: Mapping[str, Any] | None = None) -> None:
        super().__init__(data, initial=dict(initial or {}))
        self._areas = {one.code: one.name for one in areas()}
        self._families, self._drills = _of_the_edition()
        self._offer("area", self._areas)
        self._offer("drill", self._drills)

    def _offer(self, name: str, choices: Mapping[str, str]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", "—"), *choices.items()]

    def clean_people(self) -> list[User]:
        numbers = list(dict.fromkeys(self.cleaned_data["people"].replace("，", " ").replace("、", " ").split()))
        found = {one.staff_number: one for one in User.objects.holding(Role.TRAINEE).filter(staff_number__in=numbers)}
        missing = [number for number in numbers if number not in found]
        if missing:
            raise forms.ValidationError(_("没有工号是这些的在职学员：%(which)s。"), params={"which": listed(missing)})
        return list(found.values())

    def clean_rule(self) -> str:
        code: str = self.cleaned_data["rule"].strip().upper()
        if code and code not in self._families:
            raise forms.ValidationError(_("现行规则库里没有 %(code)s。"), params={"code": code})
        return code

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        match cleaned.get("kind"):
            case Kind.PRACTICE if not self.errors:
                if bool(cleaned["area"]) == bool(cleaned["rule"]):
                    self.add_error("area", _("领域和规则编号，请选一样。"))
                if not cleaned["size"]:
                    self.add_error("size", _("请写几题。"))
            case Kind.DRILL if not cleaned.get("drill") and "drill" not in self.errors:
                self.add_error("drill", _("请选一段演练。"))
            case Kind.RULE if not cleaned.get("rule") and "rule" not in self.errors:
                self.add_error("rule", _("请写规则编号。"))
        return cleaned

    @property
    def planned(self) -> NewAssignment:
        """Return what is to be given, due at the end of its last day; the form must be valid."""
        said = self.cleaned_data
        kind, size = Kind(said["kind"]), 0
        target, name = "", ""
        match kind:
            case Kind.PRACTICE:
                code, size = said["rule"], said["size"]
                target = f"rule:{code}" if code else f"area:{said['area']}"
                name = self._families[code] if code else self._areas[said["area"]]
            case Kind.DRILL:
                target, name = said["drill"], self._drills[said["drill"]]
            case Kind.RULE:
                target, name, size = said["rule"], self._families[said["rule"]], QUIZ if said["quiz"] else 0
        due = timezone.make_aware(datetime.combine(said["due"], time(23, 59)))
        cohort = said["cohort"].pk if said["cohort"] else None
        return NewAssignment(kind, due, target, name[:120], size, said["note"].strip(), cohort)

    @property
    def everybody(self) -> list[uuid.UUID]:
        """Return who gets it: the cohort's active trainees, and those that are named."""
        cohort = self.cleaned_data["cohort"]
        members = User.objects.holding(Role.TRAINEE).filter(cohort=cohort) if cohort else User.objects.none()
        return [*members.values_list("pk", flat=True), *(one.pk for one in self.cleaned_data["people"])]

    @property
    def kinds(self) -> list[tuple[str, str, str, bool]]:
        """Return the kinds to choose from: value, name, what it means, whether it is chosen."""
        chosen = self["kind"].value() or Kind.PRACTICE
        return [(one.value, str(name), str(_HINTS[one]), one == chosen) for one, name in KIND_NAMES.items()]


def _of_the_edition() -> tuple[dict[str, str], dict[str, str]]:
    """Return the titles of rules and of drills by code; none where there is no edition."""
    try:
        edition = api.current_edition()
    except api.NoEditionError:
        return {}, {}
    rules = {code: versions[-1].title for code, versions in edition.families.items()}
    return rules, {one.code: one.script.title for one in current_scripts(edition.id)}
