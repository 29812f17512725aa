"""The findings of a check that stand between a draft and its publication: which are new, which were accepted."""

import hashlib
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from cases import api
from certification.publishing.drafts.domain import Waived
from certification.publishing.drafts.models import FindingWaiver

_LAW: Final = "law"
FEN: Final = 100
_AND: Final = " and "
#: The lists of a report that may be accepted with a reason, and what each is then called.
_WAIVABLE: Final = {
    "gaps": Waived.GAP,
    "dead": Waived.DEAD,
    "invariants": Waived.INVARIANT,
    "timeouts": Waived.TIMEOUT,
}


@dataclass(frozen=True, slots=True)
class Standing:
    """A finding that the draft brings, with what was said of it: `waiver` is None while nobody accepted it."""

    kind: Waived | None
    key: str
    finding: api.Finding
    waiver: FindingWaiver | None = None

    @property
    def is_open(self) -> bool:
        return self.waiver is None


def standing(
    report: api.Report, before: api.Report, waivers: Iterable[FindingWaiver], edition: api.Edition
) -> tuple[Standing, ...]:
    """Return what the whole check found that keeps the draft back or was accepted, conflicts first.

    A conflict always stands. Of the others only what the base did not have: a gap that its list of gaps means is none.
    """
    known = {finding_key(one) for one in _waivable(before)}
    given = list(waivers)
    by_key = {one.finding: one for one in given}
    found = [Standing(None, finding_key(one), one) for one in report.conflicts]
    for one in _waivable(report):
        key, kind = finding_key(one), _WAIVABLE[_list_of(one)]
        if key not in known:
            waiver = by_key.get(key) or (_covering(one, given, edition) if kind is Waived.GAP else None)
            found.append(Standing(kind, key, one, waiver))
    return tuple(found)


def _waivable(report: api.Report) -> Iterator[api.Finding]:
    """Yield gaps that nobody meant, dead rules, refuted claims, and what was left open."""
    yield from report.unmeant_gaps
    yield from (*report.dead, *report.invariants, *report.timeouts)


def _list_of(finding: api.Finding) -> str:
    return finding.code if finding.code in _WAIVABLE else f"{finding.code}s"


def finding_key(finding: api.Finding) -> str:
    """Return what names a finding: equal where a later check finds the same."""
    witness: Mapping[str, Any] = finding.witness if finding.code == "gap" and finding.witness else {}
    facts: Mapping[str, str] = witness.get("facts", {})
    parts = [
        finding.code, finding.stack, finding.issue, *sorted(finding.rules),
        *(f"{name}={value}" for name, value in sorted(facts.items())), *sorted(witness.get("events", ())),
        finding.text if finding.code == "timeout" else "",
        finding.reason if finding.code == "invariant" else "",
    ]  # fmt: skip
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def platform_of(finding: api.Finding) -> str:
    """Return the platform that a finding is about, as a list of gaps names it: `law` for the law alone."""
    _law, *books = finding.stack.split("+")
    return books[0] if books else _LAW


def gap_condition(gap: api.Finding, edition: api.Edition) -> str:
    """Return the condition that the case of a gap fulfils by what is out of the ordinary in it; "" if nothing is."""
    return _AND.join(sorted(_parts(gap, edition)))


def _parts(gap: api.Finding, edition: api.Edition) -> Iterator[str]:
    witness: Mapping[str, Any] = gap.witness or {}
    for name, value in witness.get("facts", {}).items():
        fact = edition.vocabulary.facts[name]
        if fact.type in ("bool", "enum") and value != "?":
            yield f"{name} == {value}"
        elif isinstance(fact.silence, int) and value != "?":  # of what is unknown nothing can be said
            yield f"{name} != {fact.silence // FEN}yuan" if fact.type == "money" else f"{name} != {fact.silence}"
    yield from (f"has({name})" for name in witness.get("events", ()))


def _covering(gap: api.Finding, waivers: Collection[FindingWaiver], edition: api.Edition) -> FindingWaiver | None:
    """Return the waiver whose condition the case of the gap fulfils too."""
    parts = set(_parts(gap, edition))
    for one in waivers:
        named = set(one.when.split(_AND)) if one.when else set()
        if one.kind == Waived.GAP and (one.issue, one.platform) == (gap.issue, platform_of(gap)) and named <= parts:
            return one
    return None
