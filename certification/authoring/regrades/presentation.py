"""Regrades in words: what was chosen, who gains and loses by it, what was done."""

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from cases import api
from certification.attempts.domain import AttemptKind
from certification.attempts.models import Attempt
from certification.authoring.regrades.choosing import Chosen
from certification.bank.models import Derivation, QuestionVersion
from certification.core.punctuation import commas, labelled, listed
from certification.grading.domain import Cause, Policy, points_text
from certification.grading.mending import REGRADED, corrections_of
from certification.grading.models import Regrade
from certification.grading.regrading import AttemptChange, Correction, Preview
from certification.grading.wording import CAUSE_HINTS, CAUSE_NAMES, POLICY_HINTS, POLICY_NAMES
from certification.people.models import User
from certification.rounds.models import Round


@dataclass(frozen=True, slots=True)
class Pick:
    """Something that may be picked."""

    value: str
    label: str
    hint: str = ""
    is_chosen: bool = False


@dataclass(frozen=True, slots=True)
class OptionPick:
    """An option of the question, in the order of the bank."""

    index: int
    label: str
    text: str
    is_key: bool
    is_in_key: bool
    is_void: bool


@dataclass(frozen=True, slots=True)
class NewForm:
    """What the form of a new regrade shows."""

    causes: tuple[Pick, ...]
    policies: tuple[Pick, ...]
    editions: tuple[Pick, ...]
    sinces: tuple[Pick, ...]
    rounds: tuple[Pick, ...]
    versions: tuple[Pick, ...] = ()
    options: tuple[OptionPick, ...] = ()


@dataclass(frozen=True, slots=True)
class PersonRow:
    """One attempt that changes, or would under another policy."""

    who: str
    cohort: str
    paper: str
    before: str
    after: str
    gain: str
    tone: str
    crossing: str


@dataclass(frozen=True, slots=True)
class PolicyRow:
    """What one policy would come to, beside the others."""

    name: str
    hint: str
    gaining: int
    losing: int
    now_pass: int
    now_fail: int
    url: str
    is_chosen: bool


def new_form(params: QueryDict, chosen: Chosen | None) -> NewForm:
    """Return the form, filled with what the address says so far."""
    known = _editions()
    policy = params.get("policy") or Policy.NEVER_LOWER
    marked = set(Attempt.objects.filter(kind__in=REGRADED).values_list("edition", flat=True).distinct().order_by())
    return NewForm(
        causes=tuple(
            Pick(cause, str(CAUSE_NAMES[cause]), str(hint), params.get("cause") == cause)
            for cause, hint in CAUSE_HINTS.items()
        ),
        policies=tuple(Pick(one, str(POLICY_NAMES[one]), str(POLICY_HINTS[one]), policy == one) for one in Policy),
        editions=_picks(known, params.get("edition", "")),
        sinces=_picks({name: label for name, label in known.items() if name in marked}, params.get("since", "")),
        rounds=tuple(
            Pick(str(one.pk), one.title, is_chosen=params.get("round") == str(one.pk))
            for one in Round.objects.filter(attempts__isnull=False).distinct()
        ),
        versions=_versions(chosen) if chosen else (),
        options=_options(params, chosen) if chosen else (),
    )


def _picks(labels: Mapping[str, str], value: str) -> tuple[Pick, ...]:
    return tuple(Pick(name, label, is_chosen=name == value) for name, label in labels.items())


def _editions() -> dict[str, str]:
    names = Derivation.objects.values_list("edition", flat=True).distinct().order_by()
    return {name: api.load_edition(name).label for name in sorted(names)}


def _versions(chosen: Chosen) -> tuple[Pick, ...]:
    return tuple(
        Pick(str(one.pk), _("第 %(n)d 版") % {"n": one.number}, is_chosen=one == chosen.version)
        for one in chosen.versions
    )


def _options(params: QueryDict, chosen: Chosen) -> tuple[OptionPick, ...]:
    content = chosen.version.read
    picked = params.getlist("key") or [str(index) for index in chosen.derivation.key]
    return tuple(
        OptionPick(
            index,
            content.labels[index],
            option.text,
            index in chosen.derivation.key,
            str(index) in picked,
            str(index) in params.getlist("void"),
        )
        for index, option in enumerate(content.options)
    )


