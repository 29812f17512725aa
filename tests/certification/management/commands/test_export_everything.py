"""`manage.py export_everything`."""

import zipfile

import pytest
from django.core.management import CommandError, call_command


def test_it_writes_the_file_and_says_what_is_in_it(edition, tmp_path, capsys):
    file = tmp_path / "all.zip"

    call_command("export_everything", file)
    call_command("export_everything", file, check=True)

    told = capsys.readouterr().out
    assert "questions.jsonl" in told
    assert "42 条" in told
    assert "完整" in told
    assert "bank.json" in zipfile.ZipFile(file).namelist()
    assert [one.name for one in tmp_path.iterdir()] == ["all.zip"]
    assert file.stat().st_mode & 0o077 == 0


def test_what_is_not_whole_or_not_there_is_told(edition, tmp_path):
    file = tmp_path / "half.zip"
    call_command("export_everything", file)
    file.write_bytes(file.read_bytes()[:-200])

    with pytest.raises(CommandError, match="不是完整的导出文件"):
        call_command("export_everything", file, check=True)
    with pytest.raises(CommandError, match="读写不了"):
        call_command("export_everything", tmp_path / "no" / "all.zip")


def test_without_an_edition_there_is_nothing_to_export(db, tmp_path):
    with pytest.raises(CommandError, match="corpus load"):
        call_command("export_everything", tmp_path / "all.zip")
