"""Why the program will not do what was asked. Pure: a code with parameters, no wording and no Django.

The slice that raises a refusal keeps its wording (see `certification.core.wording`).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Refusal:
    """A reason to say no.

    Attributes:
        code: `slice.reason`, for example `attempt.over`.
        params: what the wording fills in; plain values.
    """

    code: str
    params: Mapping[str, object] = field(default_factory=dict)


class RefusedError(Exception):
    """A service refused; nothing was written."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(refusal.code)
        self.refusal = refusal


def insist(refusal: Refusal | None) -> None:
    """Go on if there is no reason to refuse.

    Raises:
        RefusedError: there is one.
    """
    if refusal is not None:
        raise RefusedError(refusal)
