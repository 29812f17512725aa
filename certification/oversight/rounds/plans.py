"""The form of a round: from what somebody fills in to a plan, and from a plan to what the form shows."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Final

from django.forms import (
    BooleanField,
    CharField,
    ChoiceField,
    DateTimeField,
    DateTimeInput,
    Form,
    IntegerField,
    ModelMultipleChoiceField,
    NumberInput,
    Select,
    TextInput,
    TypedChoiceField,
)
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from certification.core.refusals import Refusal
from certification.core.wording import refusal_text
from certification.oversight.rounds.wording import (
    FORM_HINTS,
    FORM_NAMES,
    NAVIGATION_HINTS,
    NAVIGATION_NAMES,
    REVIEW_HINTS,
    REVIEW_NAMES,
)
from certification.papers.models import BlueprintVersion
from certification.papers.services import blueprint_of
from certification.people.models import Cohort
from certification.rounds.domain import DEFAULT_GRACE_SECONDS, LONGEST_TITLE, Forms, Navigation, Plan, Review
from certification.rounds.models import Round
from certification.rounds.wording import FIELD_NAMES, REFUSALS

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

MINUTE: Final = 60
MOMENT: Final = "%Y-%m-%dT%H:%M"
#: The field that a refusal is shown at.
FIELD_OF: Final = {
    "rounds.title-missing": "title",
    "rounds.unknown-blueprint": "blueprint",
    "rounds.window-backwards": "closes_at",
    "rounds.window-past": "closes_at",
    "rounds.nobody-full-time": "closes_at",
    "rounds.form-count": "form_count",
}


def newest_blueprints() -> list[BlueprintVersion]:
    """Return the newest version of each blueprint."""
    newest: dict[str, BlueprintVersion] = {}
    for version in BlueprintVersion.objects.order_by("name", "number"):
        newest[version.name] = version
    return list(newest.values())


def blueprint_label(version: BlueprintVersion) -> str:
    """Return what a blueprint is called, with how much it asks."""
    blueprint = blueprint_of(version)
    named = {"title": version.title, "size": blueprint.size, "minutes": blueprint.minutes}
    return gettext("%(title)s（%(size)d 题，%(minutes)d 分钟）") % named


@dataclass(frozen=True, slots=True)
class Pick:
    """One way to go, with what it means."""

    value: str
    label: str
    hint: str
    is_chosen: bool


def _moment(label: "StrOrPromise") -> DateTimeField:
    return DateTimeField(
        label=label,
        widget=DateTimeInput(format=MOMENT, attrs={"type": "datetime-local", "class": "input"}),
        error_messages={"invalid": _("请填日期和时间。"), "required": _("请填日期和时间。")},
    )


def _number(label: "StrOrPromise", initial: int, hint: "StrOrPromise" = "") -> IntegerField:
    return IntegerField(
        label=label,
        initial=initial,
        help_text=hint,
        min_value=0,
        widget=NumberInput(attrs={"class": "input", "inputmode": "numeric"}),
        error_messages={
            "invalid": _("请填整数。"),
            "required": _("请填一个数。"),
            "min_value": _("不能小于 %(limit_value)s。"),
        },
    )


class PlanForm(Form):
    """What the maker of a round decides."""

    title = CharField(
        label=_("名称"),
        max_length=LONGEST_TITLE,
        widget=TextInput(attrs={"class": "input", "autocomplete": "off"}),
        error_messages={"required": _("请写一个名称。")},
    )
    blueprint = TypedChoiceField(
        label=pgettext_lazy("singular", "组卷蓝图"), coerce=uuid.UUID, widget=Select(attrs={"class": "input"}),
        error_messages={"required": _("请选一份组卷蓝图。"), "invalid_choice": _("没有这份组卷蓝图，请重选。")},
    )  # fmt: skip
    opens_at = _moment(pgettext_lazy("time", "开始"))
    closes_at = _moment(_("截止"))
    minutes = _number(_("时长（分钟）"), 45, _("从各人点“开始”算起，服务器计时。"))
    check_in_minutes = _number(_("提前签到（分钟）"), 15, _("开考前这么久开放签到和等候页。"))
    attempts_allowed = _number(_("可考次数"), 1, _("多次的话，交了的里面最好的一次算数。"))
    grace_minutes = _number(
        _("断网补传宽限（分钟）"),
        DEFAULT_GRACE_SECONDS // MINUTE,
        _("时间内答的、断网没传上来的，到点以后这么久以内传到仍然算数。"),
    )
    cut_at_close = BooleanField(
        label=_("到截止时间一律收卷"),
        required=False,
        help_text=_("不勾：截止前开始的人都能考满时长。勾上：到点收卷，开始晚的人时间就少；有加时的人顺延加时。"),
    )
    forms = ChoiceField(label=pgettext_lazy("singular", "试卷"), choices=FORM_NAMES, initial=Forms.PERSONAL)
    form_count = _number(_("平行卷套数"), 2, _("只在选“几套平行卷”时有用。"))
    navigation = ChoiceField(label=_("答题次序"), choices=NAVIGATION_NAMES, initial=Navigation.FREE)
    review = ChoiceField(label=_("成绩和答案什么时候开放"), choices=REVIEW_NAMES, initial=Review.AFTER_CLOSE)
    closes_corpus = BooleanField(
        label=_("考试中关闭规则库和试一案"),
        required=False,
        initial=True,
        help_text=_("正在作答的人打不开规则库、试一案、练习、模考和以前的裁决书。"),
    )
    credits_downtime = BooleanField(
        label=_("服务器中断的时间补回"),
        required=False,
        initial=True,
        help_text=_("服务器停了多久，正在作答的人就多给多久，记入日志。"),
    )
    cohorts = ModelMultipleChoiceField(queryset=Cohort.objects.all(), required=False, label=_("班组"))

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        versions = [(str(one.pk), blueprint_label(one)) for one in newest_blueprints()]
        blueprint = self.fields["blueprint"]
        assert isinstance(blueprint, TypedChoiceField)
        blueprint.choices = versions

    @property
    def form_picks(self) -> list[Pick]:
        return self._picks("forms", FORM_NAMES, FORM_HINTS)

    @property
    def navigation_picks(self) -> list[Pick]:
        return self._picks("navigation", NAVIGATION_NAMES, NAVIGATION_HINTS)

    @property
    def review_picks(self) -> list[Pick]:
        return self._picks("review", REVIEW_NAMES, REVIEW_HINTS)

    @property
    def chosen_cohorts(self) -> set[str]:
        return {str(one) for one in self["cohorts"].value() or ()}

    def _picks(self, name: str, names: Mapping[Any, Promise], hints: Mapping[Any, Promise]) -> list[Pick]:
        chosen = self[name].value()
        return [Pick(value, str(label), str(hints[value]), value == chosen) for value, label in names.items()]

    def plan(self) -> Plan:
        """Return the plan that a valid form makes."""
        given = dict(self.cleaned_data)
        given.pop("cohorts")
        given["grace_seconds"] = given.pop("grace_minutes") * MINUTE
        kinds = {"forms": Forms, "navigation": Navigation, "review": Review}
        return Plan(**{**given, **{name: kind(given[name]) for name, kind in kinds.items()}})

    def refuse(self, refusal: Refusal) -> None:
        """Show a refusal at the field that it is about."""
        params = dict(refusal.params)
        field = FIELD_OF.get(refusal.code)
        if "field" in params:
            field = "grace_minutes" if params["field"] == "grace_seconds" else str(params["field"])
            params["field"] = FIELD_NAMES[str(params["field"])]
        self.add_error(field, refusal_text(replace(refusal, params=params), REFUSALS))


def first_plan(now: datetime) -> dict[str, Any]:
    """Return what an empty form suggests: two hours tomorrow morning, the first blueprint with its time."""
    morning = timezone.localtime(now + timedelta(days=1)).replace(hour=9, minute=30, second=0, microsecond=0)
    suggested = {"opens_at": morning, "closes_at": morning + timedelta(hours=2)}
    newest = newest_blueprints()
    return {**suggested, "minutes": blueprint_of(newest[0]).minutes} if newest else suggested


def plan_of(held: Round) -> dict[str, Any]:
    """Return what the form of a round shows."""
    named = {name: getattr(held, name) for name in PlanForm.base_fields if hasattr(held, name)}
    version = next((one for one in newest_blueprints() if one.name == held.blueprint.name), held.blueprint)
    return {**named, "blueprint": str(version.pk), "grace_minutes": held.grace_seconds // MINUTE}
