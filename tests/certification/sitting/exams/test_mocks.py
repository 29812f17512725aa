"""Starting a mock, handing in, the result, home."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from certification.attempts.domain import ClosedBy
from certification.attempts.models import Attempt
from certification.bank.models import Question
from certification.grading.services import hand_in
from tests.factories.attempts import keyed_letters, save, start_mock

HTMX = {"HX-Request": "true"}
START = "sitting:mocks"


def test_starting_opens_the_first_question(signed_in, trainee, edition):
    response = signed_in.post(reverse(START))

    assert response["Location"] == reverse("sitting:question", args=(trainee.attempts.get().pk, 1))


def test_a_double_click_starts_one_mock(signed_in, trainee, edition):
    signed_in.post(reverse(START))
    response = signed_in.post(reverse(START))

    assert response["Location"] == reverse("sitting:attempt", args=(trainee.attempts.get().pk,))


def test_a_bank_that_lacks_questions_says_which(signed_in, trainee, edition):
    Question.objects.filter(type="truefalse").update(current=None)

    response = signed_in.post(reverse(START))

    assert response.status_code == 409
    assert "判断题要 5 题，互不重复的最多配得到 0 题" in response.content.decode()
    assert trainee.attempts.count() == 0


def test_without_an_edition_a_mock_is_refused(signed_in, trainee):
    response = signed_in.post(reverse(START))

    assert response.status_code == 409
    assert "规则库还没有装入" in response.content.decode()


def test_home_is_empty_before_anything_is_loaded(signed_in):
    response = signed_in.get(reverse("sitting:home"))

    assert response.status_code == 200
    assert "还没有成绩" in response.content.decode()
    assert "正在进行" not in response.content.decode()


def test_home_and_mocks_offer_to_go_on(signed_in, trainee, edition):
    attempt = start_mock(trainee, edition, now=timezone.now())
    save(attempt, 1, answer="A", now=timezone.now())

    for name in ("home", "mocks"):
        html = signed_in.get(reverse(f"sitting:{name}")).content.decode()
        assert reverse("sitting:attempt", args=(attempt.pk,)) in html
        assert "开始考试" not in html


def test_home_takes_few_queries(signed_in, trainee, edition, django_assert_max_num_queries):
    start_mock(trainee, edition, now=timezone.now())
    signed_in.get(reverse("sitting:home"))

    with django_assert_max_num_queries(17):
        signed_in.get(reverse("sitting:home"))


def test_the_hand_in_page_lists_what_is_open_and_flagged(signed_in, trainee, edition):
    attempt = start_mock(trainee, edition, now=timezone.now())
    for position in range(1, 29):
        save(attempt, position, answer="A", now=timezone.now())
    save(attempt, 7, sequence=2, flag=True, now=timezone.now())

    html = signed_in.get(reverse("sitting:hand-in", args=(attempt.pk,))).content.decode()

    assert "还有 <strong>2 题</strong>没答" in html
    assert "标记了 <strong>1 题</strong>" in html
    assert "第 29 题，未答" in html
    assert "第 7 题，已答，已标记" in html


def test_handing_in_a_full_paper_says_so_and_leads_to_the_result(signed_in, trainee, edition):
    attempt = start_mock(trainee, edition, now=timezone.now())
    for position in range(1, 31):
        save(attempt, position, answer="A", now=timezone.now())
    url = reverse("sitting:hand-in", args=(attempt.pk,))

    assert "30 题都答了" in signed_in.get(url).content.decode()
    for response in (signed_in.post(url), signed_in.post(url), signed_in.get(url)):
        assert response["Location"] == reverse("sitting:result", args=(attempt.pk,))


@pytest.fixture
def result_url(trainee, edition) -> str:
    """A handed-in mock: 1 to 20 right, 21 half right, one flagged, the rest open."""
    now = timezone.now()
    attempt = start_mock(trainee, edition, now=now)
    for position in range(1, 21):
        save(attempt, position, answer=keyed_letters(attempt, position), now=now)
    save(attempt, 21, answer=keyed_letters(attempt, 21)[0], now=now)
    save(attempt, 22, sequence=2, flag=True, now=now)
    hand_in(attempt.pk, by=ClosedBy.TRAINEE, now=now)
    return reverse("sitting:result", args=(attempt.pk,))


def test_a_result_shows_points_areas_and_every_question(signed_in, result_url):
    html = signed_in.get(result_url).content.decode()

    assert '<p class="score-big">62.5<small> / 100</small></p>' in html
    assert "没到合格线" in html
    assert "30 题中对 20 题、半对 1 题" in html
    assert html.count("/ruling/") == 30
    assert "七天无理由" in html


@pytest.mark.parametrize(("show", "count"), [("lost", 10), ("flagged", 1), ("all", 30), ("nonsense", 30)])
def test_tabs_filter_the_questions_as_page_and_as_swap(signed_in, result_url, show, count):
    swap = signed_in.get(result_url, {"show": show}, headers=HTMX).content.decode()
    page = signed_in.get(result_url, {"show": show}).content.decode()

    assert swap.lstrip().startswith('<section class="card flush" id="result-questions"')
    assert swap.count("/ruling/") == page.count("/ruling/") == count


def test_a_result_takes_few_queries(signed_in, result_url, django_assert_max_num_queries):
    signed_in.get(result_url)

    with django_assert_max_num_queries(13):
        signed_in.get(result_url)


def test_a_passed_mock_is_listed_as_such(signed_in, trainee, edition):
    attempt = start_mock(trainee, edition, now=timezone.now())
    for position in range(1, 31):
        save(attempt, position, answer=keyed_letters(attempt, position), now=timezone.now())
    hand_in(attempt.pk, by=ClosedBy.TRAINEE, now=timezone.now())

    html = signed_in.get(reverse("sitting:home")).content.decode()
    lost = signed_in.get(reverse("sitting:result", args=(attempt.pk,)), {"show": "lost"}).content.decode()

    assert "合格" in html
    assert '<span class="no">100</span>' in html
    assert "这里没有题" in lost


def test_the_next_mock_avoids_the_questions_of_the_last(signed_in, trainee, edition):
    first = start_mock(trainee, edition, now=timezone.now())
    hand_in(first.pk, by=ClosedBy.TRAINEE, now=timezone.now())

    signed_in.post(reverse(START))

    second = Attempt.objects.exclude(pk=first.pk).get()
    codes = [set(one.paper.questions.values_list("version__question__code", flat=True)) for one in (first, second)]
    assert second.number == 2
    assert len(codes[0] & codes[1]) <= 21  # forty-two in the bank, thirty in a paper


def test_another_device_goes_on_where_the_first_was(trainee, edition):
    attempt = start_mock(trainee, edition, now=timezone.now())
    save(attempt, 1, answer="B", client="phone", now=timezone.now())
    desk = Client()
    desk.force_login(trainee, backend="certification.people.backends.NameOrNumberBackend")

    page = desk.get(reverse("sitting:question", args=(attempt.pk, 1))).content.decode()

    assert 'value="B" autocomplete="off" checked' in page


def test_a_question_that_is_asked_again_keeps_its_old_answer_to_itself(signed_in, trainee, edition):
    first = start_mock(trainee, edition, now=timezone.now())
    hand_in(first.pk, by=ClosedBy.TRAINEE, now=timezone.now())
    start_mock(trainee, edition, now=timezone.now())  # the same seed: the same paper

    html = signed_in.get(reverse("sitting:result", args=(first.pk,))).content.decode()

    assert html.count("考试中，交卷后再看") == 30
    assert "ZRULE" not in html
    assert "/ruling/" not in html
    assert signed_in.get(reverse("sitting:ruling", args=(first.pk, 1))).status_code == 404


def test_a_practised_question_has_no_result_page_of_its_own(signed_in, trainee, edition):
    signed_in.post(reverse("sitting:practice"), {"area": "ship"})
    practised = trainee.attempts.get()

    response = signed_in.get(reverse("sitting:result", args=(practised.pk,)))

    assert response["Location"] == reverse("sitting:practice-question", args=(practised.pk,))


def test_home_hands_in_a_mock_that_ran_out_of_time(signed_in, trainee, edition):
    attempt = start_mock(trainee, edition, now=timezone.now() - timedelta(hours=2))

    html = signed_in.get(reverse("sitting:home")).content.decode()

    attempt.refresh_from_db()
    assert attempt.closed_by == "clock"
    assert "开始考试" in html
    assert reverse("sitting:result", args=(attempt.pk,)) in html


def test_going_on_with_a_closed_mock_leads_to_its_result(signed_in, trainee, edition):
    attempt = start_mock(trainee, edition, now=timezone.now())
    hand_in(attempt.pk, by=ClosedBy.TRAINEE, now=timezone.now())

    response = signed_in.get(reverse("sitting:attempt", args=(attempt.pk,)))

    assert response["Location"] == reverse("sitting:result", args=(attempt.pk,))


def test_how_answers_are_marked_is_told_before_and_after(signed_in, edition, result_url):
    for url in (reverse(START), result_url):
        page = signed_in.get(url).content.decode()

        assert "少选得一半，错选不得分" in page
        assert "选几个得几分" in page
        assert "2.5" in page
