"""`manage.py impact OLD NEW`."""

import json
import shutil
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from cases.editions.content import CORPUS
from tests.factories.bank import make_bank
from tests.factories.later_edition import CHANGED, store_later_edition


def run(*args) -> str:
    out = StringIO()
    call_command("impact", *map(str, args), stdout=out)
    return out.getvalue()


@pytest.fixture
def editions(db):
    edition, _report = make_bank()
    return edition, store_later_edition()


def test_editions_are_named_by_the_beginning_of_their_ids_or_by_label(editions):
    old, new = editions

    assert run(old.id[7:19], new.id[7:19], "--json") == run("试 1", "试 2", "--json")


def test_the_text_tells_keys_options_and_what_decided(editions):
    told = run("试 1", "试 2")

    assert "42 题：答案变了 1" in told
    assert f"A → B  {CHANGED}" in told
    assert "原来：构成迟延" in told
    assert "现在：不构成迟延" in told


def test_the_json_holds_the_marks_of_the_past(editions):
    data = json.loads(run("试 1", "试 2", "--json"))

    assert data["counts"]["key"] == 1
    assert data["past"]["attempts"] == 0
    assert data["meaning"] == []


def test_folders_of_files_may_be_compared(db, tmp_path):
    copy = shutil.copytree(CORPUS, tmp_path / "next")

    assert "不受影响" in run(CORPUS, copy, "--files")


def test_a_folder_that_is_not_sound_is_told(db, tmp_path):
    copy = shutil.copytree(CORPUS, tmp_path / "next")
    (copy / "acts.yaml").write_text("acts: nothing")

    with pytest.raises(CommandError, match="个问题"):
        run(CORPUS, copy)


def test_an_unknown_edition_is_refused(editions):
    with pytest.raises(CommandError, match="没有版本"):
        run("试 1", "ffff")
