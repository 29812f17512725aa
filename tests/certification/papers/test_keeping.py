"""Blueprints in versions, and forms drawn by them from the bank."""

import uuid

import pytest
from django.db import IntegrityError, transaction

from certification.core.journal import JournalEntry
from certification.core.refusals import RefusedError
from certification.papers.blueprints import MOCK, SHIPPED
from certification.papers.contents import blueprint_content
from certification.papers.models import BlueprintVersion, Paper
from certification.papers.printing import printed_papers, write_for_print
from certification.papers.services import (
    blueprint_of,
    current_blueprint,
    draw_forms,
    load_blueprints,
    mock_blueprint,
    newest_blueprints,
    save_blueprint,
    write_papers,
)
from tests.factories import NOON

ACTOR = uuid.UUID(int=7)
CONTENT = {
    **blueprint_content(MOCK), "name": "little", "title": "小卷", "areas": {}, "bands": {}, "largest_share": 100,
    "types": {
        "single": {"count": 5, "points": 200, "mode": "all-or-nothing"},
        "multiple": {"count": 2, "points": 500, "mode": "proportional"},
        "truefalse": {"count": 2, "points": 100, "mode": "all-or-nothing"},
    },
    "quotas": [{"by": "area", "name": "ship", "least": 2, "most": None, "unit": "questions"}],
    "pass_points": 1200, "pass_each_area": 50, "minutes": 20,
}  # fmt: skip


@pytest.fixture
def version(db) -> BlueprintVersion:
    return save_blueprint(CONTENT, actor=ACTOR, now=NOON)


def test_each_save_makes_a_version_and_the_newest_counts(version):
    newer = save_blueprint({**CONTENT, "minutes": 25}, actor=ACTOR, now=NOON)

    assert (version.number, newer.number) == (1, 2)
    assert current_blueprint("little") == newer
    assert blueprint_of(version).minutes == 20
    assert [entry.details["number"] for entry in JournalEntry.objects.filter(verb="blueprint.saved")] == [1, 2]


def test_saving_the_same_again_writes_nothing(version):
    assert save_blueprint(CONTENT, actor=ACTOR, now=NOON) == version
    assert BlueprintVersion.objects.count() == 1


def test_two_who_edit_at_once_do_not_overwrite_each_other(version):
    save_blueprint({**CONTENT, "minutes": 25}, actor=ACTOR, now=NOON, after=1)

    with pytest.raises(RefusedError) as refused:
        save_blueprint({**CONTENT, "minutes": 30}, actor=ACTOR, now=NOON, after=1)
    assert refused.value.refusal.code == "papers.blueprint-stale"


def test_a_name_is_taken_once(version):
    with pytest.raises(RefusedError) as refused:
        save_blueprint({**CONTENT, "title": "另一份"}, actor=ACTOR, now=NOON, after=0)
    assert refused.value.refusal.code == "papers.blueprint-taken"


def test_the_database_keeps_numbers_apart(version):
    with pytest.raises(IntegrityError), transaction.atomic():
        BlueprintVersion.objects.create(name="little", number=1, title="x", content={}, made_at=NOON)


def test_a_blueprint_that_is_not_there_is_refused(db):
    with pytest.raises(RefusedError) as refused:
        current_blueprint("nothing")
    assert refused.value.refusal.code == "papers.no-blueprint"


def test_what_ships_is_loaded_once_and_what_people_edited_stays(db):
    assert load_blueprints(now=NOON) == [one.name for one in SHIPPED]
    assert load_blueprints(now=NOON) == []
    save_blueprint({**blueprint_content(MOCK), "minutes": 50}, actor=ACTOR, now=NOON)

    assert load_blueprints(now=NOON) == []
    assert mock_blueprint().minutes == 50
    assert [one.name for one in newest_blueprints()] == ["certify-40", "mock-30"]


def test_a_newer_program_brings_its_newer_blueprint(db):
    save_blueprint({**blueprint_content(MOCK), "minutes": 40}, actor=None, now=NOON)

    assert "mock-30" in load_blueprints(now=NOON)
    assert mock_blueprint().minutes == MOCK.minutes


