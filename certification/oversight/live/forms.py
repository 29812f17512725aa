"""What the forms of the live page send, and what they show again where it cannot be taken."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass

from certification.core.refusals import Refusal
from certification.oversight.live.domain import MoreTime, read_more_time
from certification.oversight.live.extending import Scope
from certification.oversight.live.wording import CAUSE_NAMES
from certification.rounds.domain import LONGEST_ANNOUNCEMENT, AllowanceCause

FACTORS = (100, 110, 125, 150, 200, 300)


@dataclass(frozen=True, slots=True)
class Forms:
    """The two forms as they are shown: filled with what was sent, else fresh; `token` names what comes of them."""

    token: uuid.UUID
    minutes: str = ""
    factor: str = "100"
    cause: str = ""
    scope: str = Scope.SITTING
    text: str = ""
    refusal: str = ""
    refused: str = ""

    @property
    def factors(self) -> list[tuple[str, bool]]:
        return [(str(one), str(one) == self.factor) for one in FACTORS]

    @property
    def causes(self) -> list[tuple[str, str, bool]]:
        return [(key, str(name), key == self.cause) for key, name in CAUSE_NAMES.items()]

    @property
    def longest(self) -> int:
        return LONGEST_ANNOUNCEMENT


def token_in(sent: Mapping[str, str]) -> uuid.UUID:
    """Return the name of the form, a new one where it has none."""
    try:
        return uuid.UUID(sent.get("token", ""))
    except ValueError:
        return uuid.uuid4()


def forms_again(sent: Mapping[str, str], *, refused: str = "", refusal: str = "") -> Forms:
    """Return the forms with what was sent; `refused` says which of them the refusal belongs to."""
    fresh = Forms(token_in(sent))
    return Forms(
        token=fresh.token,
        minutes=sent.get("minutes", fresh.minutes),
        factor=sent.get("factor", fresh.factor),
        cause=sent.get("cause", fresh.cause),
        scope=sent.get("scope", fresh.scope),
        text=sent.get("text", fresh.text),
        refusal=refusal,
        refused=refused,
    )


def read_grant(sent: Mapping[str, str]) -> tuple[MoreTime, AllowanceCause] | Refusal:
    """Return what the form grants, or what is wrong with it."""
    more = read_more_time(sent.get("minutes", ""), sent.get("factor", "100"))
    if more is None:
        return Refusal("live.bad-time")
    if sent.get("cause") not in set(AllowanceCause):
        return Refusal("live.bad-cause")
    return more, AllowanceCause(sent["cause"])


def read_scope(sent: Mapping[str, str]) -> Scope:
    """Return who is meant by all; whoever sits unless the form says otherwise."""
    return Scope.NOT_HANDED_IN if sent.get("scope") == Scope.NOT_HANDED_IN else Scope.SITTING
