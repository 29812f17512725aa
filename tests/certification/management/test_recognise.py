import json

import pytest
from django.core.management import CommandError, call_command


def run(tmp_path, capsys, text, *options):
    path = tmp_path / "replies.jsonl"
    path.write_text(text, encoding="utf-8")
    call_command("recognise", str(path), *options)
    return capsys.readouterr().out


def test_prints_one_list_with_an_element_for_each_reply(tmp_path, capsys):
    lines = '{"buyer": "运费谁出？", "reply": "运费我们承担"}\n\n{"reply": ""}\n'

    data = json.loads(run(tmp_path, capsys, lines, "--json"))

    assert [act["act"] for act in data[0]["acts"]] == ["freight_seller"]
    assert set(data[0]["acts"][0]) == {"act", "args", "span", "confidence"}
    assert data[1] == {"acts": [], "abstained": []}


def test_prints_acts_for_people(tmp_path, capsys):
    out = run(tmp_path, capsys, '{"reply": "加我微信聊，abc12345"}\n{"reply": "东西哈"}')

    assert "off_platform" in out
    assert "「" in out


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("{", "Line 2 is not JSON"),
        ("[]", "Line 2 is no object"),
        ('{"buyer": "x"}', 'Line 2: "reply" and "buyer" must be texts'),
        ('{"reply": 1}', "Line 2"),
        ('{"reply": "x", "buyer": 3}', "Line 2"),
        (json.dumps({"reply": "x" * 10_001}), 'Line 2: "reply" has 10,001 characters, at most 10,000'),
        ("[" * 100_000, "Line 2 is not JSON"),
    ],
)
def test_a_bad_line_is_named(tmp_path, capsys, line, message):
    with pytest.raises(CommandError, match=message):
        run(tmp_path, capsys, '{"reply": "好"}\n' + line)


def test_a_file_that_is_not_there_or_not_utf8_is_refused(tmp_path):
    (tmp_path / "gbk.jsonl").write_bytes("你好".encode("gbk"))

    with pytest.raises(CommandError, match="Cannot read"):
        call_command("recognise", str(tmp_path / "none.jsonl"))
    with pytest.raises(CommandError, match="not UTF-8"):
        call_command("recognise", str(tmp_path / "gbk.jsonl"))
