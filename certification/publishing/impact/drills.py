"""What another edition makes of drill scripts: whose promises change, whose reason alone, which no longer pass."""

from collections.abc import Iterator, Sequence
from typing import Final

from cases import api
from certification.bank.deriving import derivation_of
from certification.publishing.questions import Asked

KEY: Final = "key"
REASON: Final = "reason"
BLOCKED: Final = "blocked"
FREED: Final = "freed"


def drill_impacts(asked: Sequence[Asked], *, old: api.Edition, new: api.Edition) -> Iterator[api.ItemImpact]:
    """Yield the scripts that are affected: both derivations are made, with every transcript played."""
    changed = {one.rule for one in api.rule_changes(old, new)}
    for one in asked:
        if one.content.script is None:
            continue
        before, after = derivation_of(one.content, old), derivation_of(one.content, new)
        effect = _effect(before, after)
        if effect:
            moved = tuple(
                at for at, (was, now) in enumerate(zip(before.truths, after.truths, strict=False)) if was is not now
            )
            causes = tuple(rule for rule in dict.fromkeys((*after.rules, *before.rules)) if rule in changed)
            yield api.ItemImpact(
                one.code, effect, _verdict(before), _verdict(after), options=moved, causes=causes,
                was=_told(before), now=_told(after),
            )  # fmt: skip


def _effect(before: api.Derivation, after: api.Derivation) -> str:
    if before.problems:
        return "" if after.problems else FREED
    if after.problems:
        return BLOCKED
    if before.key != after.key:
        return KEY
    return REASON if before.rules != after.rules else ""


def _verdict(found: api.Derivation) -> api.Verdict:
    return api.Verdict(found.key, found.truths, found.rules, found.problems)


def _told(found: api.Derivation) -> str:
    """Say what decides, or why the script cannot be used."""
    return "；".join(one.message for one in found.problems) or "、".join(found.rules)
