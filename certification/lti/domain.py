"""What a platform says in a launch, read with distrust; where a link leads; what a score is. Pure.

Sources: 1EdTech, LTI Core 1.3; Deep Linking 2.0; Assignment and Grade Services 2.0.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Any, Final
from urllib.parse import urlsplit

from certification.core.refusals import Refusal

_CLAIM: Final = "https://purl.imsglobal.org/spec/lti/claim/"
AGS: Final = "https://purl.imsglobal.org/spec/lti-ags/claim/endpoint"
DEEP_LINKING: Final = "https://purl.imsglobal.org/spec/lti-dl/claim/deep_linking_settings"
SCORE_SCOPE: Final = "https://purl.imsglobal.org/spec/lti-ags/scope/score"
#: The custom parameter of a link that says what it leads to.
CUSTOM: Final = "mingduan"
#: How long a launch may take from its first step to its last.
LASTS: Final = timedelta(minutes=10)
#: A score that a platform would not take for so long is given up, in sight of the managers.
GIVEN_UP_AFTER: Final = timedelta(days=14)
LONGEST_NAME: Final = 60
LONGEST_ADDRESS: Final = 1000
LONGEST_ID: Final = 255
LONGEST_STAFF_NUMBER: Final = 20
LONGEST_PERSON_NAME: Final = 40
_LOOPBACK: Final = frozenset({"localhost", "127.0.0.1", "::1"})
_TEACHING: Final = frozenset({
    "Instructor", "Administrator", "ContentDeveloper", "Faculty", "Staff", "SysAdmin",
})  # fmt: skip


class PersonClaim(StrEnum):
    """What of a launch names a person here at their first visit."""

    SOURCED_ID = "sourcedid"
    EMAIL = "email"
    STAFF_NUMBER = "staff-number"


class TargetKind(StrEnum):
    """What a link may lead to."""

    ROUND = "round"
    ASSIGNMENT = "assignment"
    DRILL = "drill"


@dataclass(frozen=True, slots=True)
class Target:
    """Where a link leads: a round's or an assignment's id, a drill's code."""

    kind: TargetKind
    key: str

    def __str__(self) -> str:
        return f"{self.kind}:{self.key}"


def read_target(text: object) -> Target | None:
    """Return what a custom parameter says; None where it says nothing that is known."""
    kind, _colon, key = plain(str(text or "")).partition(":")
    return Target(TargetKind(kind), key) if kind in list(TargetKind) and key and len(key) <= LONGEST_ID else None


def plain(text: str) -> str:
    """Return text without control characters and halves of characters, which no database takes."""
    return "".join(one for one in text if one >= " " and one != "\x7f" and not "\ud800" <= one <= "\udfff")


def part(claims: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    """Return a claim that should be an object; an empty one where it is anything else."""
    found = claims.get(name)
    return found if isinstance(found, Mapping) else {}


def word(claims: Mapping[str, Any], name: str) -> str:
    """Return a claim that should be text, without blanks around; "" where it is anything else."""
    found = claims.get(name)
    return plain(found).strip() if isinstance(found, str) else ""


@dataclass(frozen=True, slots=True)
class Service:
    """Where scores of a link go: its own line item, the address of all, what the platform allows."""

    lineitem: str = ""
    lineitems: str = ""
    scopes: tuple[str, ...] = ()

    @property
    def takes_scores(self) -> bool:
        return SCORE_SCOPE in self.scopes and bool(self.lineitem or self.lineitems)


@dataclass(frozen=True, slots=True)
class Message:
    """A launch, after the platform's signature was checked.

    Attributes:
        sub: who it is there.
        deployment: of which deployment.
        is_teacher: whether the platform calls them a teacher or administrator. It raises no right here.
        resource: the id of the link; "" in deep linking.
        title: the link's.
        target: what the link was made for.
        service: where its scores go.
        claims: everything that was said.
    """

    sub: str
    deployment: str
    is_teacher: bool
    resource: str
    title: str
    target: Target | None
    service: Service
    claims: Mapping[str, Any]


def read_message(claims: Mapping[str, Any]) -> Message:
    """Return what the claims of a verified token say."""
    link, endpoint = part(claims, f"{_CLAIM}resource_link"), part(claims, AGS)
    scopes = endpoint.get("scope")
    service = Service(
        word(endpoint, "lineitem"), word(endpoint, "lineitems"),
        tuple(plain(str(one)) for one in scopes) if isinstance(scopes, list) else (),
    )  # fmt: skip
    custom = part(claims, f"{_CLAIM}custom")
    return Message(
        word(claims, "sub"), word(claims, f"{_CLAIM}deployment_id"), is_teacher(claims.get(f"{_CLAIM}roles")),
        word(link, "id"), word(link, "title"), read_target(custom.get(CUSTOM)), service, claims,
    )  # fmt: skip


def is_teacher(roles: object) -> bool:
    """Say whether the roles of a launch are a teacher's: those in the course where any are named, else any.

    Source: LTI Core 1.3, appendix A.2.
    """
    named = [one for one in roles if isinstance(one, str)] if isinstance(roles, Sequence) else []
    in_course = [one for one in named if "/membership" in one or "/" not in one]
    return any(one.rpartition("#")[2] in _TEACHING for one in in_course or named)


def named_by(message: Message, claim: PersonClaim) -> str:
    """Return what names a person at their first visit; "" where the platform does not tell."""
    if claim is PersonClaim.EMAIL:
        return word(message.claims, "email")
    if claim is PersonClaim.STAFF_NUMBER:
        return word(part(message.claims, f"{_CLAIM}custom"), "staff_number")
    return word(part(message.claims, f"{_CLAIM}lis"), "person_sourcedid")


def name_of(message: Message) -> str:
    """Return what the platform calls the person; "" where it does not tell."""
    parts = word(message.claims, "family_name"), word(message.claims, "given_name")
    return (word(message.claims, "name") or "".join(parts))[:LONGEST_PERSON_NAME]


def why_not_address(address: str, *, local_is_fine: bool) -> Refusal | None:
    """Say why nothing is sent to an address: https alone, and http to this machine where that is fine."""
    try:
        split = urlsplit(address)
        host, _port = split.hostname or "", split.port
    except ValueError:  # brackets without an address, a port that is none
        return Refusal("lti.address")
    is_local = local_is_fine and split.scheme == "http" and host in _LOOPBACK
    if not host or "@" in split.netloc or not (split.scheme == "https" or is_local) or len(address) > LONGEST_ADDRESS:
        return Refusal("lti.address")
    return None


def origin_of(address: str) -> str:
    """Return scheme, host and port of an address."""
    split = urlsplit(address)
    return f"{split.scheme}://{split.netloc}"


def stamp(now: datetime, before: datetime | None) -> datetime:
    """Return the time that a score bears: now, and always later than the one before it, to the millisecond."""
    return now if before is None else max(now, before + timedelta(milliseconds=1))


def written(at: datetime) -> str:
    """Return a time as a platform reads it: ISO 8601 with milliseconds (AGS 2.0, 3.4.7)."""
    return at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
