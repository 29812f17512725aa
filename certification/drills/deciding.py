"""From a script and an edition to the table it is played on: the decision, what is owed, who judges conduct."""

import logging
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any, Final

from cases import api
from certification.drills.catalogue import known_acts
from certification.drills.domain.acts import Kind
from certification.drills.domain.owed import Outcome, Owed, owed_of
from certification.drills.domain.play import Conduct, Table
from certification.drills.domain.projection import corpus_acts
from certification.drills.domain.standing import Spoken, Veto
from certification.drills.promises import promises
from certification.drills.script.model import Script

DECIDED: Final = "decided"
NOT_RAISED: Final = "not_raised"
#: How many answers on conduct a table keeps.
REMEMBERED: Final = 128
_INSTANT: Final = "%Y-%m-%d %H:%M"
logger = logging.getLogger(__name__)


def decide(script: Script, edition: api.Edition) -> api.Decision:
    """Return the decision of the script's case with all its facts.

    Raises:
        CaseError: the case cannot be read under this edition, or cannot be.
    """
    return api.outcomes(api.parse_case(script.case, edition=edition), edition=edition)


def owed_under(script: Script, edition: api.Edition) -> Owed:
    """Return what is owed in the script's case under `edition`; issues that are not settled are in its `trouble`.

    Raises:
        CaseError: as `decide`.
    """
    case = api.parse_case(script.case, edition=edition)
    decision = api.outcomes(case, edition=edition)
    settled = {issue: _outcome(one) for issue, one in decision.issues.items() if one.status == DECIDED}
    told = {issue: one.status for issue, one in decision.issues.items()}
    trouble = {issue: told.get(issue, NOT_RAISED) for issue in script.issues if issue not in settled}
    return owed_of(script.issues, settled, trouble, promises(), as_of=case.as_of.lo)


def _outcome(found: api.Outcome) -> Outcome:
    value = found.value
    if isinstance(value, bool):
        return Outcome(found.issue, "yes" if value else "no", found.by)
    if isinstance(value, api.Span):
        return Outcome(found.issue, api.format_span(value), found.by, None if value.base else value.hi)
    return Outcome(found.issue, str(value), found.by, value if isinstance(value, int) else None)


def table_of(script: Script, edition: api.Edition) -> Table:
    """Return what a script is played on under an edition.

    Raises:
        CaseError: the case cannot be read under this edition.
    """
    conduct = ConductJudge(script, edition)
    return Table(script, conduct.owed, known_acts(), conduct)


class ConductJudge:
    """Judges what was said by the conduct rules of the case's stack, with the adjudicator. Pure; keeps some answers."""

    def __init__(self, script: Script, edition: api.Edition) -> None:
        self.script, self.edition = script, edition
        self.owed = owed_under(script, edition)
        self._decided = lru_cache(REMEMBERED)(self._decide)

    def __call__(self, spoken: Sequence[Spoken]) -> Conduct:
        """Return the conduct of these replies; forbidden acts are judged by `of_veto` alone."""
        facts = self.script.case.get("facts", {})
        acts = corpus_acts(self.owed, spoken, acts=known_acts(), facts=facts)
        return self.judge(acts, spoken[0].seconds if spoken else 0)

    def judge(self, acts: Sequence[Mapping[str, str]], first: int) -> Conduct:
        """Return what the rules say of acts of the corpus and a first response of so many seconds."""
        return self._decided(tuple(tuple(sorted(one.items())) for one in acts), -(-first // 60))

    def of_veto(self, veto: Veto) -> tuple[str, ...]:
        """Return the conduct rules that a veto breaks, beside those that decide what is owed."""
        known = known_acts().get(veto.place.act)
        names = ["refuse_return"] if veto.code.startswith("refused.") else []
        if known is not None and known.kind is Kind.FORBIDDEN:
            names += [one.act for one in known.corpus]
        found = self.judge([{"act": name} for name in names], 0) if names else Conduct()
        return found.rules if found.outcome == "improper" else ()

    def _decide(self, acts: tuple[tuple[tuple[str, str], ...], ...], minutes: int) -> Conduct:
        case = {**self.script.case, "acts": [*self.script.case.get("acts", ()), *map(dict, acts)]}
        for data in (_with_response(case, minutes), case):
            try:
                decision = api.outcomes(api.parse_case(data, edition=self.edition), edition=self.edition)
            except api.CaseError as error:
                logger.info("conduct of %s cannot be judged with response times: %s", self.script.id, error)
                continue
            return _conduct(decision)
        return Conduct()


def _with_response(case: Mapping[str, Any], minutes: int) -> dict[str, Any]:
    """Return the case with when the shop was asked, and that it first replied so many minutes later."""
    asked = str(case.get("as_of", ""))
    try:
        at = datetime.strptime(asked, _INSTANT)  # noqa: DTZ007 - the engine's instants are Shanghai's without saying so
    except ValueError:
        return dict(case)
    replied = (at + timedelta(minutes=minutes)).strftime(_INSTANT)
    facts, events = case.get("facts", {}), dict(case.get("events", {}))
    names = [("inquiry_received", "inquiry_replied")]
    names += [("complaint_received", "complaint_replied")] if facts.get("complaint_intent") == "yes" else []
    for received, answered in names:
        if received not in events and answered not in events:
            events |= {received: asked, answered: replied}
    return {**case, "events": events, "as_of": replied}


def _conduct(decision: api.Decision) -> Conduct:
    conduct, escalate = decision.issues.get("conduct"), decision.issues.get("escalate_to")
    is_told = conduct is not None and conduct.status == DECIDED
    is_sent = escalate is not None and escalate.status == DECIDED
    return Conduct(
        outcome=str(conduct.value) if conduct is not None and is_told else "",
        rules=conduct.by if conduct is not None and is_told else (),
        escalate=str(escalate.value) if escalate is not None and is_sent else "",
        escalate_rules=escalate.by if escalate is not None and is_sent else (),
    )
