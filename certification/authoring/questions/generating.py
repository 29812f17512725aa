"""由规则生成: questions that the generator drafts about a rule, shown first, then taken over as drafts."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Final

from django.db import transaction
from django.db.models import TextField
from django.db.models.functions import Cast

from cases import api
from certification.authoring.questions.wording import TYPES
from certification.bank.domain import digest
from certification.bank.generate.drafting import Draft, drafts, known_twins
from certification.bank.generate.older import older_editions
from certification.bank.models import Derivation
from certification.bank.workflow.loose import read_loose
from certification.bank.workflow.models import QuestionDraft
from certification.bank.workflow.services import take_draft
from certification.core.refusals import Refusal, RefusedError
from certification.people.models import User

#: How many are drafted at a time; another seed gives others.
BATCH: Final = 6


@dataclass(frozen=True, slots=True)
class Proposal:
    """A draft as the page shows it; `mark` tells it from every other."""

    mark: str
    draft: Draft
    type_name: str
    options: tuple[tuple[str, str, bool], ...]


def propose(rule: str, *, seed: int, edition: api.Edition) -> list[Proposal]:
    """Draft questions about a rule that the bank does not have yet; the same seed gives the same.

    Raises:
        RefusedError: there is no such rule, it is text only, or nothing sound came out.
    """
    versions = edition.families.get(rule)
    if versions is None:
        raise RefusedError(Refusal("questions.unknown-rule", {"rule": rule}))
    if all(one.kind == "cited" for one in versions):
        raise RefusedError(Refusal("questions.cited-rule", {"rule": rule}))
    older, taken = older_editions(edition), _taken(rule, edition)
    found = list(islice(drafts(rule, edition=edition, older=older, seed=seed, taken=taken), BATCH))
    if not found:
        raise RefusedError(Refusal("questions.nothing-drafted", {"rule": rule}))
    return [_proposal(one) for one in found]


def _taken(rule: str, edition: api.Edition) -> set[str]:
    """Return what tells twins of the questions that this rule decides, and of those that are being written."""
    deciding = Derivation.objects.annotate(named=Cast("rules", TextField())).filter(
        edition=edition.id, named__contains=f'"{rule}"'
    )
    contents = [one.version.read for one in deciding.select_related("version")]
    written = QuestionDraft.objects.open().filter(question__provenance__note__endswith=f" {rule}")
    contents += [read_loose(one.content) for one in written]
    return known_twins(contents, edition)


def _proposal(one: Draft) -> Proposal:
    content = one.content
    options = tuple(
        (label, option.text, label in one.key) for label, option in zip(content.labels, content.options, strict=True)
    )
    return Proposal(digest([content.hash, one.key])[:16], one, str(TYPES[content.type]), options)


@transaction.atomic
def take(proposals: Sequence[Proposal], marks: Collection[str], *, actor: User, now: datetime) -> list[QuestionDraft]:
    """Take over the drafts that were chosen, each as a question of its own.

    Raises:
        RefusedError: none was chosen, or one that was is not drafted any more.
    """
    if not marks:
        raise RefusedError(Refusal("questions.no-draft-chosen"))
    chosen = [one for one in proposals if one.mark in marks]
    if len(chosen) < len(set(marks)):
        raise RefusedError(Refusal("questions.drafts-moved"))
    return [take_draft(one.draft, actor=actor, now=now) for one in chosen]
