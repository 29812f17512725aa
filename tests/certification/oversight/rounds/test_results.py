"""What a round came to, its table, and what is released when."""

import csv
import io
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from certification.bank.domain import Pool
from certification.bank.models import Question
from certification.people.models import Notice
from certification.rounds.domain import Review
from certification.rounds.models import Round
from tests.factories.people import UserFactory
from tests.factories.rounds import begin, blueprint_asking, kept


def url(name, *args):
    return reverse(f"oversight:{name}", args=args)


def text(response) -> str:
    return response.content.decode()


def table(managing, held) -> list[dict[str, str]]:
    response = managing.get(url("round-results-csv", held.pk))
    return list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig"), newline="")))


def test_nobody_yet(managing, make, trainee):
    page = text(managing.get(url("round-results", make([trainee]).pk)))

    assert "未考" in page
    assert "下载表格" not in page


def test_everybody_is_told_by_the_attempt_that_counts(managing, make, sit, now):
    good, bad, sitting, missing = (UserFactory(display_name=name) for name in ("甲", "乙", "丙", "丁"))
    held = make([good, bad, sitting, missing], attempts_allowed=2)
    sit(held, good, right=2)
    sit(held, good, right=8, number=2)
    sit(held, bad, right=1)
    begin(held, sitting, now=now)

    rows = {row["姓名"]: row for row in table(managing, held)}

    assert [(rows[name]["结果"], rows[name]["得分"]) for name in "甲乙丙丁"] == [
        ("合格", "40"), ("不合格", "5"), ("作答中", ""), ("未考", ""),
    ]  # fmt: skip
    assert rows["甲"]["第几次"] == "2"
    page = text(managing.get(url("round-results", held.pk)))
    assert "2 / 4" in page
    assert page.index("甲") < page.index("乙") < page.index("丁")


def test_absent_is_who_did_not_come_by_the_end(managing, make, trainee):
    held = make([trainee], ended=1)

    assert "缺考" in text(managing.get(url("round-results", held.pk)))
    assert "缺考" in text(managing.get(url("round", held.pk)))


def test_an_area_that_is_missed_fails_the_whole(managing, make, sit, trainee):
    kept(blueprint_asking(8, pass_points=500, pass_each_area=100))
    held = make([trainee])
    sit(held, trainee, right=7)

    [row] = table(managing, held)

    assert row["结果"] == "不合格"
    assert "（要 100%）" in row["未达标领域"]
    assert "没达标" in text(managing.get(url("round-results", held.pk)))


def test_a_name_that_is_a_formula_stays_a_name(managing, make, sit):
    person = UserFactory(display_name="=HYPERLINK(1)")
    held = make([person])
    sit(held, person, right=8)

    assert table(managing, held)[0]["姓名"] == "'=HYPERLINK(1)"


def test_results_take_as_many_queries_for_many_as_for_few(managing, make, sit, django_assert_max_num_queries):
    people = UserFactory.create_batch(6)
    held = make(people)
    for person in people:
        sit(held, person, right=3)
    managing.get(url("round-results", held.pk))

    with django_assert_max_num_queries(17):
        managing.get(url("round-results", held.pk))


@pytest.fixture
def training(client, trainer):
    client.force_login(trainer, backend="certification.people.backends.NameOrNumberBackend")
    return client


def test_a_trainer_sets_the_day_of_release(training, make, trainee):
    held = make([trainee], ended=1, review=Review.ON_RELEASE)
    day = timezone.localtime() + timedelta(days=2)
    assert "公布成绩和答案" in text(training.get(url("round-results", held.pk)))

    training.post(url("round-release", held.pk), {"review_at": f"{day:%Y-%m-%d}T10:00"})

    held.refresh_from_db()
    assert f"{timezone.localtime(held.review_at):%H:%M}" == "10:00"
    assert Notice.objects.filter(person=trainee, text__contains="将在").exists()


@pytest.mark.parametrize("said", ["", "nonsense", "2026-99-99T10:00", "2001-01-01T10:00"])
def test_a_day_that_cannot_be_is_refused(training, make, trainee, said):
    held = make([trainee], ended=1, review=Review.ON_RELEASE)

    assert training.post(url("round-release", held.pk), {"review_at": said}).status_code == 409
    assert Round.objects.get(pk=held.pk).review_at is None


@pytest.mark.parametrize("name", ["round-release", "round-release-questions"])
def test_a_manager_releases_nothing(managing, make, trainee, name):
    held = make([trainee], ended=1, review=Review.ON_RELEASE)

    assert managing.post(url(name, held.pk), {"review_at": "2030-01-01T10:00"}).status_code == 403
    assert "由培训师公布" in text(managing.get(url("round-results", held.pk)))


@pytest.fixture
def secret(make, trainee):
    """A round whose first two questions are kept for exams."""

    def secret(**fields) -> tuple[Round, set[str]]:
        held = make([trainee], **fields)
        asked = held.seats.get().papers.get().paper.questions.filter(position__lte=2)
        codes = set(asked.values_list("version__question__code", flat=True))
        Question.objects.filter(code__in=codes).update(pool=Pool.SECURE)
        return held, codes

    return secret


def test_questions_leave_the_secure_pool_when_the_round_is_over(training, secret):
    held, codes = secret(ended=1)
    assert "2 道题离开保密题库" in text(training.get(url("round-release-questions", held.pk)))

    training.post(url("round-release-questions", held.pk))

    released = Question.objects.filter(released_at__isnull=False)
    assert set(released.values_list("code", flat=True)) == codes
    assert "没有要公布的题" in text(training.get(url("round-release-questions", held.pk)))


def test_questions_stay_secret_while_the_round_is_on(training, secret):
    held, _codes = secret()

    assert training.post(url("round-release-questions", held.pk)).status_code == 409
    assert not Question.objects.filter(released_at__isnull=False).exists()


def test_a_round_to_come_with_the_same_questions_is_named(training, secret, make, trainee):
    make([trainee], title="下一场")
    held, _codes = secret(ended=1)

    assert "下一场" in text(training.get(url("round-release-questions", held.pk)))
