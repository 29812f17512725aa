"""Rows of derivations: what an edition makes of a version, written where the gate let it through."""

import uuid
from collections.abc import Collection

from django.db.models import F

from cases import api
from certification.bank.deriving import Derived, derive, trace_hash
from certification.bank.domain import Content, Finding
from certification.bank.models import Derivation, QuestionVersion
from certification.bank.workflow.domain import Origin
from certification.bank.workflow.models import QuestionDraft


def derivation_row(version: QuestionVersion, content: Content, derived: Derived, edition: str) -> Derivation:
    """Return the row, unsaved, of a derivation without findings."""
    found = derived.derivation
    return Derivation(
        version=version,
        edition=edition,
        key=list(found.key),
        truths=list(found.truths),
        rules=list(found.rules),
        topic=found.topic,
        difficulty=found.difficulty,
        decisions=list(found.decisions),
        trace=trace_hash(content, found),
    )


def expected_labels(versions: Collection[uuid.UUID]) -> dict[uuid.UUID, tuple[str, ...]]:
    """Return, for versions of the workbench, the labels that their authors held right. By version id.

    A version that came in with a file had no draft: its author held right what it was let in with.
    """
    rows = QuestionDraft.objects.published().filter(version__in=versions).values_list("version", "expected")
    found = {version: tuple(expected) for version, expected in reversed(rows)}
    others = Derivation.objects.filter(version__in=[one for one in versions if one not in found])
    for one in others.select_related("version").order_by("pk"):
        labels = one.version.read.labels
        found.setdefault(one.version_id, tuple(labels[index] for index in one.key))
    return found


def derive_workbench(edition: api.Edition) -> tuple[list[Derivation], dict[str, tuple[Finding, ...]]]:
    """Derive what the workbench published and this edition has not judged yet: the files know nothing of it.

    Return the rows, unsaved, and what the gate found against the others, by code: these are not drawn under `edition`.
    """
    waiting = (
        QuestionVersion.objects.filter(question__origin=Origin.WORKBENCH, question__current=F("pk"))
        .exclude(derivations__edition=edition.id)
        .select_related("question")
        .order_by("question__code")
    )
    versions = list(waiting)
    expected = expected_labels([one.pk for one in versions])
    rows, refused = [], {}
    for version in versions:
        content = version.read
        derived = derive(content, expected=expected.get(version.pk, ()), disputed=None, edition=edition)
        if derived.findings:
            refused[version.question.code] = derived.findings
        else:
            rows.append(derivation_row(version, content, derived, edition.id))
    return rows, refused
