"""No column that names a person is forgotten when two accounts become one."""

from django.apps import apps
from django.db import models

from certification.oversight.people.duplicates.relations import NAMES, Fate, fates
from certification.people.models import User


def columns_that_name_people() -> set[tuple[str, str]]:
    keys = {
        (one.related_model.__name__, one.field.name)
        for one in User._meta.get_fields(include_hidden=True)
        if one.auto_created and not one.concrete
    }
    bare = {
        (model.__name__, field.name)
        for model in apps.get_app_config("certification").get_models()
        for field in model._meta.concrete_fields
        if isinstance(field, models.UUIDField) and not field.primary_key and not field.is_relation
    }
    return keys | bare


#: Bare ids of other things.
OTHER = {("ImportRow", "based_on"), ("ImportPicture", "name")}


def test_each_column_has_a_fate():
    assert columns_that_name_people() - OTHER - set(fates()) == set()


def test_what_moves_is_counted_on_the_page():
    told = {model.__name__ for model in NAMES} | {"AllowanceGrant"}

    assert {
        model for (model, _column), fate in fates().items() if fate in {Fate.MOVES, Fate.OWN, Fate.UNLESS_BOTH}
    } == told
