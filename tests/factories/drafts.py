"""A draft edition over the little corpus of the bank, its check, and a solver that finds what a test tells it."""

import json
from collections.abc import Callable
from datetime import timedelta

import pytest

from cases import api
from certification.people.models import User
from certification.publishing.drafts.checking import run_check
from certification.publishing.drafts.models import DraftEdition, DraftRule
from certification.publishing.drafts.services import open_draft, request_check, save_rule
from tests.factories import NOON
from tests.factories.bank import RULE_MARK

CHANGED, LOST, REWORDED = (f"{RULE_MARK}{name}" for name in ("SHIP-1", "ADDR-1", "SIGN-1"))
LATER = NOON + timedelta(days=1)
GAP = api.Finding(
    "gap", "law+taobao", "late_ship_1", (), "“迟延ship1”没有规则适用。",
    {"stack": {"platform": "taobao"}, "as_of": "2025-09-01", "facts": {"worn": "yes", "goods": "fridge"}, "events": {"paid": "2025-08-01 10:00"}},
    ("商品穿过", "商品是冰箱"),
)  # fmt: skip
CONFLICT = api.Finding(
    "conflict", "law+taobao", "late_ship_1", (CHANGED, LOST), f"{CHANGED} 与 {LOST} 同时适用。",
    {"stack": {"platform": "taobao"}, "as_of": "2025-09-01"}, ("买家付款",),
)  # fmt: skip
DEAD = api.Finding("dead", "law+taobao", "late_ship_1", (CHANGED,), f"{CHANGED} 从来轮不到。")


def edit_of(base: str, code: str, **fields: object) -> api.RuleEdit:
    """The rule as the base has it, with some fields written anew."""
    entry = api.rule_of(base, code)
    return api.RuleEdit(entry.book, entry.topic, code, "", {**entry.raw, **fields})


def change_rule(
    draft: DraftEdition, actor: User, *, then: str = "elapsed(paid, pickup_scan) > 70h", seen: int = 0
) -> DraftRule:
    """Let pickup take 70 hours: T-00A is late no more, and asks for another key."""
    edit = edit_of(draft.base, CHANGED, then=then)
    return save_rule(draft.pk, edit, expected_revision=seen, actor=actor, now=NOON)


class Solver:
    """Stands in for the solver's process: what it finds in the draft, at once and in the end, and in the base."""

    def __init__(self) -> None:
        self.live: dict[str, tuple[api.Finding, ...]] = {}
        self.whole: dict[str, tuple[api.Finding, ...]] = {}
        self.before: dict[str, tuple[api.Finding, ...]] = {}
        self.asked: list[str] = []

    def finds(self, **lists: tuple[api.Finding, ...]) -> None:
        self.live, self.whole = lists, lists

    def recheck(self, edition: api.Edition, edited: api.Edition, *, whole: bool = False) -> api.Report:
        self.asked.append("whole" if whole else "live")
        return api.Report(edited.id, **(self.whole if whole else self.live), checked=9)

    def verify(self, edition: api.Edition) -> api.Report:
        self.asked.append("before")
        return api.Report(edition.id, **self.before)


def make_solver(monkeypatch: pytest.MonkeyPatch) -> Solver:
    solver = Solver()
    monkeypatch.setattr("certification.publishing.drafts.checking.api.recheck_edition", solver.recheck)
    monkeypatch.setattr("certification.publishing.drafts.checking.api.verify_edition", solver.verify)
    return solver


def check(draft: DraftEdition, *, clock: Callable[[], object] = lambda: NOON) -> str:
    """Have the draft checked as it stands; return how that ended."""
    found = request_check(draft, now=NOON)
    assert found is not None
    return run_check(found.pk, clock=clock)


def make_draft(actor: User) -> DraftEdition:
    """A draft with one rule changed."""
    draft = open_draft(actor=actor, now=NOON)
    change_rule(draft, actor)
    return draft


def raw_of(row: DraftRule) -> dict:
    return json.loads(row.raw)
