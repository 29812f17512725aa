"""`manage.py coverage`."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from cases import api
from tests.factories.bank import RULE_MARK, make_bank


def run(*args) -> str:
    out = StringIO()
    call_command("coverage", *args, stdout=out)
    return out.getvalue()


def test_the_shipped_bank_is_told_rule_by_rule():
    data = json.loads(run("--json", "--rulebook", "law", "--rulebook", "taobao"))

    assert {"law", "taobao"} == {one["rulebook"] for one in data["rules"].values()}
    assert data["counts"]["tested"] > 400
    assert data["counts"]["untested"] == 0
    assert data["unkeyed"] == []
    assert set(data["untested"]) <= {one["topic"] for one in data["rules"].values()}


def test_the_text_names_every_section():
    told = run("--rulebook", "law")

    for title in ("没有题检验的规则", "只重复别的规则", "什么也不检验的题", "题干没有交代清楚的题"):
        assert title in told


def test_what_only_repeats_is_proved_to_change_nothing(monkeypatch):
    """A rule counts as proved where that is so of all the issues that it concludes."""
    found = [
        api.Finding("redundant", "", "conduct", ("PRIVACY-02",), ""),
        api.Finding("redundant", "", "risk_bearer", ("RISK-RET-QUAL-03",), ""),
    ]
    monkeypatch.setattr(api, "verify_edition", lambda _edition: api.Report("", "", redundant=tuple(found)))

    told = {line.split()[0]: line for line in run("--prove").splitlines() if line.startswith("  ")}

    assert "已证明：去掉它任何案情都不变" in told["PRIVACY-02"]
    assert "未证明" in told["RISK-RET-QUAL-03"]


def test_one_rule_is_told_with_its_questions():
    assert "MD-2001" in run("--rule", "7D-TIME-01")
    assert "MD-2001" in json.loads(run("--rule", "7D-TIME-01", "--json"))["key"]


def test_the_bank_in_the_database_may_be_asked(db):
    make_bank()

    assert f"{RULE_MARK}SHIP-1  " in run("--bank", "--rule", f"{RULE_MARK}SHIP-1")


@pytest.mark.parametrize("args", [("--rule", "NO-SUCH-RULE"), ("--rulebook", "amazon"), ("--bank",)])
def test_what_is_not_there_is_refused(db, args):
    with pytest.raises(CommandError):
        run(*args)


def test_files_that_cannot_be_read_are_told(tmp_path):
    (tmp_path / "a.yaml").write_text("items: nothing")

    with pytest.raises(CommandError, match=r"a\.yaml"):
        run("--folder", str(tmp_path))
