"""What the read API answers with. Its documentation, `docs/reference/openapi.json`, is made of these classes."""

import uuid
from datetime import datetime
from typing import Literal

from ninja import Field, Schema


class Result(Schema):
    """A handed-in paper as its marks stand now, regrades and appeals included."""

    attempt: uuid.UUID
    staff_number: str
    kind: Literal["exam", "mock"]
    round: str | None = Field(description="场次的名称；模考没有场次")
    edition: str = Field(description="按哪个版本的规则库评分")
    started_at: datetime
    handed_in_at: datetime
    points: float = Field(description="得分，单位：分")
    out_of: float = Field(description="满分，单位：分")
    pass_points: float = Field(description="及格线，单位：分")
    passed: bool
    passed_at_hand_in: bool = Field(description="交卷当时的得分是否及格；与 passed 不同，就是后来重新评过分")


class AreaMastery(Schema):
    """How somebody stands in one competency area."""

    area: str
    name: str
    level: Literal["unknown", "behind", "close", "mastered"] = Field(description="unknown 是不足以判断，不是不会")
    mean: float | None = Field(description="判对的期望概率，0–1")
    low: float | None = Field(description="90% 区间的下端")
    high: float | None = Field(description="90% 区间的上端")
    observations: int = Field(description="依据多少次作答")
    last_at: datetime | None


class Mastery(Schema):
    """One person's standing in every area."""

    staff_number: str
    areas: list[AreaMastery]


class Certificate(Schema):
    """A certificate, and whether it holds now."""

    number: str
    staff_number: str
    title: str
    issued_at: datetime
    valid_until: datetime
    status: Literal["valid", "due", "suspended", "replaced", "withheld", "expired", "revoked"]
    holds: bool = Field(description="现在能不能凭它上岗")
    points: float
    out_of: float


class Page(Schema):
    """What all lists have in common."""

    next: int | None = Field(description="下一页的 offset；没有下一页时为 null")


class Results(Page):
    """A page of results, oldest first: `since` with the last `handed_in_at` fetches what is new."""

    items: list[Result]


class MasteryPage(Page):
    """A page of people, by staff number."""

    items: list[Mastery]


class Certificates(Page):
    """A page of certificates, oldest first."""

    items: list[Certificate]


class Problem(Schema):
    """Why there is no answer."""

    error: str
    message: str
