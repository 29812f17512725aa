"""Drawing from the bank and freezing."""

from collections import Counter

import pytest

from certification.bank.models import Question
from certification.core.append_only import AppendOnlyError
from certification.core.refusals import RefusedError
from certification.papers.blueprints import MOCK
from certification.papers.models import Paper, PaperQuestion
from certification.papers.services import draw_paper, write_paper
from tests.factories import NOON


@pytest.fixture
def paper(edition) -> Paper:
    return write_paper(draw_paper(MOCK, edition=edition.id, seed=42, now=NOON))


def test_a_mock_has_thirty_questions_for_a_hundred_points(paper):
    questions = list(paper.questions.all())

    assert Counter(one.type for one in questions) == {"single": 20, "multiple": 5, "truefalse": 5}
    assert sum(one.points for one in questions) == paper.points == 10000
    assert [one.position for one in questions] == list(range(1, 31))
    assert sum(paper.achieved.values()) == 30


def test_judgements_keep_their_order_and_others_a_permutation(paper):
    for one in paper.questions.all():
        assert sorted(one.option_order) == list(range(len(one.option_order)))
        if one.type == "truefalse":
            assert one.option_order == [0, 1]


def test_a_paper_is_frozen(paper):
    with pytest.raises(AppendOnlyError):
        PaperQuestion.objects.filter(paper=paper).update(points=1)
    with pytest.raises(AppendOnlyError):
        paper.delete()


def test_a_bank_that_lacks_a_type_is_told(edition):
    Question.objects.filter(type="multiple").update(current=None)

    with pytest.raises(RefusedError) as refused:
        draw_paper(MOCK, edition=edition.id, seed=1, now=NOON)

    refusal = refused.value.refusal
    assert refusal.code == "papers.lacking"
    assert refusal.params["what"].startswith("多选题要 5 题，互不重复的最多配得到 0 题")


def test_another_edition_has_nothing_to_draw(edition):
    with pytest.raises(RefusedError):
        draw_paper(MOCK, edition="sha256:other", seed=1, now=NOON)
