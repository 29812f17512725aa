"""The database itself refuses to change a mark or a regrade, on SQLite and on PostgreSQL."""

import pytest
from django.db import DatabaseError, connection, transaction

from certification.core import guards
from certification.core.append_only import AppendOnlyError
from certification.grading.domain import Cause, Policy
from certification.grading.ledger import broken_mark
from certification.grading.models import Mark, Regrade
from certification.grading.regrades import Request, apply_regrade, fingerprint, preview
from certification.grading.regrading import Correction
from tests.factories.attempts import LATER
from tests.factories.grading import handed_in, marked


@pytest.fixture
def regraded(trainee, edition, settings):
    """A ledger with a hand-in and a regrade, in a database that guards it."""
    settings.APPEND_ONLY_GUARDS = True
    guards.install_guards()
    one = marked(*handed_in(trainee, edition))
    version = one.derivation.version_id
    request = Request(Cause.VOID_ITEM, (Correction(str(version), is_void=True),), Policy.EXACT)
    apply_regrade(request, expected=fingerprint(preview(request)), reason="题干有误", actor=trainee.pk, now=LATER)
    return Regrade.objects.get()


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE certification_mark SET points = 0",
        "DELETE FROM certification_mark",
        "UPDATE certification_regrade SET reason = 'x'",
        "DELETE FROM certification_regrade",
    ],
)
def test_the_database_refuses(regraded, sql):
    with pytest.raises(DatabaseError, match="written once"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)

    assert broken_mark() is None
    assert Mark.objects.filter(regrade=regraded).count() == 1


@pytest.mark.parametrize("model", [Mark, Regrade])
def test_so_do_the_models(regraded, model):
    row = model.objects.first()

    for change in (row.save, row.delete, model.objects.all().delete, lambda: model.objects.update(at=LATER)):
        with pytest.raises(AppendOnlyError):
            change()
