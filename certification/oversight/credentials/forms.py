"""The form of a programme."""

from collections.abc import Mapping
from typing import Any, Final, cast

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext_lazy as _

from cases import api
from certification.bank.domain import QuestionType
from certification.bank.models import Question
from certification.competency.areas.services import areas
from certification.core.punctuation import listed
from certification.credentials.domain import MOST_GRACE_DAYS, MOST_MONTHS, MOST_WITHIN_DAYS
from certification.credentials.models import Programme
from certification.papers.services import newest_blueprints
from certification.rounds.models import Round

#: So many rounds, the newest, are offered beside those that were chosen before.
ROUNDS_OFFERED: Final = 40
#: Field, least, most.
BOUNDS: Final = (("months", 1, MOST_MONTHS), ("grace_days", 0, MOST_GRACE_DAYS), ("within_days", 0, MOST_WITHIN_DAYS))


class ProgrammeForm(forms.ModelForm):  # type: ignore[type-arg]  # not subscriptable at run time
    """Which exams count, what else is asked for, how long it holds, over which rules."""

    blueprints = forms.MultipleChoiceField(label=_("按这些组卷蓝图的场次都算"), required=False)
    rounds = forms.ModelMultipleChoiceField(label=_("另外这些场次也算"), queryset=Round.objects.none(), required=False)
    drills = forms.CharField(label=_("还要练习通过的演练（编号，用空格隔开）"), required=False, max_length=200)
    areas = forms.MultipleChoiceField(label=_("胜任力领域"), required=False)
    books = forms.MultipleChoiceField(label=_("规则库"), required=False)

    class Meta:
        model = Programme
        fields = (
            "name", "issuer", "months", "blueprints", "rounds", "every_paper", "drills", "areas", "books",
            "ends_on_change", "grace_days", "within_days", "is_automatic", "is_open",
        )  # fmt: skip

    def __init__(self, data: Mapping[str, Any] | None = None, *, instance: Programme | None = None) -> None:
        super().__init__(data, instance=instance)
        if instance is not None:
            self.initial["drills"] = " ".join(instance.drills)
        chosen = list(instance.rounds.values_list("pk", flat=True)) if instance else []
        newest = list(Round.objects.published().values_list("pk", flat=True)[:ROUNDS_OFFERED])
        rounds = self.fields["rounds"]
        assert isinstance(rounds, forms.ModelMultipleChoiceField)
        rounds.queryset = Round.objects.filter(pk__in=[*chosen, *newest])
        self._offer("blueprints", [(one.name, one.title) for one in newest_blueprints()])
        self._offer("areas", [(one.code, one.name) for one in areas()])
        self._offer("books", _books())
        for name, least, most in BOUNDS:
            self.fields[name].validators += [MinValueValidator(least), MaxValueValidator(most)]

    def _offer(self, name: str, choices: list[tuple[str, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.MultipleChoiceField)
        kept = getattr(self.instance, name) or []
        known = {value for value, _label in choices}
        field.choices = [*choices, *((one, one) for one in kept if one not in known)]

    def clean_drills(self) -> list[str]:
        codes = list(dict.fromkeys(self.cleaned_data["drills"].replace("，", " ").replace("、", " ").split()))
        known = set(
            Question.objects.filter(code__in=codes, type=QuestionType.DRILL).values_list("code", flat=True)
        )  # fmt: skip
        missing = [code for code in codes if code not in known]
        if missing:
            raise forms.ValidationError(_("没有这些演练：%(codes)s。"), params={"codes": listed(missing)})
        return codes

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not self.errors and not cleaned["blueprints"] and not cleaned["rounds"]:
            self.add_error("blueprints", _("请选至少一份组卷蓝图或一个场次：哪些考试算数。"))
        return cleaned

    @property
    def chosen_values(self) -> dict[str, set[str]]:
        """Return what is ticked in each list, as text."""
        return {name: {str(one) for one in self[name].value() or ()} for name in ("blueprints", "areas", "books")} | {
            "rounds": {str(getattr(one, "pk", one)) for one in self["rounds"].value() or ()}
        }

    def _choices(self, name: str) -> list[tuple[object, object]]:
        field = self.fields[name]
        if isinstance(field, forms.ModelMultipleChoiceField):
            assert field.queryset is not None
            return [(one.pk, one) for one in field.queryset]
        assert isinstance(field, forms.MultipleChoiceField)
        return [(value, label) for value, label in cast("list[tuple[str, str]]", field.choices)]

    @property
    def lists(self) -> list[tuple[str, str, list[tuple[str, str, bool]], str]]:
        """Return the lists to tick: name, label, choices with whether they are ticked, what is wrong."""
        chosen = self.chosen_values
        return [
            (
                name,
                str(self.fields[name].label),
                [(str(value), str(label), str(value) in chosen[name]) for value, label in self._choices(name)],
                "".join(str(one) for one in self.errors.get(name, ())),
            )
            for name in ("blueprints", "rounds", "areas", "books")
        ]


def _books() -> list[tuple[str, str]]:
    try:
        return [(code, book.name) for code, book in api.current_edition().books.items()]
    except api.NoEditionError:
        return []
