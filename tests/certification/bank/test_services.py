"""Loading the bank: new versions, derivations, the gate, retiring."""

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import IntegrityError, transaction

from certification.bank.files import BankFiles
from certification.bank.items import ItemError
from certification.bank.models import Derivation, Question, QuestionVersion
from certification.bank.services import load_bank
from certification.core.append_only import AppendOnlyError
from tests.factories.bank import RULE_MARK, bank_files, cited_item, item, items, make_bank, store_edition, write_items

ONE = "items:\n" + item("X-1", "single", "late_ship_1", late=True)


def test_loading_publishes_every_sound_item(db):
    _edition, report = make_bank()

    assert report.refused == {}
    assert len(report.derived) == 42
    assert Question.objects.filter(current=None).count() == 0


def test_a_derivation_keeps_key_rules_topic_and_difficulty(db):
    load_bank(bank_files(ONE), edition=store_edition())

    derivation = Derivation.objects.get()
    assert (derivation.key, derivation.truths) == ([0], [True, False, False])
    assert (derivation.rules, derivation.topic) == ([f"{RULE_MARK}SHIP-1"], "ship")
    assert 1 <= derivation.difficulty <= 5
    assert derivation.decisions[0]["issues"]["late_ship_1"]["value"] is True


def test_loading_twice_changes_nothing(db, django_assert_max_num_queries):
    edition, _report = make_bank()
    before = list(Derivation.objects.values_list("id", flat=True).order_by("id"))

    again = load_bank(bank_files(), edition=edition)

    assert (again.new_versions, again.derived, again.retired) == ([], [], [])
    assert list(Derivation.objects.values_list("id", flat=True).order_by("id")) == before


def test_new_words_make_a_new_version_and_keep_the_old(db):
    edition = store_edition()
    load_bank(bank_files(ONE), edition=edition)

    report = load_bank(bank_files(ONE.replace("等揽收", "一直等揽收")), edition=edition)

    question = Question.objects.get()
    assert report.new_versions == ["X-1"]
    assert list(question.versions.values_list("number", flat=True)) == [1, 2]
    assert question.current.number == 2


def test_going_back_to_old_words_takes_up_the_old_version(db):
    edition = store_edition()
    load_bank(bank_files(ONE), edition=edition)
    load_bank(bank_files(ONE.replace("等揽收", "一直等揽收")), edition=edition)

    report = load_bank(bank_files(ONE), edition=edition)

    assert report.new_versions == []
    assert Question.objects.get().current.number == 1


def test_group_and_provenance_may_change_without_a_new_version(db):
    edition = store_edition()
    load_bank(bank_files(ONE), edition=edition)

    load_bank(bank_files(ONE.replace("{own: 测试}", "{own: 又一次}\n    enemies: twins")), edition=edition)

    question = Question.objects.get()
    assert (question.enemies, question.provenance) == ("twins", {"own": "又一次"})
    assert question.versions.count() == 1


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        pytest.param("claim: late_ship_1}", "claim: not late_ship_1}", "key.not-unique", id="no unique key"),
        pytest.param("expected: [A]", "expected: [B]", "bank.unexpected-key", id="another key expected"),
        pytest.param("worn: no", "torn: no", "case.invalid", id="an unknown fact"),
        pytest.param("claim: late_ship_1}", "claim: late_ship_1 and}", "claim.syntax", id="a broken claim"),
        pytest.param("pickup_scan: 2025-08-16 22:20", "pickup_scan: '?'", "key.undetermined", id="undetermined"),
    ],
)
def test_what_fails_the_gate_is_kept_but_not_drawn(db, old, new, code):
    assert old in ONE

    report = load_bank(bank_files(ONE.replace(old, new, 1)), edition=store_edition())

    assert code in {finding.code for finding in report.refused["X-1"]}
    assert Question.objects.get().current is None
    assert not Derivation.objects.exists()


def test_recall_questions_on_one_clause_are_twins_and_pinned_to_its_wording(db):
    edition = store_edition()
    text = "items:\n" + cited_item("X-1", edition) + cited_item("X-2", edition).replace("怎么说", "究竟怎么说")

    load_bank(bank_files(text), edition=edition)
    again = load_bank(bank_files(text.replace("clause: ", "clause: 0", 1)), edition=edition)

    assert len(set(Derivation.objects.values_list("trace", flat=True))) == 1
    assert [one.code for one in again.refused["X-1"]] == ["cited.clause-changed"]


def test_an_item_that_is_gone_is_retired_and_comes_back(db):
    edition, _report = make_bank()

    gone = load_bank(bank_files(ONE), edition=edition)
    back = load_bank(bank_files(), edition=edition)

    assert len(gone.retired) == 42
    assert back.retired == ["X-1"]
    assert Question.objects.exclude(current=None).count() == 42


def test_files_with_problems_change_nothing(db):
    with pytest.raises(ItemError):
        bank_files(ONE.replace("type: single", "type: essay"))

    assert not Question.objects.exists()


def test_versions_and_derivations_are_written_once(db):
    load_bank(bank_files(ONE), edition=store_edition())

    for model in (QuestionVersion, Derivation):
        with pytest.raises(AppendOnlyError):
            model.objects.all().delete()
        with pytest.raises(AppendOnlyError):
            model.objects.get().save()


def test_the_database_refuses_impossible_rows(db):
    load_bank(bank_files(ONE), edition=store_edition())
    version, derivation = QuestionVersion.objects.get(), Derivation.objects.get()
    values = {name: getattr(derivation, name) for name in ("key", "truths", "rules", "topic", "decisions", "trace")} | {
        "version": version,
        "edition": "sha256:other",
    }

    for make in (
        lambda: QuestionVersion.objects.create(question=version.question, number=1, content={}, content_hash="x"),
        lambda: QuestionVersion.objects.create(
            question=version.question, number=2, content={}, content_hash=version.content_hash
        ),
        lambda: Derivation.objects.create(**values, difficulty=6),
        lambda: Derivation.objects.create(**{**values, "edition": derivation.edition}, difficulty=1),
        lambda: Question.objects.create(code="Y", type="essay"),
        lambda: Question.objects.create(code="", type="single"),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            make()


def test_the_command_loads_and_says_what_it_did(db, tmp_path, capsys):
    store_edition()
    folder = write_items(tmp_path / "items", ONE.replace("expected: [A]", "expected: [B]"))

    call_command("load_bank", folder=folder, disputed=tmp_path / "none.yaml")

    out = capsys.readouterr().out
    assert "题库 1 题：新版本 1，新推导 0，停用 0，没过发布关 1" in out
    assert "X-1 不出题：推出的答案是 A，作者预期 B" in out


def test_the_command_refuses_broken_files_and_a_missing_edition(db, tmp_path):
    folder = write_items(tmp_path / "items", "items: [x]")
    with pytest.raises(CommandError, match="corpus load"):
        call_command("load_bank", folder=tmp_path / "nothing", disputed=tmp_path / "none.yaml")

    store_edition()
    with pytest.raises(CommandError, match="题目文件有 1 处要改"):
        call_command("load_bank", folder=folder, disputed=tmp_path / "none.yaml")


def test_the_items_of_the_little_bank_are_forty_two():
    assert isinstance(bank_files(items()), BankFiles)
    assert len(bank_files().items) == 42
