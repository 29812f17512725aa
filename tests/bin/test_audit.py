"""The audit of what the site runs on: a weakness fails, a machine that cannot ask does not."""

import json
import subprocess
from datetime import date

import pytest

from bin import audit

TODAY = date(2026, 11, 22)
WEAK = {"name": "a", "version": "1", "vulns": [{"id": "PYSEC-1", "aliases": ["CVE-1"], "fix_versions": ["2"]}]}
FINE = {"name": "b", "version": "1", "vulns": []}
SKIPPED = {"name": "c", "skip_reason": "not found"}


def answering(monkeypatch, stdout: str, stderr: str = "", **raising):
    def run(*_args, **_options):
        if raising:
            raise raising["error"]
        return subprocess.CompletedProcess([], 1, stdout=stdout, stderr=stderr)

    monkeypatch.setattr(audit.subprocess, "run", run)


def test_a_known_weakness_fails_and_names_the_version_that_mends_it(monkeypatch, capsys):
    answering(monkeypatch, json.dumps({"dependencies": [WEAK, FINE]}))

    assert audit.main() == 1
    assert "a 1：CVE-1、PYSEC-1（2）" in capsys.readouterr().err


def test_what_was_not_looked_at_is_said_and_is_no_failure(monkeypatch, capsys):
    answering(monkeypatch, json.dumps({"dependencies": [FINE, SKIPPED]}))

    assert audit.main() == 0
    assert "核对了 1 个版本，1 个没有核对，跳过：not found" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        pytest.param(
            {"stdout": "", "stderr": "x\nConnectionError: no route"}, "ConnectionError: no route", id="offline"
        ),
        pytest.param({"stdout": ""}, "没有报告", id="silent"),
        pytest.param({"stdout": "", "error": subprocess.TimeoutExpired("x", 1)}, "秒没有答复", id="hangs"),
    ],
)
def test_a_machine_that_cannot_ask_skips_with_the_reason(monkeypatch, capsys, answer, reason):
    answering(monkeypatch, **answer)

    assert audit.main() == 0
    said = capsys.readouterr().out
    assert "跳过" in said
    assert reason in said


def test_an_accepted_advisory_counts_again_after_its_day(monkeypatch):
    monkeypatch.setattr(audit, "ACCEPTED", {"CVE-1": (TODAY, "not reached here")})

    assert audit.read({"dependencies": [WEAK]}, today=TODAY).weak == []
    assert audit.read({"dependencies": [WEAK]}, today=date(2026, 11, 23)).weak != []
