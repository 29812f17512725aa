"""What the database refuses of drafts, checks and publications."""

import pytest
from django.db import IntegrityError, transaction

from certification.publishing.drafts.models import (
    DraftCheck,
    DraftEdition,
    DraftPresence,
    DraftRule,
    FindingWaiver,
    Publication,
)
from tests.factories import NOON

pytestmark = pytest.mark.django_db
HASH = "sha256:" + "0" * 64


@pytest.fixture
def rows(draft, trainer):
    """One row of each table."""
    DraftPresence.objects.create(draft=draft, code="A", person=trainer, seen_at=NOON)
    FindingWaiver.objects.create(
        draft=draft, kind="gap", finding="f", issue="i", text="t", reason="r", by=trainer, at=NOON
    )
    Publication.objects.create(
        kind="draft", base=draft.base, draft=draft, label="2", why="w", asked_by=trainer, asked_at=NOON
    )
    return {
        model.__name__: model.objects.get()
        for model in (DraftEdition, DraftRule, DraftCheck, DraftPresence, FindingWaiver, Publication)
    }


@pytest.mark.parametrize(
    ("model", "fields", "constraint"),
    [
        pytest.param("DraftEdition", {"state": "lost"}, "draftedition_(state_known|closed_iff_not_open)", id="a draft in no state"),
        pytest.param("DraftEdition", {"closed_at": NOON}, "draftedition_closed_iff_not_open", id="open yet closed"),
        pytest.param("DraftEdition", {"state": "discarded"}, "draftedition_closed_iff_not_open", id="discarded at no time"),
        pytest.param("DraftEdition", {"edition": HASH}, "draftedition_edition_iff_published", id="open yet published"),
        pytest.param("DraftEdition", {"state": "published", "closed_at": NOON}, "draftedition_edition_iff_published", id="published as nothing"),
        pytest.param("DraftRule", {"change": "lost"}, "draftrule_change_known|draftrule_raw_iff_edited", id="no such change"),
        pytest.param("DraftRule", {"code": ""}, "draftrule_code_given", id="a rule without a code"),
        pytest.param("DraftRule", {"revision": 0}, "draftrule_revision_counts_from_1", id="no revision"),
        pytest.param("DraftRule", {"raw": ""}, "draftrule_raw_iff_edited", id="edited to nothing"),
        pytest.param("DraftRule", {"change": "removed"}, "draftrule_raw_iff_edited", id="removed yet there"),
        pytest.param("DraftPresence", {"code": ""}, "draftpresence_code_given", id="at no rule"),
        pytest.param("DraftCheck", {"state": "lost"}, "draftcheck_(state_known|finished_iff_not_open)", id="a check in no state"),
        pytest.param("DraftCheck", {"state": "done"}, "draftcheck_finished_iff_not_open", id="done at no time"),
        pytest.param("DraftCheck", {"finished_at": NOON}, "draftcheck_finished_iff_not_open", id="waiting yet finished"),
        pytest.param("DraftCheck", {"state": "running"}, "draftcheck_running_gives_signs", id="runs without a sign"),
        pytest.param("FindingWaiver", {"kind": "conflict"}, "findingwaiver_kind_known", id="a conflict that is accepted"),
        pytest.param("FindingWaiver", {"reason": ""}, "findingwaiver_reason_given", id="accepted without a reason"),
        pytest.param("FindingWaiver", {"issue": ""}, "findingwaiver_gap_has_issue", id="a gap in nothing"),
        pytest.param("Publication", {"state": "lost"}, "publication_(state_known|finished_iff_not_open)", id="published in no state"),
        pytest.param("Publication", {"content_of": HASH}, "publication_of_draft_or_edition", id="a draft and an edition of old"),
        pytest.param("Publication", {"kind": "roll-back"}, "publication_of_draft_or_edition", id="back to nothing"),
        pytest.param("Publication", {"label": ""}, "publication_named_and_explained", id="published without a name"),
        pytest.param("Publication", {"why": ""}, "publication_named_and_explained", id="published without a reason"),
        pytest.param("Publication", {"finished_at": NOON}, "publication_finished_iff_not_open", id="open yet finished"),
        pytest.param("Publication", {"state": "running"}, "publication_running_gives_signs", id="runs and nobody knows"),
        pytest.param("Publication", {"edition": HASH}, "publication_edition_iff_done", id="in force before it is done"),
    ],
)  # fmt: skip
def test_the_database_refuses_what_cannot_be(rows, model, fields, constraint):
    row = rows[model]
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        type(row)._base_manager.filter(pk=row.pk).update(**fields)


@pytest.mark.parametrize("model", ["DraftRule", "DraftPresence", "FindingWaiver", "DraftCheck"])
def test_what_there_is_once_is_there_once(rows, model):
    row = rows[model]
    row.pk = None
    row._state.adding = True
    if model == "DraftCheck":
        row.fingerprint = "1" * 64  # one open check a draft, whatever it is of
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save(force_insert=True)


def test_rows_say_what_they_are(rows):
    assert all(str(row) for row in rows.values())
    assert rows["DraftRule"].removed is False
