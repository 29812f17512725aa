"""`check_bank`: the whole bank against the rules, without a database."""

import json

import pytest
from django.core.management import call_command

from cases.editions.content import build_edition
from certification.bank import checking
from certification.bank.checking import check_bank, summary
from certification.bank.domain import Disputed
from certification.bank.files import BankFiles
from certification.management.commands import check_bank as command
from tests.factories.bank import bank_files, content, item, write_items

TWO = "items:\n" + "".join(
    item(code, "single", "late_ship_1", late=True).replace("等揽收", text)
    for code, text in (("X-1", "等揽收"), ("X-2", "又等揽收"))
)


@pytest.fixture(scope="module")
def edition():
    return build_edition(content(), "试 1")


@pytest.fixture
def little_rules(monkeypatch, edition):
    monkeypatch.setattr(command.api, "shipped_edition", lambda: edition)


def test_every_item_is_listed_with_key_rules_topic_and_twins(edition):
    lines = check_bank(bank_files(TWO), edition=edition)

    assert [(line.id, line.key, line.topic, line.twins, line.problems) for line in lines] == [
        ("X-1", ("A",), "ship", ("X-2",), ()),
        ("X-2", ("A",), "ship", ("X-1",), ()),
    ]
    assert summary(lines)["type"] == {"single": 2}


def test_a_dispute_on_record_is_no_problem(edition):
    files = bank_files(TWO.replace("expected: [A]", "expected: [B]", 1))
    files = BankFiles(files.items, {"X-1": Disputed(("B",), ("A",), "来源有误")}, ())

    lines = check_bank(files, edition=edition)

    assert (lines[0].problems, lines[0].disputed) == ((), True)
    assert "（争议）" in lines[0].to_text()


def test_no_two_items_of_the_little_bank_are_twins(edition):
    assert not [line.id for line in check_bank(bank_files(), edition=edition) if line.twins]


def test_the_command_lists_and_passes(little_rules, tmp_path, capsys):
    call_command("check_bank", folder=write_items(tmp_path / "items"), disputed=tmp_path / "none.yaml")

    out = capsys.readouterr().out
    assert "✓ T-00A  single     A" in out
    assert "42 题，0 处有问题" in out


def test_the_command_fails_on_a_problem_and_can_print_only_those(little_rules, tmp_path, capsys):
    folder = write_items(tmp_path / "items", TWO.replace("expected: [A]", "expected: [C]", 1))

    with pytest.raises(SystemExit) as stopped:
        call_command("check_bank", "--problems", folder=folder, disputed=tmp_path / "none.yaml")

    out = capsys.readouterr().out
    assert stopped.value.code == 1
    assert "✗ X-1" in out
    assert "X-2" not in out
    assert "2 题，1 处有问题" in out


def test_the_command_prints_json_with_what_cannot_be_read(little_rules, tmp_path, capsys):
    folder = write_items(tmp_path / "items", TWO.replace("type: single", "type: essay", 1))

    with pytest.raises(SystemExit):
        call_command("check_bank", "--json", folder=folder, disputed=tmp_path / "none.yaml")

    data = json.loads(capsys.readouterr().out)
    assert [one["id"] for one in data["items"]] == ["X-2"]
    assert "type “essay”" in data["unreadable"][0]


def test_text_problems_are_printed_too(little_rules, tmp_path, capsys):
    folder = write_items(tmp_path / "items", "items: [x]")

    with pytest.raises(SystemExit):
        call_command("check_bank", folder=folder, disputed=tmp_path / "none.yaml")

    assert "✗ test.yaml" in capsys.readouterr().out


def test_an_item_without_a_derivation_has_a_line_too(edition):
    lines = check_bank(bank_files(TWO.replace("worn: no", "torn: no", 1)), edition=edition)

    assert lines[0].problems
    assert checking.Line.to_json(lines[0])["key"] == ()
