"""The little corpus in force, and ways to give it a check-up."""

from collections.abc import Callable
from datetime import timedelta
from itertools import count

import pytest

from cases.api import Edition, Finding, Report, begin_verification, finish_verification
from certification.publishing.checkup.result import CheckupResult
from certification.publishing.checkup.services import request_checkup
from tests.factories import NOON
from tests.factories.rulebook import LATE_BY_OLD_COUNT, store_rulebook

CONFLICT = Finding(
    "conflict",
    "law+taobao",
    "verdict",
    ("7D-RIGHT-01", "7D-EXCL-01"),
    "7D-RIGHT-01（七天无理由退货）与 7D-EXCL-01 同时适用。",
    LATE_BY_OLD_COUNT,
    ("买家主张七天无理由", "商品是定作的"),
)
MEANT = Finding("gap", "law", "verdict", (), "“处理”没有规则适用。", LATE_BY_OLD_COUNT, ("没有主张",), "留给双方协商")
UNMEANT = Finding("gap", "law+taobao", "in_time", (), "“七天期限”没有规则适用。")
DEAD = Finding("dead", "law", "verdict", ("GONE-01",), "GONE-01 从来轮不到。", reason="总被 7D-RIGHT-01 盖过")
TIMEOUT = Finding("timeout", "law", "verdict", (), "未能判定：是否还有冲突。")


@pytest.fixture
def edition(db) -> Edition:
    return store_rulebook()


@pytest.fixture
def found(edition) -> Callable[..., None]:
    """Give the edition a check-up that found this."""

    minutes = count()

    def find(**lists: tuple[Finding, ...]) -> None:
        now = NOON + timedelta(minutes=next(minutes))
        untested = lists.pop("untested", ())
        run = request_checkup(edition.id, actor_id=None, now=now)
        begin_verification(run.id, now=now)
        result = CheckupResult(Report(edition.id, **lists, checked=1234, seconds=3.21), untested, 7)
        finish_verification(run.id, result.to_json(), now=now)

    return find
