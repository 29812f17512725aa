"""How the rehearsal compares what was kept, and reads what the guide says."""

import io
import sqlite3
import sys
import tarfile
import zipfile
from contextlib import closing
from importlib import import_module
from pathlib import Path
from types import SimpleNamespace

import pytest

BIN = str(Path(__file__).resolve().parents[2] / "bin")


@pytest.fixture
def rehearsal(monkeypatch):
    """The command's modules, which stand beside it and not on the path of the site."""
    monkeypatch.syspath_prepend(BIN)
    names = ("exam", "keeping", "machine", "proxies", "telling", "visitor")
    yield SimpleNamespace(**{name: import_module(f"rehearsal.{name}") for name in names})
    for name in [name for name in sys.modules if name.split(".")[0] in {"rehearsal", "soaking", "loading"}]:
        del sys.modules[name]


@pytest.fixture
def database(tmp_path):
    def made(name, *statements):
        with closing(sqlite3.connect(tmp_path / name)) as line:
            line.executescript(";".join(["CREATE TABLE answer (id INTEGER, said TEXT)", *statements]))
        return tmp_path / name

    return made


def test_what_was_there_must_be_there_afterwards(rehearsal, database):
    before = database("a", "INSERT INTO answer VALUES (1, 'A'), (2, 'B')", "CREATE TABLE old (id INTEGER)")
    grown = database("b", "ALTER TABLE answer ADD COLUMN at TEXT", "CREATE TABLE old (id INTEGER)",
                     "INSERT INTO answer VALUES (1, 'A', ''), (2, 'B', ''), (3, 'C', '')")  # fmt: skip
    worse = database("c", "INSERT INTO answer VALUES (1, 'B')", "INSERT INTO answer VALUES (2, 'B')")

    assert rehearsal.keeping.lost(before, grown) == {}
    assert rehearsal.keeping.lost(before, worse) == {"answer": 1}
    assert rehearsal.keeping.lost(grown, before) == {"answer": 1}


def test_a_table_that_is_gone_took_its_rows_along(rehearsal, database):
    before = database("a", "CREATE TABLE old (id INTEGER)", "INSERT INTO old VALUES (7)")

    assert rehearsal.keeping.lost(before, database("b")) == {"old": 1}


def test_what_only_says_that_the_program_runs_may_change(rehearsal, database):
    before = database("a", "CREATE TABLE django_session (id INTEGER)", "INSERT INTO django_session VALUES (1)",
                      "CREATE TABLE u (id INTEGER, last_login TEXT)", "INSERT INTO u VALUES (1, 'then')")  # fmt: skip
    after = database("b", "CREATE TABLE django_session (id INTEGER)",
                     "CREATE TABLE u (id INTEGER, last_login TEXT)", "INSERT INTO u VALUES (1, 'now')")  # fmt: skip

    assert rehearsal.keeping.lost(before, after) == {}


def test_fingerprints_tell_one_changed_value_and_not_the_order(rehearsal, database):
    one = database("a", "INSERT INTO answer VALUES (1, 'A'), (2, 'B')")
    turned = database("b", "INSERT INTO answer VALUES (2, 'B'), (1, 'A')")
    other = database("c", "INSERT INTO answer VALUES (1, 'A'), (2, 'b')")

    told = rehearsal.keeping.fingerprints(one)
    assert told["answer"][0] == 2
    assert rehearsal.keeping.fingerprints(turned) == told
    assert rehearsal.keeping.fingerprints(other) != told


def test_a_backup_is_unpacked(rehearsal, database, tmp_path):
    source = database("mingduan.sqlite3", "INSERT INTO answer VALUES (1, 'A')")
    with tarfile.open(tmp_path / "kept.tar.gz", "w:gz") as archive:
        archive.add(source, "mingduan.sqlite3")

    found = rehearsal.keeping.unpacked(tmp_path / "kept.tar.gz", tmp_path / "out")

    assert rehearsal.keeping.fingerprints(found) == rehearsal.keeping.fingerprints(source)
    assert rehearsal.keeping.ask(found, "SELECT count(*) FROM answer") == 1


def test_first_passwords_are_read_from_the_sheet(rehearsal):
    cells = '<c r="A2" t="s"><v>0</v></c><c r="D2" t="inlineStr"><is><t>word</t></is></c><c r="A3"><v>B1</v></c>'
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as book:
        book.writestr("xl/sharedStrings.xml", '<sst xmlns="x"><si><t>A1</t></si></sst>')
        book.writestr("xl/worksheets/sheet1.xml", f'<worksheet xmlns="x"><sheetData>{cells}</sheetData></worksheet>')

    assert rehearsal.exam.passwords_in(out.getvalue()) == {"A1": "word", "B1": ""}


def test_the_command_and_the_environment_are_those_of_the_guide(rehearsal, tmp_path):
    it = rehearsal.machine.Machine(tmp_path, "python3")

    assert it.command()[1:4] == ["manage.py", "serve", "--no-demo"]
    assert it.command()[0] == f"{tmp_path}/program/.venv/bin/python"
    assert it.command()[-1] == str(it.port)
    assert (it.environment["HTTPS"], it.environment["BACKUP_DIR"]) == ("on", f"{tmp_path}/backups")
    assert it.environment["ALLOWED_HOSTS"].startswith(rehearsal.visitor.HOST)


@pytest.mark.parametrize("name", ["nginx", "caddy"])
def test_the_examples_of_proxies_can_be_tried_elsewhere(rehearsal, tmp_path, monkeypatch, name):
    monkeypatch.setattr(rehearsal.proxies, "call", lambda _words: "")
    write = getattr(rehearsal.proxies, name)
    write(tmp_path, name, 8123, (8080, 8443), (tmp_path / "c", tmp_path / "k"))

    (written,) = tmp_path.iterdir()
    text = written.read_text()
    assert "127.0.0.1:8123" in text
    assert str(tmp_path / "k") in text
    assert ":8000" not in text


def test_the_first_thing_that_is_not_so_ends_it(rehearsal, capsys):
    rehearsal.telling.step("one", lambda: "told")
    assert "one: told" in capsys.readouterr().out
    with pytest.raises(SystemExit, match="FAILED: rain"):
        rehearsal.telling.insist([], "rain")
