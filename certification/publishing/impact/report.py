"""The impact of an edition on the bank, as the command prints it and the page shows it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from cases import api
from certification.bank.stems import option_text, stem_text
from certification.publishing.impact.drills import drill_impacts
from certification.publishing.questions import Asked, api_questions

#: What may become of a question, the worst first; those that nothing happens to are counted only.
EFFECTS: Final = ("key", "blocked", "reason", "freed")


@dataclass(frozen=True, slots=True)
class OptionRow:
    """One option: its label and text, and whether it holds on either side (None: it cannot be told)."""

    label: str
    text: str
    before: bool | None
    after: bool | None
    was_key: bool
    is_key: bool

    @property
    def has_changed(self) -> bool:
        return self.before is not self.after


@dataclass(frozen=True, slots=True)
class ItemRow:
    """One affected question with both keys side by side."""

    code: str
    stem: str
    effect: str
    key_before: tuple[str, ...]
    key_after: tuple[str, ...]
    options: tuple[OptionRow, ...]
    causes: tuple[str, ...]
    was: str
    now: str

    def to_json(self) -> dict[str, Any]:
        return {
            "item": self.code,
            "effect": self.effect,
            "before": list(self.key_before),
            "after": list(self.key_after),
            "options": [
                {"label": one.label, "before": one.before, "after": one.after}
                for one in self.options
                if one.has_changed
            ],
            "rules": list(self.causes),
            "was": self.was,
            "now": self.now,
        }


@dataclass(frozen=True)
class ImpactReport:
    """What a change does to a bank.

    Attributes:
        old, new: the editions.
        rules: the rules that differ.
        rows: the affected questions, those whose key changes first.
        total: how many questions were looked at.
        judged: how many of them had to be judged again.
    """

    old: api.Edition
    new: api.Edition
    rules: tuple[api.RuleChange, ...]
    rows: tuple[ItemRow, ...]
    total: int
    judged: int

    def of(self, effect: str) -> tuple[ItemRow, ...]:
        return tuple(row for row in self.rows if row.effect == effect)

    @property
    def counts(self) -> dict[str, int]:
        """Return how many questions meet each fate."""
        found = {effect: len(self.of(effect)) for effect in EFFECTS}
        return {**found, "unaffected": self.total - len(self.rows)}

    def to_json(self) -> dict[str, Any]:
        return {
            "old": self.old.id,
            "new": self.new.id,
            "counts": self.counts,
            "judged": self.judged,
            "rules": [{"rule": one.rule, "how": one.how} for one in self.rules],
            "items": [row.to_json() for row in self.rows],
        }


def measure(asked: Sequence[Asked], *, old: api.Edition, new: api.Edition) -> ImpactReport:
    """Compare what two editions make of questions."""
    impact = api.measure_impact(api_questions(asked), old=old, new=new)
    by_code = {one.code: one for one in asked}
    rows = [_row(item, by_code[item.id]) for item in impact.items if item.effect != "unaffected"]
    rows += [_row(item, by_code[item.id]) for item in drill_impacts(asked, old=old, new=new)]
    rows.sort(key=lambda row: EFFECTS.index(row.effect))
    return ImpactReport(old, new, impact.rules, tuple(rows), len(asked), impact.judged)


def _row(item: api.ItemImpact, asked: Asked) -> ItemRow:
    content, before, after = asked.content, item.before or api.Verdict(), item.after or api.Verdict()
    labels = content.labels
    return ItemRow(
        code=item.id,
        stem=stem_text(content),
        effect=item.effect,
        key_before=tuple(labels[at] for at in before.key),
        key_after=tuple(labels[at] for at in after.key) if not after.problems else (),
        options=tuple(
            OptionRow(
                label=label,
                text=option_text(option.text),
                before=_truth(before, at),
                after=_truth(after, at),
                was_key=at in before.key,
                is_key=at in after.key and not after.problems,
            )
            for at, (label, option) in enumerate(zip(labels, content.options, strict=True))
        ),
        causes=item.causes,
        was=item.was,
        now=item.now,
    )


def _truth(verdict: api.Verdict, at: int) -> bool | None:
    return verdict.truths[at] if at < len(verdict.truths) else None
