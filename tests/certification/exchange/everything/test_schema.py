"""The export is what its JSON Schema says, record by record."""

import json
from pathlib import Path

import fastjsonschema
import pytest
from django.conf import settings

from certification.exchange.everything.members import members
from certification.exchange.everything.writing import SCHEMA_PATH
from tests.certification.exchange.everything.conftest import export, lines

SCHEMA = json.loads(SCHEMA_PATH.read_text(encoding="utf-8"))
NAMES = [one.name for one in members(with_names=False)]


def checker(name: str):
    return fastjsonschema.compile({"definitions": SCHEMA["definitions"], "$ref": f"#/definitions/{name}"})


@pytest.mark.parametrize("with_names", [False, True])
def test_every_record_is_as_the_schema_says(site, with_names):
    archive = export(site, with_names=with_names)

    for name in NAMES:
        check = checker(name)
        for record in lines(archive, name):
            check(record)
    for file, name in (("bank.json", "bank"), ("manifest.json", "manifest")):
        checker(name)(json.loads(archive.read(file)))
    assert json.loads(archive.read("schema.json")) == SCHEMA
    assert [name for name in NAMES if not lines(archive, name)] == []


def test_a_field_that_the_schema_does_not_know_would_be_found(site):
    cohort = lines(export(site), "cohorts")[0]

    with pytest.raises(fastjsonschema.JsonSchemaException):
        checker("cohorts")({**cohort, "more": 1})


def test_the_schema_is_in_the_reference():
    assert (Path(settings.BASE_DIR) / "docs/reference/everything.schema.json").samefile(SCHEMA_PATH)
