"""试抽: asked and achieved, refusals, and writing just what was seen."""

import pytest
from django.urls import reverse

from certification.papers.models import Paper
from certification.papers.services import save_blueprint
from tests.certification.papers.test_keeping import ACTOR, CONTENT
from tests.factories import NOON


@pytest.fixture
def url(version) -> str:
    return reverse("oversight:blueprint-trial", args=["little"])


def test_before_a_draw_there_is_only_the_question_how_many(managing, url):
    html = managing.get(url).content.decode()

    assert "平行卷套数" in html
    assert "要求和实得" not in html


def test_a_draw_shows_asked_and_achieved_of_each_form_and_writes_nothing(managing, url):
    html = managing.get(url, {"forms": "2", "seed": "7"}).content.decode()

    assert "领域“发货时限”" in html
    assert "至少 2 题" in html
    assert html.count("卷的题") == 2
    assert "各套之间重复" in html
    assert not Paper.objects.exists()


def test_one_seed_shows_one_draw(managing, url):
    pages = [managing.get(url, {"forms": "1", "seed": seed}).content.decode() for seed in ("7", "7", "8")]

    rows = [page[page.index("卷的题") :] for page in pages]
    assert rows[0] == rows[1] != rows[2]


@pytest.mark.parametrize(("typed", "forms"), [("99", 8), ("0", 1), ("many", 1)])
def test_too_many_or_nonsense_is_brought_within_bounds(managing, url, typed, forms):
    assert managing.get(url, {"forms": typed, "seed": "x"}).content.decode().count("卷的题") == forms


def test_a_refusal_says_what_the_bank_lacks(managing, url):
    quotas = [{"by": "area", "name": "ship", "least": 9, "most": None, "unit": "questions"}]
    save_blueprint({**CONTENT, "quotas": quotas}, actor=ACTOR, now=NOON)

    response = managing.get(url, {"forms": "1", "seed": "7"})

    assert response.status_code == 409
    assert "领域“发货时限”要 9 题，互不重复的最多配得到 6 题" in response.content.decode()


def test_what_was_seen_is_written_for_printing(managing, url):
    seen = managing.get(url, {"forms": "2", "seed": "7"}).content.decode()
    response = managing.post(url, {"forms": "2", "seed": "7", "version": "1"})

    assert response.status_code == 302
    papers = list(Paper.objects.order_by("form"))
    assert [paper.form for paper in papers] == ["A", "B"]
    for question in papers[0].questions.select_related("version__question"):
        assert question.version.question.code in seen
    assert "B 卷" in managing.get(response.url).content.decode()


def test_an_older_version_can_be_tried(managing, url):
    save_blueprint(
        {**CONTENT, "types": {"single": CONTENT["types"]["single"]}, "pass_points": 0}, actor=ACTOR, now=NOON
    )

    assert "多选题" in managing.get(url, {"forms": "1", "seed": "7", "version": "1"}).content.decode()
    assert "多选题" not in managing.get(url, {"forms": "1", "seed": "7"}).content.decode()


def test_the_little_bank_tells_its_topics_when_no_edition_is_there(managing, db):
    save_blueprint(CONTENT, actor=ACTOR, now=NOON)
    response = managing.get(reverse("oversight:blueprint-trial", args=["little"]), {"forms": "1"})

    assert response.status_code == 409
    assert "规则库还没有装入" in response.content.decode()
