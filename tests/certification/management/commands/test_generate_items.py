"""`manage.py generate_items`."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from certification.bank.items import read_items
from certification.bank.workflow.models import QuestionDraft


def run(*args) -> str:
    out = StringIO()
    call_command("generate_items", *args, stdout=out)
    return out.getvalue()


def test_drafts_are_printed_in_the_format_of_the_bank(tmp_path):
    items, problems = read_items(run("--rule", "TEST-FEE-02", "--count", "2", "--folder", str(tmp_path)), "drafts")

    assert problems == []
    assert len(items) == 2
    assert "TEST-FEE-02" in items[0].provenance["note"]


def test_drafts_may_go_to_a_file(tmp_path):
    told = run("--rule", "TEST-FEE-02", "--count", "1", "--folder", str(tmp_path), "--out", str(tmp_path / "out.yaml"))

    assert "1 道草稿" in told
    assert len(read_items((tmp_path / "out.yaml").read_text(), "out")[0]) == 1


@pytest.mark.parametrize(("rule", "message"), [("NOBODY", "没有规则"), ("FREIGHT-ADVANCE-01", "只引用条文")])
def test_rules_that_decide_no_case_are_refused(rule, message):
    with pytest.raises(CommandError, match=message):
        run("--rule", rule)


def test_drafts_may_go_to_a_trainers_workbench(tmp_path, trainer):
    told = run("--rule", "TEST-FEE-02", "--count", "2", "--folder", str(tmp_path), "--author", trainer.staff_number)

    assert told.strip() == "2 道草稿记在 周敏 名下：MD-9001、MD-9002"
    drafts = QuestionDraft.objects.order_by("question__code")
    assert [one.author for one in drafts] == [trainer, trainer]
    assert all(one.expected and one.content["stem"] and one.template.startswith("TEST-FEE-02-") for one in drafts)


def test_a_workbench_belongs_to_somebody_who_writes_questions(tmp_path, trainee):
    for number, message in ((trainee.staff_number, "只有培训师和主管"), ("X1", "没有工号 X1")):
        with pytest.raises(CommandError, match=message):
            run("--rule", "TEST-FEE-02", "--count", "1", "--folder", str(tmp_path), "--author", number)

    assert not QuestionDraft.objects.exists()