def person_rows(seen: Preview) -> list[PersonRow]:
    """Return the attempts whose marks change: who loses first, then who crosses the pass mark, then the others."""
    changed = [one for one in seen.attempts if one.remarks]
    people = User.objects.select_related("cohort").in_bulk([uuid.UUID(one.person) for one in changed])
    attempts = Attempt.objects.select_related("round").in_bulk([uuid.UUID(one.attempt) for one in changed])
    changed.sort(key=lambda one: (one.gain >= 0, not (one.now_passes or one.now_fails), -one.gain))
    return [_person_row(one, people[uuid.UUID(one.person)], attempts[uuid.UUID(one.attempt)]) for one in changed]


def _person_row(one: AttemptChange, person: User, attempt: Attempt) -> PersonRow:
    crossing = _("变为合格") if one.now_passes else _("变为不合格") if one.now_fails else ""
    sign = "+" if one.gain >= 0 else "−"
    return PersonRow(
        who=person.display_name,
        cohort=str(person.cohort or ""),
        paper=_paper(attempt),
        before=points_text(one.before.points),
        after=points_text(one.after.points),
        gain=f"{sign}{points_text(abs(one.gain))}",
        tone="good" if one.gain > 0 else "seal" if one.gain < 0 else "",
        crossing=crossing,
    )


def _paper(attempt: Attempt) -> str:
    if attempt.kind == AttemptKind.EXAM and attempt.round:
        return attempt.round.title
    return _("模拟卷 第 %(n)d 份") % {"n": attempt.number}


def policy_rows(found: Mapping[Policy, Preview], params: QueryDict) -> list[PolicyRow]:
    """Return what each policy would come to."""
    rows = []
    for policy, seen in found.items():
        query = params.copy()
        query["policy"] = policy
        rows.append(
            PolicyRow(
                name=str(POLICY_NAMES[policy]),
                hint=str(POLICY_HINTS[policy]),
                gaining=len(seen.gaining),
                losing=len(seen.losing),
                now_pass=sum(one.now_passes for one in seen.attempts),
                now_fail=sum(one.now_fails for one in seen.attempts),
                url=f"{reverse('authoring:regrade-preview')}?{query.urlencode()}",
                is_chosen=params.get("policy") == policy,
            )
        )
    return rows


def said_corrections(cause: str, corrections: Iterable[Correction], edition: str) -> list[str]:
    """Return what was or would be corrected, a sentence each."""
    named = list(corrections)
    versions = QuestionVersion.objects.select_related("question").in_bulk([uuid.UUID(one.version) for one in named])
    said = [_said(one, versions[uuid.UUID(one.version)]) for one in named]
    if cause == Cause.NEW_EDITION:
        return [_("按规则库 %(label)s") % {"label": api.load_edition(edition).label}, *said]
    return said


def _said(one: Correction, version: QuestionVersion) -> str:
    labels = version.read.labels
    code = version.question.code
    if one.is_void:
        return _("%(code)s：整题作废") % {"code": code}
    parts = []
    if one.key is not None:
        parts.append(_("答案改为 %(key)s") % {"key": listed(labels[index] for index in one.key)})
    if one.void_options:
        parts.append(_("选项 %(void)s 作废") % {"void": listed(labels[index] for index in one.void_options)})
    return labelled(code, commas(parts))


@dataclass(frozen=True, slots=True)
class DoneRow:
    """One regrade that was applied."""

    url: str
    regrade: Regrade
    cause: str
    policy: str
    said: list[str]
    marks: int
    who: str


def done_row(regrade: Regrade, *, marks: int, who: str) -> DoneRow:
    """Return an applied regrade in words."""
    return DoneRow(
        url=reverse("authoring:regrade", args=[regrade.pk]),
        regrade=regrade,
        cause=str(CAUSE_NAMES[regrade.cause]),
        policy=str(POLICY_NAMES[regrade.policy]),
        said=said_corrections(regrade.cause, corrections_of(regrade), regrade.edition) or [regrade.reason],
        marks=marks,
        who=who,
    )
