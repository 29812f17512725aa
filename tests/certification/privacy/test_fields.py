"""The register and the tables agree: a new table or field that could name a person has to be classified."""

import pytest
from django.core.exceptions import FieldDoesNotExist
from django.db.models import Model

from certification.core.append_only import words_of
from certification.people.models import User
from certification.privacy.domain import Entry, Fate
from certification.privacy.fields import every_model, fields_to_classify
from certification.privacy.register import REGISTER

MODELS = {model._meta.label: model for model in every_model()}


@pytest.mark.parametrize("label", sorted(MODELS))
def test_every_field_that_could_name_a_person_is_classified(label):
    assert label in REGISTER, "a new table: say in certification/privacy/register whether it is about people"

    missing = fields_to_classify(MODELS[label]) - set(REGISTER[label].kinds)
    assert not missing, f"say in the register what {sorted(missing)} hold"


def test_the_register_names_no_table_that_is_gone():
    assert set(REGISTER) <= set(MODELS)


@pytest.mark.parametrize("entry", REGISTER.values(), ids=lambda one: one.model)
def test_the_register_names_no_field_that_is_gone(entry: Entry):
    meta = MODELS[entry.model]._meta

    for name in (*entry.kinds, *entry.cleared):
        meta.get_field(name)


@pytest.mark.parametrize("entry", REGISTER.values(), ids=lambda one: one.model)
def test_a_relation_to_a_person_is_theirs_or_an_act_of_theirs(entry: Entry):
    """A foreign key to a person counts as plain only on the person itself."""
    related = {one.name for one in MODELS[entry.model]._meta.local_concrete_fields if one.related_model is User}

    if MODELS[entry.model] is not User:
        assert not related & {*entry.plain, *entry.words, *entry.work, *entry.secret}


@pytest.mark.parametrize("entry", [one for one in REGISTER.values() if one.about], ids=lambda one: one.model)
def test_the_way_to_the_person_can_be_asked(db, entry: Entry):
    rows = MODELS[entry.model]._base_manager.filter(
        **dict.fromkeys(entry.about, "00000000-0000-0000-0000-000000000000")
    )

    assert rows.count() == 0


@pytest.mark.parametrize(
    "entry", [one for one in REGISTER.values() if one.is_about_somebody], ids=lambda one: one.model
)
def test_what_is_about_people_is_deleted_or_says_why_it_stays(entry: Entry):
    assert entry.fate is Fate.DELETED or entry.why


@pytest.mark.parametrize("entry", REGISTER.values(), ids=lambda one: one.model)
def test_words_of_a_table_that_is_written_once_can_be_erased(entry: Entry):
    model: type[Model] = MODELS[entry.model]
    is_written_once = getattr(model, "is_written_once", False)

    assert not is_written_once or set(entry.words) == set(words_of(model))
    assert not is_written_once or entry.fate is Fate.KEPT


def test_a_field_nobody_classified_is_noticed():
    assert {"trainee", "edition"} <= fields_to_classify(MODELS["certification.Attempt"])
    assert "person" in fields_to_classify(MODELS["certification.Mark"])
    assert "state" not in fields_to_classify(MODELS["certification.Attempt"])
    with pytest.raises(FieldDoesNotExist):
        MODELS["certification.Mark"]._meta.get_field("name")
