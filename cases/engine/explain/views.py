"""What a screen or a terminal shows of a decision: finished Chinese in plain values, nothing left to work out. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class ConditionView:
    """One condition of a rule as a sentence; ``held`` is None when it is open."""

    text: str
    held: bool | None


@dataclass(frozen=True, slots=True)
class RuleView:
    """A version of a rule as it worked in this case; ``calc`` is its arithmetic with the case's numbers."""

    id: str
    version: str
    title: str
    text: str
    source: str
    in_force: str
    calc: tuple[str, ...] = ()
    conditions: tuple[ConditionView, ...] = ()


@dataclass(frozen=True, slots=True)
class DefeatView:
    """A rule that applied and lost to the rules ``by``: why, and what it would have decided (both sentences)."""

    rule: RuleView
    by: tuple[str, ...]
    why: str
    would: str


@dataclass(frozen=True, slots=True)
class InapplicableView:
    """A rule in force whose conditions do not hold, and which of them fail."""

    rule_id: str
    title: str
    why: str


@dataclass(frozen=True, slots=True)
class NotInForceView:
    """A version that would apply but was not in force: since or until when, and what it would decide."""

    rule_id: str
    version: str
    title: str
    would: str
    when: str = ""


@dataclass(frozen=True, slots=True)
class IssueView:
    """One issue in dispute.

    ``inapplicable`` are the rules that came closest to applying, of ``inapplicable_total``.

    ``tone`` is good (decided), warn (undetermined) or seal (conflict, gap). ``asked`` is False for an issue that is
    only a step. ``assumed`` holds what the case leaves unsaid, ``assumed_text`` the one line that says so.
    """

    id: str
    label: str
    question: str
    status: str
    value_text: str
    tone: str
    ground: str
    deciding: tuple[RuleView, ...] = ()
    defeated: tuple[DefeatView, ...] = ()
    inapplicable: tuple[InapplicableView, ...] = ()
    not_in_force: tuple[NotInForceView, ...] = ()
    rests_on: tuple[str, ...] = ()
    assumed: tuple[str, ...] = ()
    assumed_text: str = ""
    asked: bool = True
    inapplicable_total: int = 0


@dataclass(frozen=True, slots=True)
class FlipView:
    """One small change and what it would alter.

    ``overlay`` is raw case data to lay over the case, ``query`` the same as a URL query without the question mark.
    """

    change: str
    was: str
    result: str
    rules: tuple[str, ...]
    overlay: Mapping[str, object]
    query: str
    issue: str


@dataclass(frozen=True, slots=True)
class TimelineEvent:
    """An event; ``start`` and ``end`` are minutes since 1970-01-01 00:00 Beijing wall clock, equal when exact."""

    id: str
    label: str
    start: int
    end: int
    text: str
    asked: bool


@dataclass(frozen=True, slots=True)
class Window:
    """A limit drawn as a bar; ``tone`` is act (what is asked hangs on it), good (kept beside) or old (wrong count)."""

    label: str
    start: int
    end: int
    text: str
    tone: str
    rule_id: str


@dataclass(frozen=True, slots=True)
class TimelineView:
    """Events in order and the windows beside them.

    Without dates (``dated`` False) minutes are relative to ``anchor``, or, where only an order is known, positions.
    """

    events: tuple[TimelineEvent, ...] = ()
    windows: tuple[Window, ...] = ()
    dated: bool = True
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class BaseView:
    """The base view of one issue asked about: its outcome, the ground in one sentence, and the deciding rules."""

    id: str
    question: str
    value_text: str
    tone: str
    ground: str
    rules: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Explanation:
    """A decision told: verdict first, then the issues, what would flip them, and when things happened.

    This is the full view; ``base`` is what is left of it for those who ask only why.
    """

    headline: str
    sub: str
    issues: tuple[IssueView, ...]
    flips: tuple[FlipView, ...]
    timeline: TimelineView
    edition: str
    as_of: str
    case_id: str
    checksum: str

    @property
    def base(self) -> tuple[BaseView, ...]:
        """The issues asked about, each in one sentence; those that are only steps are left out."""
        return tuple(
            BaseView(
                view.id, view.question, view.value_text, view.tone, view.ground, tuple(r.id for r in view.deciding)
            )
            for view in self.issues
            if view.asked
        )


@dataclass(frozen=True, slots=True)
class OptionReview:
    """One option judged. ``misreading`` names the mistake that would make a wrong option true, "" when none fits."""

    index: int
    truth: bool | None
    reason: str
    misreading: str = ""
    flip: FlipView | None = None
    rules: tuple[str, ...] = field(default_factory=tuple)
