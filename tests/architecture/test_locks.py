"""Locks: pinned, hashed, and naming no host."""

import re

import pytest

from tests.architecture.sources import ROOT

LOCKS = ["requirements", "requirements-dev", "requirements-bench"]


def pinned(name: str) -> set[str]:
    found = re.findall(r"^([A-Za-z0-9_.-]+)==", (ROOT / f"{name}.lock").read_text(), re.MULTILINE)
    return {project.lower().replace("_", "-") for project in found}


def asked(name: str) -> set[str]:
    lines = (ROOT / f"{name}.in").read_text().splitlines()
    names = (re.match(r"[A-Za-z0-9_.-]+", line) for line in lines if not line.startswith("-"))
    return {match.group().lower().replace("_", "-") for match in names if match}


@pytest.mark.parametrize("name", LOCKS)
def test_every_pin_has_a_hash_and_no_line_names_a_host(name):
    text = (ROOT / f"{name}.lock").read_text()
    entries = re.split(r"^(?=[A-Za-z0-9])", text, flags=re.MULTILINE)[1:]

    assert entries
    assert all("--hash=sha256:" in entry for entry in entries)
    assert "://" not in text
    assert "index" not in re.sub(r"^ *#.*$", "", text, flags=re.MULTILINE)


@pytest.mark.parametrize("name", LOCKS)
def test_the_lock_holds_what_is_asked_for(name):
    assert asked(name) <= pinned(name)


def test_tests_run_on_the_versions_that_the_site_runs_on():
    runtime = re.findall(r"^\S+==\S+", (ROOT / "requirements.lock").read_text(), re.MULTILINE)

    assert set(runtime) <= set(re.findall(r"^\S+==\S+", (ROOT / "requirements-dev.lock").read_text(), re.MULTILINE))
