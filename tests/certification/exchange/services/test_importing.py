"""Dry run, report, confirm: nothing is written before, everything or nothing after."""

from dataclasses import replace

import pytest
from django.db import IntegrityError, transaction

from certification.bank.domain import QuestionType
from certification.bank.models import Derivation, Question, QuestionVersion
from certification.bank.services import withdraw_versions
from certification.bank.workflow.services.keeping import set_policy
from certification.core.journal import JournalEntry
from certification.core.refusals import RefusedError
from certification.exchange.domain import FileFormat, ForeignOption, ForeignQuestion, judgement
from certification.exchange.files import Asked, write_file
from certification.exchange.models import ImportPlan, ImportRow
from certification.exchange.services import Upload, apply_import, discard_plan, exported, kept_questions, plan_import
from tests.factories import NOON
from tests.factories.people import UserFactory

TYPED = ForeignQuestion(
    QuestionType.SINGLE,
    "几天内可以退货？",
    (ForeignOption("3 天", feedback="太短"), ForeignOption("7 天", True), ForeignOption("看心情", pinned=True)),
    external_id="NEW-1",
    explanation="见第七条",
    difficulty=2,
    category="签收与举证",
    tags=("新人",),
)
OTHER = ForeignQuestion(QuestionType.TRUEFALSE, "定做的能退。", judgement(right=False), external_id="外部 1")


@pytest.fixture
def plan(edition, trainer):
    def made(*questions, kind=FileFormat.XLSX, data=b"", name="题.xlsx", **mapping):
        data = data or write_file(questions, kind, Asked())
        upload = Upload(data, name, kind, mapping)
        return plan_import(upload, edition=edition, actor=trainer, now=NOON)

    return made


@pytest.fixture
def confirm(edition, trainer):
    def confirmed(plan, **more):
        return apply_import(plan.pk, edition=edition.id, **{"actor": trainer, "now": NOON, **more})

    return confirmed


def verdicts(plan):
    return [(row.code, row.verdict) for row in ImportRow.objects.filter(plan=plan).order_by("number")]


def bank():
    return (
        list(Question.objects.order_by("code").values_list("code", "current", "search_text")),
        QuestionVersion.objects.count(),
        Derivation.objects.count(),
    )


def test_nothing_is_written_before_it_is_confirmed(plan):
    before = bank()

    found = plan(TYPED, OTHER)

    assert bank() == before
    assert verdicts(found) == [("NEW-1", "new"), ("外部 1", "new")]
    assert (found.state, found.done, found.total) == ("checked", 2, 2)


def test_typed_questions_come_in_whole(plan, confirm, edition, trainer):
    confirm(plan(TYPED, OTHER))

    first, second = Question.objects.get(code="NEW-1"), Question.objects.get(code="MD-9001")
    assert (first.origin, first.owner, first.provenance["import"]) == ("workbench", trainer, "题.xlsx")
    assert second.provenance["external"] == "外部 1"
    assert {tag.name for tag in first.tags.all()} == {"新人"}
    assert "几天内可以退货" in first.search_text
    derivation = Derivation.objects.drawable(edition.id).get(version__question=first)
    assert (derivation.key, derivation.topic, derivation.difficulty) == ([1], "sign", 2)
    assert JournalEntry.objects.filter(verb="exchange.imported").get().details["new"] == 2


def test_the_same_file_again_changes_nothing_and_one_word_is_an_update(plan, confirm):
    confirm(plan(TYPED, OTHER))

    again = plan(TYPED, OTHER)
    assert [verdict for _code, verdict in verdicts(again)] == ["unchanged", "unchanged"]
    with pytest.raises(RefusedError, match=r"exchange\.nothing"):
        confirm(again)

    confirm(plan(replace(TYPED, stem="几天内能退货？")))
    question = Question.objects.get(code="NEW-1")
    assert (question.versions.count(), question.current.read.stem) == (2, "几天内能退货？")
    assert question.current.read.pinned == (2,)


def test_the_bank_comes_back_from_its_own_workbook_unchanged(plan, edition):
    known = kept_questions()
    for kind in (FileFormat.XLSX, FileFormat.CSV, FileFormat.JSON):
        data = write_file(exported(known, kind, edition=edition), kind, Asked())
        assert {verdict for _code, verdict in verdicts(plan(data=data, kind=kind))} == {"unchanged"}


@pytest.mark.parametrize("kind", [FileFormat.GIFT, FileFormat.MOODLE_XML, FileFormat.QTI, FileFormat.QTI3])
def test_other_formats_change_nothing_of_what_they_cannot_hold(plan, edition, kind):
    known = kept_questions()
    read_as = FileFormat.QTI if kind is FileFormat.QTI3 else kind
    data = write_file(exported(known, kind, edition=edition), kind, Asked())

    assert {verdict for _code, verdict in verdicts(plan(data=data, kind=read_as))} == {"unchanged"}


def test_the_words_of_a_question_with_a_case_may_change_its_answer_may_not(plan, confirm, edition):
    (one,) = exported(kept_questions(["T-00A"]), FileFormat.GIFT, edition=edition)
    reworded = replace(one, stem="换了说法：哪种对？")
    wrong = replace(one, options=tuple(replace(option, right=index == 1) for index, option in enumerate(one.options)))

    confirm(plan(reworded, kind=FileFormat.GIFT))
    content = Question.objects.get(code="T-00A").current.read
    assert (content.stem, content.options[0].claim) == ("换了说法：哪种对？", one.options[0].claim)

    (row,) = ImportRow.objects.filter(plan=plan(wrong, kind=FileFormat.GIFT))
    assert row.verdict == "error"
    assert "推出的答案是 A" in row.problems[0]["todo"]


