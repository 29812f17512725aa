"""The addresses of one attempt, which every page of an exam names: worked out once, for any attempt."""

import uuid
from functools import cache
from typing import NamedTuple

from django.urls import reverse

_ANY = uuid.UUID(int=0)


class Addresses(NamedTuple):
    """Where things of an attempt are; `questions` is to be followed by a number and a slash."""

    attempt: str
    questions: str
    hand_in: str
    ping: str
    focus: str
    pulse: str


def addresses_of(attempt_id: uuid.UUID) -> Addresses:
    return Addresses(*(one.replace(str(_ANY), str(attempt_id)) for one in _of_any()))


@cache
def _of_any() -> Addresses:
    return Addresses(
        attempt=reverse("sitting:attempt", args=(_ANY,)),
        questions=reverse("sitting:question", args=(_ANY, 1)).removesuffix("1/"),
        hand_in=reverse("sitting:hand-in", args=(_ANY,)),
        ping=reverse("sitting:ping", args=(_ANY,)),
        focus=reverse("sitting:focus", args=(_ANY,)),
        pulse=reverse("sitting:pulse"),
    )
