"""``verify_corpus``: a whole run is kept, and a run for one rule starts from it."""

import json
from contextlib import suppress
from io import StringIO

import pytest
from django.core.management import call_command

from cases.engine.rules import Kind
from cases.management.commands import verify_corpus
from tests.factories.cases import make_rule
from tests.factories.prover import make_edition

ALWAYS = make_rule("ALWAYS", kind=Kind.FALLBACK, book="law")
BEFORE = (
    make_rule("A", {"remedy": "refund"}, ("worn",)),
    make_rule("B", {"remedy": "exchange"}, ("not worn",)),
    ALWAYS,
)
AFTER = (BEFORE[0], make_rule("B", {"remedy": "exchange"}, ("tagged",)), ALWAYS)


@pytest.fixture
def run(settings, tmp_path, monkeypatch):
    """Run the command over some rules; returns its report and whether the corpus was verified whole."""
    settings.HOME = tmp_path
    monkeypatch.setattr(verify_corpus, "read_files", dict)

    def run(rules, *options):
        whole = []
        verify = verify_corpus.verify
        monkeypatch.setattr(verify_corpus, "build_edition", lambda content: make_edition(*rules))
        with monkeypatch.context() as patch:
            patch.setattr(verify_corpus, "verify", lambda *args, **rest: whole.append(1) or verify(*args, **rest))
            out = StringIO()
            with suppress(SystemExit):
                call_command("verify_corpus", "--json", *options, stdout=out)
        return json.loads(out.getvalue()), bool(whole)

    return run


def test_a_run_for_one_rule_starts_from_the_last_whole_run(run):
    run(BEFORE)

    report, whole = run(AFTER, "--rule", "B")

    assert [one["rules"] for one in report["conflicts"]] == [["A", "B"]]
    assert (report["scope"], whole) == ("B", False)


def test_without_a_whole_run_one_is_made(run):
    report, whole = run(AFTER, "--rule", "B")

    assert [one["rules"] for one in report["conflicts"]] == [["A", "B"]]
    assert whole


def test_what_was_found_is_not_believed_when_the_file_is_touched(run, tmp_path):
    run(BEFORE)
    file = tmp_path / "verdicts" / "shipped.bin"
    file.write_bytes(file.read_bytes()[:-1] + b"x")

    assert run(AFTER, "--rule", "B")[1]


def test_a_whole_run_can_be_asked_for(run):
    run(BEFORE)

    assert run(AFTER, "--rule", "B", "--afresh")[1]
