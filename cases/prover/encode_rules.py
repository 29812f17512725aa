"""Rules as formulas: which version governs, whether it applies, what it concludes."""

from __future__ import annotations

from itertools import pairwise

from cases.engine.families import Family, Version
from cases.engine.rules import Effective
from cases.engine.vocabulary import Issue
from cases.prover.amounts import Amount, identical
from cases.prover.encode import Choice, Encoder, Value
from cases.prover.logic import YES, Formula, Tri, all_of, and_, any_of, known, negation, not_, open_where, or_, pick


class RuleEncoder(Encoder):
    """Encodes rules beside conditions and conclusions."""

    def in_force(self, effective: Effective) -> Tri:
        """Whether a version with these dates governs: by its event's instant, else by the as-of."""
        if effective.start is None and effective.end is None:
            return YES
        now = self.symbols.moment("now")
        if not effective.by:
            return self._within(now, effective)
        event = self.symbols.moment(effective.by)
        floating = False if isinstance(event.base, int) else not_(event.base == 0)
        elsewhere = or_((event.absent, floating, self.symbols.undated(effective.by)))
        dated, undated = self._within(event, effective), self._within(now, effective)
        chosen = Tri(pick_bool(elsewhere, undated.t, dated.t), pick_bool(elsewhere, undated.f, dated.f), dated.total)
        return open_where(event.open, chosen)

    @staticmethod
    def _within(at: Amount, effective: Effective) -> Tri:
        parts = []
        if effective.start is not None:
            parts.append(_not_before(at, effective.start))
        if effective.end is not None:
            parts.append(negation(_not_before(at, effective.end)))
        return all_of(parts)

    def family(self, family: Family, issue: Issue) -> tuple[Tri, Value, list[Tri]]:
        """Whether a rule applies, what it then concludes, and for each version whether that one does."""
        forces = [self.in_force(version.rule.effective) for version in family.versions]
        conditions = [self._holds(version) for version in family.versions]
        values = [self.conclusion(version.rule.then[issue.id], issue) for version in family.versions]
        each = [all_of(pair) for pair in zip(forces, conditions, strict=True)]
        if len(each) == 1:
            return each[0], values[0], each
        if all(force.total for force in forces):
            return any_of(each), _merged(values, [part.t for part in forces]), each
        return self._in_doubt(family, forces, conditions), _agreed(values, forces, conditions), each

    def _holds(self, version: Version) -> Tri:
        return all_of(self.condition(node) for node in version.rule.when)

    def _in_doubt(self, family: Family, forces: list[Tri], conditions: list[Tri]) -> Tri:
        """Several versions may be in force: the rule applies if one surely is and all that may be do apply."""
        pairs = list(zip(forces, conditions, strict=True))
        false = and_(or_((force.f, holds.f)) for force, holds in pairs)
        every = and_(or_((force.f, holds.t)) for force, holds in pairs)
        alone = or_(
            and_((force.t, holds.t, *(other.f for other in forces if other is not force))) for force, holds in pairs
        )
        return Tri(or_((alone, and_((self._covered(family), every)))), false)

    def _covered(self, family: Family) -> Formula:
        dates = [version.rule.effective for version in family.versions]
        if not all(one.end == two.start and one.by == two.by for one, two in pairwise(dates)):
            return False
        return self.in_force(Effective(dates[0].start, dates[-1].end, dates[0].by)).t


def pick_bool(test: Formula, then: Formula, other: Formula) -> Formula:
    """``then`` where ``test`` holds, else ``other``."""
    return or_((and_((test, then)), and_((not_(test), other))))


def _not_before(at: Amount, minute: int) -> Tri:
    if at.exact:
        return known(at.lo >= minute)
    return Tri(at.lo >= minute, at.hi < minute)


def _merged(values: list[Value], chosen: list[Formula]) -> Value:
    """The value of the one version in force."""
    if isinstance(values[0], Choice):
        literals = {literal for value in values for literal in value.by_value}  # type: ignore[union-attr]
        return Choice(
            {
                literal: or_(and_((test, value.is_(literal))) for test, value in zip(chosen, values, strict=True))  # type: ignore[union-attr]
                for literal in sorted(literals, key=repr)
            },
            or_(and_((test, value.open)) for test, value in zip(chosen, values, strict=True)),
        )
    merged = values[-1]
    for test, value in zip(chosen[:-1], values[:-1], strict=True):
        assert isinstance(value, Amount)
        assert isinstance(merged, Amount)
        lo = pick(test, value.lo, merged.lo)
        exact = value.exact and merged.exact
        merged = Amount(
            lo,
            lo if exact else pick(test, value.hi, merged.hi),
            open=pick_bool(test, value.open, merged.open),
            base=pick(test, value.base, merged.base),
        )
    return merged


def _agreed(values: list[Value], forces: list[Tri], conditions: list[Tri]) -> Value:
    """The value that all versions agree on which may be in force and may apply; open where they do not."""
    alone = [and_(other.f for other in forces if other is not force) for force in forces]
    here = [
        or_((only, and_((not_(force.f), not_(holds.f)))))
        for only, force, holds in zip(alone, forces, conditions, strict=True)
    ]
    if isinstance(values[0], Choice):
        literals = sorted({literal for value in values for literal in value.by_value}, key=repr)  # type: ignore[union-attr]
        by_value = {
            literal: and_(or_((not_(test), value.is_(literal))) for test, value in zip(here, values, strict=True))  # type: ignore[union-attr]
            for literal in literals
        }
        return Choice(by_value, not_(or_(by_value.values())))
    merged = _merged(values, here)
    assert isinstance(merged, Amount)
    same = and_(
        or_((not_(test), and_((not_(value.open), identical(value, merged)))))
        for test, value in zip(here, values, strict=True)
        if isinstance(value, Amount)
    )
    return merged._replace(open=or_((merged.open, not_(same))))