def test_a_mock_never_asks_secret_questions_whatever_its_blueprint_says(db):
    save_blueprint({**blueprint_content(MOCK), "pool": "both"}, actor=ACTOR, now=NOON)

    assert mock_blueprint().sourcing == "open"


def test_forms_are_lettered_and_record_how_they_came_about(edition, version):
    papers = write_papers(draw_forms(version, edition=edition.id, forms=2, seed=11, now=NOON))

    assert [paper.form for paper in papers] == ["A", "B"]
    for paper in Paper.objects.order_by("form"):
        assert (paper.blueprint, paper.blueprint_version, paper.seed, paper.minutes) == ("little", version, 11, 20)
        assert paper.pass_by_area == dict.fromkeys(paper.achieved, 50)
        assert paper.report["forms"] == 2
        assert {line["name"]: line["achieved"] for line in paper.report["lines"]}["ship"] >= 2
        assert {one.type: one.mode for one in paper.questions.all()}["multiple"] == "proportional"


def test_a_lone_form_has_no_letter(edition, version):
    assert [one.paper.form for one in draw_forms(version, edition=edition.id, forms=1, seed=1, now=NOON)] == [""]


def test_forms_of_one_seed_are_drawn_again_alike(edition, version):
    once, again = (draw_forms(version, edition=edition.id, forms=3, seed=11, now=NOON) for _ in range(2))

    assert [asked(one) for one in once] == [asked(one) for one in again]
    assert asked(once[0]) != asked(once[1])


def asked(drawn):
    return [(one.version_id, one.option_order, one.mode, one.points) for one in drawn.questions]


def test_own_papers_come_in_the_order_of_the_people(edition, version):
    first = draw_forms(version, edition=edition.id, forms=1, seed=11, now=NOON)[0]
    codes = {one.derivation.version.question.code for one in first.questions}

    spared, other = draw_forms(
        version, edition=edition.id, forms=2, seed=11, now=NOON, seen={uuid.UUID(int=1): codes, uuid.UUID(int=2): ()}
    )

    assert not codes & {one.derivation.version.question.code for one in spared.questions}
    assert len(other.questions) == 9


def test_what_is_short_is_told_in_words(edition):
    content = {**CONTENT, "quotas": [
        {"by": "area", "name": "ship", "least": 8, "most": None, "unit": "questions"},
        {"by": "book", "name": "taobao", "least": 0, "most": 1000, "unit": "points"},
    ]}  # fmt: skip
    with pytest.raises(RefusedError) as refused:
        draw_forms(save_blueprint(content, actor=ACTOR, now=NOON), edition=edition.id, forms=1, seed=1, now=NOON)

    assert "领域“发货时限”要 8 题，互不重复的最多配得到" in refused.value.refusal.params["what"]


def test_an_upper_limit_that_is_too_low_is_told_in_words(edition):
    content = {**CONTENT, "quotas": [{"by": "book", "name": "taobao", "least": 0, "most": 1000, "unit": "points"}]}
    with pytest.raises(RefusedError) as refused:
        draw_forms(save_blueprint(content, actor=ACTOR, now=NOON), edition=edition.id, forms=1, seed=1, now=NOON)

    assert refused.value.refusal.params["what"] == "《淘宝》最多 10 分，要配齐却至少得 22 分"


def test_papers_for_printing_are_listed_and_journalled(edition, version):
    papers = write_for_print(draw_forms(version, edition=edition.id, forms=2, seed=1, now=NOON), actor=ACTOR, now=NOON)
    write_papers(draw_forms(version, edition=edition.id, forms=1, seed=2, now=NOON))

    assert list(printed_papers("little")) == papers
    assert JournalEntry.objects.filter(verb="paper.written", actor_id=ACTOR).count() == 2


def test_many_own_papers_take_a_handful_of_queries(edition, version, django_assert_max_num_queries):
    with django_assert_max_num_queries(12):
        write_papers(draw_forms(version, edition=edition.id, forms=30, seed=1, now=NOON))
