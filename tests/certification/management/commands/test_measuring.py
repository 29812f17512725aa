"""The commands that reckon over tables of marks."""

import json

import pytest
from django.core.management import CommandError, call_command

TABLE = "person,q1,q2\nmax,1,1\n" + "".join(f"p{at},{at % 2},{at % 3 and 1}\n" for at in range(30))


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "marks.csv"
    path.write_text(TABLE, encoding="utf-8")
    return str(path)


def told(capsys, *arguments: str) -> dict:
    call_command(*arguments, "--json")
    return json.loads(capsys.readouterr().out)


def test_statistics_of_items_and_paper(file, capsys):
    found = told(capsys, "item_statistics", file)
    assert found["items"]["q1"]["facility"] == 0.5
    assert found["paper"]["n"] == 30
    assert set(found) == {"items", "paper"}


def test_statistics_in_words(file, capsys):
    call_command("item_statistics", file)
    out = capsys.readouterr().out
    assert "q2\t30\t0.6667" in out
    assert "整卷：30 人" in out


@pytest.mark.parametrize("model", ["rasch", "2pl"])
def test_calibration(file, capsys, model):
    found = told(capsys, "calibrate", file, "--model", model)
    assert found["model"] == model
    assert found["items"]["q1"]["b"] == pytest.approx(0, abs=0.1)
    assert (found["items"]["q1"]["a"] == found["items"]["q2"]["a"]) is (model == "rasch")


def test_calibration_in_words_names_what_was_left_out(tmp_path, capsys):
    path = tmp_path / "marks.csv"
    rows = ["person,q1,q2,q3", *(f"p{at},{at % 2},{int(at % 3 > 0)},1" for at in range(30))]
    path.write_text("\n".join(rows), encoding="utf-8")
    call_command("calibrate", str(path), "--model", "rasch")
    assert "全对或全错，没有标定：q3" in capsys.readouterr().out


def test_simulation(capsys):
    found = told(capsys, "simulate_adaptive", "--people", "20", "--items", "60")
    assert found["people"] == 20
    with pytest.raises(CommandError, match="至少为 1"):
        call_command("simulate_adaptive", "--people", "0")


@pytest.mark.parametrize("command", ["item_statistics", "calibrate"])
def test_a_file_that_is_no_table_is_refused(tmp_path, command):
    with pytest.raises(CommandError, match="读不了"):
        call_command(command, str(tmp_path / "nothing.csv"))
    (tmp_path / "gbk.csv").write_bytes("person,题\n张,1".encode("gbk"))
    with pytest.raises(CommandError, match="不是 UTF-8"):
        call_command(command, str(tmp_path / "gbk.csv"))
    (tmp_path / "odd.csv").write_text("person,q\nli,对", encoding="utf-8")
    with pytest.raises(CommandError, match="第 2 行“q”列的“对”不是数"):
        call_command(command, str(tmp_path / "odd.csv"))
