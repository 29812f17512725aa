"""A certificate as its holder and a verifier see it."""

from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise

from cases import api
from certification.credentials.domain import RevokeReason, Standing, Status
from certification.credentials.faces import (
    ChangedRule,
    check_of,
    edition_label,
    holder_name,
    iso_day,
    last_day,
    named_rules,
)
from certification.credentials.models import Certificate
from certification.credentials.spelling import shown_name
from certification.credentials.wording import REASON_NAMES, STATUS_NAMES, STATUS_TONES
from certification.grading.domain import points_text


@dataclass(frozen=True, slots=True)
class StateView:
    """How a certificate stands, in words."""

    status: Status
    name: str | Promise
    tone: str
    due: datetime | None
    revoked_at: datetime | None
    reason: str | Promise
    rules: tuple[ChangedRule, ...]


def state_view(at: Standing) -> StateView:
    """Return the words for how a certificate stands."""
    reason = REASON_NAMES[RevokeReason(at.reason)] if at.reason else ""
    rules = tuple(named_rules(at.changed)) if at.changed else ()
    return StateView(
        at.status, STATUS_NAMES[at.status], STATUS_TONES[at.status], at.due_at, at.revoked_at, reason, rules
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Verified:
    """What a verifier sees: what the holder allows and nothing else of the person."""

    number: str
    name: str
    title: str
    issuer: str
    issued: str
    until: str
    points: str
    edition: str
    current: str
    check: str
    state: StateView


def verified(certificate: Certificate, now: datetime) -> Verified:
    """Return what the public page says of a certificate as of now."""
    at, shown = certificate.standing_at(now), certificate.shown
    marks = f"{points_text(certificate.points)} / {points_text(certificate.out_of)}"
    return Verified(
        number=certificate.number,
        name=shown_name(holder_name(certificate.person), shown.how),
        title=certificate.title,
        issuer=certificate.issuer,
        issued=iso_day(certificate.issued_at),
        until=last_day(certificate),
        points=marks if shown.marks else "",
        edition=edition_label(at.edition),
        current=_other_edition(at.edition),
        check=check_of(certificate),
        state=state_view(at),
    )


def _other_edition(edition: str) -> str:
    """Return what the edition in force is called where it is another one."""
    try:
        current = api.current_edition()
    except api.NoEditionError:
        return ""
    return "" if current.id == edition else current.label


def public_address(request: HttpRequest, number: str) -> str:
    """Return where anybody verifies a certificate."""
    return request.build_absolute_uri(reverse("sitting:verify-certificate", args=[number]))
