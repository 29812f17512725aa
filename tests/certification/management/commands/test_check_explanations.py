"""The command that puts explanations to the solver."""

import json
from io import StringIO

import pytest
from django.core.management import call_command

from cases import api
from cases.api import SupportCheck
from certification.management.commands import check_explanations as command
from certification.publishing.explanations.checking import Checked


def run(*words: str) -> str:
    out = StringIO()
    call_command("check_explanations", *words, stdout=out)
    return out.getvalue()


def test_it_counts_what_it_checked():
    said = json.loads(run("--every", "400", "--json"))

    assert said["questions"] >= 1
    assert said["explanations"] > 0
    assert said["insufficient"] == said["unfaithful"] == said["undecided"] == []


def test_an_explanation_that_does_not_hold_ends_it_with_an_error(monkeypatch):
    monkeypatch.setattr(
        api, "check_supports", lambda _edition, requests: tuple(SupportCheck(one["issue"], None) for one in requests)
    )
    out = StringIO()

    with pytest.raises(SystemExit):
        call_command("check_explanations", "--every", "400", stdout=out)

    assert "✗ 求解器未能判定：" in out.getvalue()


@pytest.mark.parametrize(
    ("words", "left"),
    [
        pytest.param((), {"sha256:new"}, id="all"),
        pytest.param(("--every", "400"), {"sha256:old", "sha256:new"}, id="part"),
    ],
)
def test_it_keeps_what_the_solver_proves(words, left, monkeypatch, tmp_path):
    """What was known of other questions stays unless all of them were looked at."""
    kept, old, new = (
        tmp_path / "proofs.json",
        *({f"sha256:{name}": {"i": api.Proof("f", ("n",))}} for name in ("old", "new")),
    )

    def prove(*_args, keep, **_more):
        keep({**old, **new})
        return new

    monkeypatch.setattr(api, "PROOFS_FILE", kept)
    monkeypatch.setattr(command, "prove_explanations", prove)
    monkeypatch.setattr(command, "check_explanations", lambda *_args, **_more: Checked())

    run("--prove", *words)

    assert set(api.read_proofs(kept)) == left
