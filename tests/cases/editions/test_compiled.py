"""Built editions on disk: read back equal, and anything odd about the file ignored."""

import pickle
from dataclasses import replace

import pytest
from django.conf import settings as django_settings

from cases.editions import compiled
from cases.engine.case import Stack
from cases.engine.edition import Edition
from tests.factories.cases import BOOKS, FULL_STACK, little_words, make_rule

RULES = (make_rule("A", {"remedy": "refund"}, ("elapsed(paid, sent) > 48h and proved in (no, unproven)",)),)
EDITION = Edition("sha256:1", "一", little_words(), BOOKS, RULES)


@pytest.fixture(autouse=True)
def home(tmp_path, settings):
    settings.HOME = tmp_path
    return tmp_path


def files(home):
    return sorted((home / "editions").glob("*"))


def never():
    raise AssertionError("built although there is a file")


def test_it_is_built_once_and_read_back_equal(home):
    EDITION.program(FULL_STACK)

    assert compiled.built_edition("sha256:1", "一", lambda: EDITION) is EDITION
    again = compiled.built_edition("sha256:1", "一", never)

    assert again == EDITION
    assert again is not EDITION
    assert again.program(Stack("plat")).by_id["remedy"].families
    assert [path.suffix for path in files(home)] == [".bin"]


def test_a_new_label_is_taken_from_the_row():
    compiled.built_edition("sha256:1", "一", lambda: EDITION)

    assert compiled.built_edition("sha256:1", "二", never).label == "二"


def test_another_edition_has_another_file(home):
    compiled.built_edition("sha256:1", "一", lambda: EDITION)

    other = compiled.built_edition("sha256:2", "一", lambda: replace(EDITION, id="sha256:2"))

    assert other.id == "sha256:2"
    assert len(files(home)) == 2


def spoil(path, change):
    path.write_bytes(change(path.read_bytes()))


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(lambda stored: b"", id="empty"),
        pytest.param(lambda stored: stored[:100], id="cut off"),
        pytest.param(lambda stored: stored[:-1] + bytes([stored[-1] ^ 1]), id="one bit other"),
        pytest.param(lambda stored: bytes(32) + stored[32:], id="not signed"),
        pytest.param(lambda stored: compiled._sign(b"") + b"", id="signed nonsense"),
    ],
)
def test_a_file_that_is_not_what_was_written_is_ignored_and_written_anew(home, change):
    compiled.built_edition("sha256:1", "一", lambda: EDITION)
    (path,) = files(home)
    whole = path.read_bytes()
    spoil(path, change)

    assert compiled.built_edition("sha256:1", "一", lambda: EDITION) is EDITION
    assert len(path.read_bytes()) == len(whole)
    assert compiled.built_edition("sha256:1", "一", never) == EDITION


def test_a_signed_file_of_something_else_is_ignored(home):
    compiled.built_edition("sha256:1", "一", lambda: EDITION)
    (path,) = files(home)
    data = pickle.dumps(replace(EDITION.with_rules(RULES), id="sha256:2"))
    path.write_bytes(compiled._sign(data) + data)

    assert compiled.built_edition("sha256:1", "一", lambda: EDITION) is EDITION


def test_a_file_of_another_site_is_not_even_opened(home, settings):
    compiled.built_edition("sha256:1", "一", lambda: EDITION)
    settings.SECRET_KEY = f"another than {django_settings.SECRET_KEY}"

    assert compiled.built_edition("sha256:1", "一", lambda: EDITION) is EDITION


def test_another_program_reads_only_its_own(home, monkeypatch):
    compiled.built_edition("sha256:1", "一", lambda: EDITION)
    monkeypatch.setattr(compiled, "program_hash", lambda: "another")

    assert compiled.built_edition("sha256:1", "一", lambda: EDITION) is EDITION
    assert len(files(home)) == 2


def test_a_folder_that_cannot_be_written_does_no_harm(home):
    (home / "editions").write_text("not a folder")

    assert compiled.built_edition("sha256:1", "一", lambda: EDITION) is EDITION


def test_only_the_latest_files_stay(home):
    for number in range(12):
        name = f"sha256:{number}"
        compiled.built_edition(name, "一", lambda name=name: replace(EDITION, id=name))

    assert len(files(home)) == 8
