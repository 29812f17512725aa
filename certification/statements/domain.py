"""What a learning record store is told: statements of xAPI 1.0.3 (github.com/adlnet/xAPI-Spec). Pure.

People are named by their staff number as an account of this site, never by name or address.
"""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

VERSION: Final = "1.0.3"
_SPACE: Final = uuid.UUID("6d1e9a0e-5c0b-4c38-9d5f-2f1a3f0b7c11")
_ADL: Final = "http://adlnet.gov/expapi"
_PASSED: Final = (f"{_ADL}/verbs/passed", "passed", "通过")
_FAILED: Final = (f"{_ADL}/verbs/failed", "failed", "未通过")
_EARNED: Final = ("http://id.tincanapi.com/verb/earned", "earned", "获得")


@dataclass(frozen=True, slots=True)
class Sat:
    """A handed-in paper as its marks stand, in points. `last_mark`, `at`: the newest of its marks, and when."""

    attempt: uuid.UUID
    staff_number: str
    title: str
    activity: str
    last_mark: int
    at: datetime
    points: float
    out_of: float
    passed: bool
    seconds: int


@dataclass(frozen=True, slots=True)
class Earned:
    """A certificate that was issued."""

    number: str
    staff_number: str
    title: str
    at: datetime


def statement_of_attempt(sat: Sat, site: str) -> dict[str, Any]:
    """Return the statement that somebody passed or failed. A further mark of the same paper makes another statement.

    Args:
        sat: what they sat.
        site: the site's address, with its last slash.
    """
    scaled = round(sat.points / sat.out_of, 4) if sat.out_of else 0.0
    result = {
        "score": {"scaled": scaled, "raw": sat.points, "min": 0, "max": sat.out_of}, "success": sat.passed,
        "completion": True, "duration": f"PT{sat.seconds}S",
    }  # fmt: skip
    told = _statement(
        f"attempt {sat.attempt} {sat.last_mark}", sat.staff_number, _PASSED if sat.passed else _FAILED,
        _activity(f"{site}xapi/{sat.activity}", sat.title, f"{_ADL}/activities/assessment"), sat.at, site,
    )  # fmt: skip
    return {**told, "result": result, "context": {"registration": str(sat.attempt), "language": "zh-CN"}}


def statement_of_certificate(earned: Earned, site: str) -> dict[str, Any]:
    """Return the statement that somebody was certified."""
    object_ = _activity(f"{site}verify/{earned.number}/", earned.title, "http://activitystrea.ms/schema/1.0/badge")
    return _statement(f"certificate {earned.number}", earned.staff_number, _EARNED, object_, earned.at, site)


def _statement(
    key: str, staff_number: str, verb: tuple[str, str, str], object_: Mapping[str, Any], at: datetime, site: str
) -> dict[str, Any]:
    address, english, chinese = verb
    return {
        "id": str(uuid.uuid5(_SPACE, key)), "version": VERSION, "timestamp": at.isoformat(),
        "actor": {"objectType": "Agent", "account": {"homePage": site, "name": staff_number}},
        "verb": {"id": address, "display": {"en-US": english, "zh-CN": chinese}}, "object": dict(object_),
    }  # fmt: skip


def _activity(address: str, name: str, kind: str) -> dict[str, Any]:
    return {"objectType": "Activity", "id": address, "definition": {"type": kind, "name": {"zh-CN": name}}}
