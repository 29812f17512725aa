"""How the check of a draft stands: each part as far as it is known, and what it means for publication."""

import json
from dataclasses import dataclass
from datetime import datetime

from cases import api
from certification.publishing.drafts.content import edited_of, fingerprint_of
from certification.publishing.drafts.domain import RunState
from certification.publishing.drafts.findings import Standing, standing
from certification.publishing.drafts.impact import KeptImpact
from certification.publishing.drafts.models import DraftCheck, DraftEdition
from certification.publishing.drafts.runs import give_up_silent


@dataclass(frozen=True, slots=True)
class RuleProblem:
    """Something wrong with one rule: it cannot be built, or an example comes out otherwise."""

    code: str
    version: str
    message: str


@dataclass(frozen=True, slots=True)
class CheckState:
    """What is known of a draft's content. A part is None until it has been worked out.

    Attributes:
        fingerprint: what names the content as it stands.
        check: its check, None while nobody asked for one.
        problems: rules that cannot be built, or examples that fail.
        live: what the solver found at once, in the issues that the edited rules conclude.
        whole: what it found in the end.
        impact: what becomes of the bank.
        standing: the findings that matter for publication; None while the whole check is not done.
    """

    fingerprint: str
    check: DraftCheck | None = None
    problems: tuple[RuleProblem, ...] | None = None
    live: api.Report | None = None
    whole: api.Report | None = None
    impact: KeptImpact | None = None
    standing: tuple[Standing, ...] | None = None

    @property
    def is_running(self) -> bool:
        return self.check is not None and self.check.is_open

    @property
    def is_done(self) -> bool:
        """Say whether all that can be known is known."""
        return self.check is not None and self.check.state == RunState.DONE


def read_check(draft: DraftEdition, *, now: datetime) -> CheckState:
    """Return how the check of the draft's present content stands; one whose process is gone is closed first."""
    name = fingerprint_of(draft)
    give_up_silent(draft.checks.all(), now)
    check = draft.checks.filter(fingerprint=name).first()
    if check is None:
        return CheckState(name)
    whole = _report(check.whole)
    before = _report(check.before)
    return CheckState(
        fingerprint=name,
        check=check,
        problems=tuple(RuleProblem(*one) for one in json.loads(check.problems)) if check.problems else None,
        live=_report(check.live),
        whole=whole,
        impact=KeptImpact.from_json(check.impact) if check.impact else None,
        standing=_standing(draft, whole, before) if whole and before else None,
    )


def _report(text: str) -> api.Report | None:
    return api.Report.from_json(json.loads(text)) if text else None


def _standing(draft: DraftEdition, whole: api.Report, before: api.Report) -> tuple[Standing, ...] | None:
    edition = edited_of(draft).edition
    return standing(whole, before, draft.waivers.select_related("by"), edition) if edition is not None else None
