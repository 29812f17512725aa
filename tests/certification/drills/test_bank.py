"""A script is a question of the bank: loaded from its file, derived by its case, gated by its own transcripts."""

from dataclasses import replace

import pytest
from django.core.management import call_command

from cases import api
from certification.bank.deriving import derivation_of, reviews_of, trace_hash
from certification.bank.domain import Content, QuestionType
from certification.bank.files import BankFiles
from certification.bank.models import Question
from certification.bank.services import load_bank
from certification.drills.bank import content_of, derive_drill, drill_items, with_drills
from certification.drills.hearing import declared
from certification.drills.script.reading import ScriptError, script_of
from certification.exchange.services.exporting import kept_questions
from certification.papers.stocking import candidates_of
from certification.publishing.impact.drills import drill_impacts
from certification.publishing.impact.report import measure
from certification.publishing.questions import Asked
from tests.certification.drills.talking import LITTLE
from tests.factories.drills import example_text, shipped_rules, the_script


@pytest.fixture(scope="module")
def edition():
    return api.shipped_edition()


def test_the_content_of_a_script_is_read_back_and_keeps_its_hash():
    content = content_of(the_script())

    assert Content.from_json(content.to_json()) == content
    assert Content.from_json(content.to_json()).hash == content.hash
    assert content.labels[0] == "1"
    assert not content.has_case


def test_the_key_is_what_the_rules_owe(edition):
    content = content_of(the_script())
    derived = derive_drill(content, edition, hearing=declared(the_script()))

    assert not derived.problems
    assert [content.options[at].text for at in derived.key] == ["应当答应退货退款", "退回运费由店铺承担"]
    assert (derived.topic, derived.difficulty) == ("quality", 2)
    assert derived.rules == ("QUAL-REMEDY-01", "FREIGHT-QUAL-01")
    assert [one.truth for one in reviews_of(content, edition)].count(True) == 2
    assert trace_hash(content, derived) != trace_hash(content_of(the_script("DR-0004")), derived)


def test_what_cannot_be_derived_is_told(edition):
    content = content_of(the_script())
    raw = {**content.script, "case": {**content.case, "facts": {"claim_type": "sadness"}}, "hidden": [], "reveals": []}
    raw["states"] = [{**one, "on": [{"to": "solved"}]} for one in raw["states"]]

    assert derive_drill(replace(content, script={}), edition).problems[0].code == "drill.form"
    assert derive_drill(replace(content, script=raw), edition).problems[0].code == "drill.case"


def test_shipped_scripts_are_loaded_once_and_wait_apart_from_questions(db, tmp_path):
    name = shipped_rules()
    folder = tmp_path / "scripts"
    folder.mkdir()
    (folder / "DR-0001.yaml").write_text(example_text(), encoding="utf-8")
    files = with_drills(BankFiles((), {}, ()), folder)

    report = load_bank(files, edition=api.load_edition(name))
    again = load_bank(files, edition=api.load_edition(name))

    assert (report.derived, report.refused) == (["DR-0001"], {})
    assert (again.derived, again.new_versions) == ([], [])
    question = Question.objects.get()
    assert question.type == QuestionType.DRILL
    assert question.current is not None
    assert candidates_of(name) == []
    assert [one.code for one in candidates_of(name, with_drills=True)] == ["DR-0001"]
    assert not kept_questions().exists()


def test_a_script_that_fails_its_transcripts_is_not_drawn(db, tmp_path):
    name = shipped_rules()
    (tmp_path / "DR-9999.yaml").write_text(
        LITTLE.replace("because: refused.offer_return", "because: forbidden.off_platform"), encoding="utf-8"
    )

    report = load_bank(with_drills(BankFiles((), {}, ()), tmp_path), edition=api.load_edition(name))

    assert "DR-9999" in report.refused
    assert Question.objects.get().current is None


def test_files_that_are_no_scripts_stop_the_loading(tmp_path):
    (tmp_path / "DR-1.yaml").write_text("id: DR-1", encoding="utf-8")

    with pytest.raises(ScriptError):
        drill_items(tmp_path)


def test_the_command_checks_files_and_says_what_is_wrong(tmp_path, capsys):
    good, bad = tmp_path / "DR-0001.yaml", tmp_path / "bad.yaml"
    good.write_text(example_text(), encoding="utf-8")
    bad.write_text("id: DR-1", encoding="utf-8")

    call_command("check_drills", str(good), "--declared", "--acts")
    told = capsys.readouterr().out
    assert told.startswith("✓ DR-0001.yaml")
    assert "规则给的：offer_return" in told
    with pytest.raises(Exception, match="有脚本还不能用"):
        call_command("check_drills", str(bad), "--json")
    assert '"file": "bad.yaml"' in capsys.readouterr().out


def test_an_edition_that_owes_something_else_touches_the_script(monkeypatch, edition):
    content = content_of(the_script())
    before = derivation_of(content, edition)
    moved = replace(before, key=before.key[:1], truths=(before.truths[0], *(False for _one in before.truths[1:])))
    asked = [Asked("DR-0001", content)]
    found = {"old": before, "new": before}
    monkeypatch.setattr("certification.publishing.impact.drills.derivation_of", lambda _c, e: found[e])
    monkeypatch.setattr(api, "rule_changes", lambda _old, _new: ())

    def effect(old, new):
        found.update(old=old, new=new)
        return [one.effect for one in drill_impacts(asked, old="old", new="new")]

    blocked = replace(before, problems=(api.Problem("drill.perfect-fails", "不通过"),))
    assert effect(before, before) == []
    assert effect(before, moved) == ["key"]
    assert effect(before, replace(before, rules=("X",))) == ["reason"]
    assert effect(before, blocked) == ["blocked"]
    assert effect(blocked, before) == ["freed"]
    assert effect(blocked, blocked) == []


def test_the_impact_reports_scripts_beside_questions(edition):
    report = measure([Asked("DR-0001", content_of(the_script()))], old=edition, new=edition)

    assert (report.rows, report.total) == ((), 1)
    assert script_of(content_of(the_script()).script or {}) == the_script()
