"""Loading the bank: new versions, derivations, the gate, retiring."""

from certification.bank.models import Derivation, Question
from certification.bank.services import load_bank
from tests.factories.bank import bank_files, make_bank


def test_loading_publishes_every_sound_item(db):
    _edition, report = make_bank()

    assert report.refused == {}
    assert len(report.derived) == 42
    assert Question.objects.filter(current=None).count() == 0


def test_loading_twice_changes_nothing(db):
    edition, _report = make_bank()
    before = list(Derivation.objects.values_list("id", flat=True).order_by("id"))

    again = load_bank(bank_files(), edition=edition)

    assert (again.new_versions, again.derived, again.retired) == ([], [], [])
    assert list(Derivation.objects.values_list("id", flat=True).order_by("id")) == before