def test_twins_are_told_and_not_written(plan, confirm):
    confirm(plan(TYPED))
    twin = replace(TYPED, external_id="NEW-2", stem="**几天**内，可以退货?")

    found = plan(twin, OTHER, replace(OTHER, external_id="外部 2"))

    rows = list(ImportRow.objects.filter(plan=found).order_by("number"))
    assert [(row.verdict, row.other) for row in rows] == [("twin", "NEW-1"), ("new", ""), ("twin", "外部 1")]


def test_an_id_twice_in_the_file_is_an_error(plan):
    found = plan(TYPED, replace(OTHER, external_id="NEW-1"))

    assert [verdict for _code, verdict in verdicts(found)] == ["new", "error"]


def test_a_category_that_is_no_area_becomes_a_tag_and_is_told(plan, confirm):
    found = plan(replace(TYPED, category="新店规"))
    confirm(found)

    assert "改作标签" in ImportRow.objects.get(plan=found).dropped[0]
    assert {tag.name for tag in Question.objects.get(code="NEW-1").tags.all()} == {"新人", "新店规"}


def test_errors_keep_everything_out_unless_they_are_left_out(plan, confirm):
    broken = replace(OTHER, stem="")
    found = plan(TYPED, broken)
    before = bank()

    with pytest.raises(RefusedError, match="plan-errors"):
        confirm(found)
    assert bank() == before

    confirm(found, skip_errors=True)
    assert Question.objects.filter(code="NEW-1").exists()


def test_what_changed_in_between_is_refused_whole(plan, confirm, edition):
    confirm(plan(TYPED))
    mine, theirs = plan(replace(TYPED, stem="我改的"), OTHER), plan(replace(TYPED, stem="他改的"))
    confirm(theirs)
    before = bank()

    with pytest.raises(RefusedError, match="bank-changed"):
        confirm(mine)
    with pytest.raises(RefusedError, match="edition-changed"):
        apply_import(mine.pk, edition="another", actor=None, now=NOON)

    assert bank() == before
    assert ImportPlan.objects.get(pk=mine.pk).state == "checked"


def test_a_code_taken_in_between_is_refused(plan, confirm):
    found = plan(TYPED)
    Question.objects.create(code="NEW-1", type="single")

    with pytest.raises(RefusedError, match="bank-changed"):
        confirm(found)


def test_an_outer_id_taken_in_between_is_refused(plan, confirm):
    first, second = plan(OTHER), plan(replace(OTHER, stem="定做的不能退。"))
    confirm(first)

    with pytest.raises(RefusedError, match="bank-changed"):
        confirm(second)


def test_what_was_withdrawn_does_not_come_back_with_a_file(plan, confirm, trainer):
    confirm(plan(TYPED))
    withdraw_versions([Question.objects.get(code="NEW-1").current_id], actor=trainer.pk, now=NOON)

    (row,) = ImportRow.objects.filter(plan=plan(TYPED))

    assert (row.verdict, "停用过" in row.problems[0]["todo"]) == ("error", True)


def test_a_plan_is_applied_once(plan, confirm):
    found = plan(TYPED)
    confirm(found)

    with pytest.raises(RefusedError, match="plan-closed"):
        confirm(found)
    found.refresh_from_db()
    assert found.data is None
    assert ImportRow.objects.get(plan=found).staged is None


def test_where_reviewers_differ_somebody_else_confirms(plan, confirm):
    set_policy(reviewer_differs=True, actor=UserFactory(manager=True), now=NOON)
    found = plan(TYPED)

    with pytest.raises(RefusedError, match="same-person"):
        confirm(found)
    confirm(found, actor=UserFactory(trainer=True))


def test_a_discarded_plan_leaves_no_rows(plan, confirm):
    found = plan(TYPED)
    discard_plan(found.pk)

    assert not ImportRow.objects.filter(plan=found).exists()
    with pytest.raises(RefusedError, match="plan-closed"):
        confirm(found)


def test_a_file_that_cannot_be_read_is_refused_and_remembered(plan):
    with pytest.raises(RefusedError, match="no-questions"):
        plan(data=b"// nothing", kind=FileFormat.GIFT)

    assert ImportPlan.objects.get().state == "failed"


@pytest.mark.parametrize(
    ("changes", "constraint"),
    [
        ({"state": "odd"}, "importplan_state_known"),
        ({"format": "pdf"}, "importplan_format_known"),
        ({"state": "applied"}, "importplan_applied_at_iff_applied"),
    ],
)
def test_the_database_refuses_impossible_plans(db, changes, constraint):
    values = {"name": "x", "format": "xlsx", "file_hash": "x", "made_at": NOON, **changes}
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        ImportPlan.objects.create(**values)


@pytest.mark.parametrize(
    ("changes", "constraint"),
    [({"verdict": "odd"}, "importrow_verdict_known"), ({"number": 1}, "importrow_number_once|UNIQUE")],
)
def test_the_database_refuses_impossible_rows(db, changes, constraint):
    plan = ImportPlan.objects.create(name="x", format="xlsx", file_hash="x", made_at=NOON)
    ImportRow.objects.create(plan=plan, number=1, verdict="new")
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        ImportRow.objects.create(**{"plan": plan, "number": 2, "verdict": "new", **changes})
