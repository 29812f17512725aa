"""The page of one question, and saving."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from certification.attempts.models import Attempt
from tests.factories.people import UserFactory

HTMX = {"HX-Request": "true"}


def page_url(attempt, position=1):
    return reverse("sitting:question", args=(attempt.pk, position))


def answer_url(attempt, position=1):
    return reverse("sitting:answer", args=(attempt.pk, position))


def run_out(attempt, seconds=11):
    """Move the attempt into the past, so that its deadline passed `seconds` ago."""
    deadline = timezone.now() - timedelta(seconds=seconds)
    Attempt.objects.filter(pk=attempt.pk).update(started_at=deadline - timedelta(minutes=45), deadline=deadline)


def test_the_page_shows_case_stem_options_clock_and_sheet(signed_in, attempt):
    response = signed_in.get(page_url(attempt, 2))

    html = response.content.decode()
    assert response.status_code == 200
    assert response["Cache-Control"] == "no-store, private"
    for text in (
        "案情",
        "连衣裙",
        "2025 年 8 月 14 日 10:20",
        "买家付款",
        'role="timer"',
        'aria-live="off"',
        "第 2 题",
    ):
        assert text in html
    assert html.count("data-cell=") == 60


def test_a_swap_gets_the_panel_alone(signed_in, attempt):
    response = signed_in.get(page_url(attempt, 2), headers=HTMX)

    assert response.content.decode().lstrip().startswith('<form class="exam-grid" id="question-panel"')
    assert "HX-Request" in response["Vary"]


def test_boosted_navigation_gets_a_page(signed_in, attempt):
    response = signed_in.get(page_url(attempt, 2), headers={**HTMX, "HX-Boosted": "true"})

    assert b"<!doctype html>" in response.content


def test_the_page_of_a_question_takes_few_queries_and_bytes(signed_in, attempt, django_assert_max_num_queries):
    signed_in.get(page_url(attempt))  # the edition is built once a process

    with django_assert_max_num_queries(8):
        response = signed_in.get(page_url(attempt, 3))

    assert len(response.content) <= 40_000


def test_saving_takes_four_queries(signed_in, attempt, django_assert_max_num_queries):
    data = {"client": "tab", "sequence": "1", "answer": "A"}

    with django_assert_max_num_queries(4):
        response = signed_in.post(answer_url(attempt), data, headers=HTMX)

    assert response.status_code == 200


def test_a_saved_answer_says_when_and_is_there_after_a_reload(signed_in, attempt):
    response = signed_in.post(answer_url(attempt), {"client": "tab", "sequence": "1", "answer": "B"}, headers=HTMX)

    saved = response.content.decode()
    page = signed_in.get(page_url(attempt)).content.decode()
    assert saved.startswith('<p class="save" id="save-state" data-state="saved"')
    assert 'data-marks="done"' in saved
    assert "已保存" in saved
    assert 'value="B" autocomplete="off" checked' in page


def test_a_flag_is_kept_beside_the_answer(signed_in, attempt):
    signed_in.post(answer_url(attempt), {"client": "tab", "sequence": "1", "answer": "B"}, headers=HTMX)

    response = signed_in.post(answer_url(attempt), {"client": "tab", "sequence": "2", "flag": "1"}, headers=HTMX)

    assert 'data-marks="done flag"' in response.content.decode()
    assert 'aria-pressed="true"' in signed_in.get(page_url(attempt)).content.decode()


@pytest.mark.parametrize(
    "data",
    [
        pytest.param({"client": "tab", "sequence": "1", "answer": "F"}, id="an option that is not there"),
        pytest.param({"client": "tab", "sequence": "1", "answer": ["A", "B"]}, id="two of a single choice"),
        pytest.param({"client": "", "sequence": "1", "answer": "A"}, id="no client"),
        pytest.param({"client": "tab", "sequence": "x", "answer": "A"}, id="no number"),
        pytest.param({"client": "tab", "sequence": str(2**63), "answer": "A"}, id="a number too large"),
        pytest.param({}, id="nothing"),
    ],
)
def test_what_makes_no_sense_is_answered_with_422_and_changes_nothing(signed_in, attempt, data):
    response = signed_in.post(answer_url(attempt), data, headers=HTMX)

    assert response.status_code == 422
    assert 'data-state="failed"' in response.content.decode()
    assert attempt.responses.count() == 0


def test_saving_after_the_end_is_told_with_422(signed_in, attempt):
    run_out(attempt)

    response = signed_in.post(answer_url(attempt), {"client": "tab", "sequence": "1", "answer": "A"}, headers=HTMX)

    assert response.status_code == 422
    assert "考试时间已到" in response.content.decode()
    assert "data-final" in response.content.decode()


def test_looking_at_an_overdue_attempt_hands_it_in(signed_in, attempt):
    run_out(attempt)

    response = signed_in.get(page_url(attempt))

    assert response["Location"] == reverse("sitting:result", args=(attempt.pk,))
    attempt.refresh_from_db()
    assert attempt.closed_by == "clock"


def test_a_swap_on_a_closed_attempt_leaves_the_page(signed_in, attempt):
    run_out(attempt)

    response = signed_in.get(page_url(attempt), headers=HTMX)

    assert response.status_code == 204
    assert response["HX-Redirect"] == reverse("sitting:result", args=(attempt.pk,))


@pytest.mark.parametrize(
    ("go", "position", "there"),
    [("next", 1, 2), ("prev", 5, 4), ("stay", 5, 5), ("prev", 1, 1), ("", 7, 7)],
)
def test_without_javascript_the_buttons_save_and_move(signed_in, attempt, go, position, there):
    response = signed_in.post(page_url(attempt, position), {"client": "form", "answer": "A", "go": go})

    assert response["Location"] == page_url(attempt, there)
    assert attempt.sheet(30).cell(position).answer == "A"


def test_without_javascript_the_last_next_leads_to_handing_in(signed_in, attempt):
    response = signed_in.post(page_url(attempt, 30), {"client": "form", "answer": "A", "go": "next"})

    assert response["Location"] == reverse("sitting:hand-in", args=(attempt.pk,))


def test_without_javascript_the_flag_button_saves_the_answer_too(signed_in, attempt):
    signed_in.post(page_url(attempt), {"client": "form", "answer": "A", "flag": "1"})
    signed_in.post(page_url(attempt, 2), {"client": "form", "flag": "1"})
    signed_in.post(page_url(attempt, 2), {"client": "form", "flag": "0"})

    sheet = attempt.sheet(30)
    assert (sheet.cell(1).answer, sheet.cell(1).is_flagged) == ("A", True)
    assert (sheet.cell(2).answer, sheet.cell(2).is_flagged) == ("", False)


@pytest.mark.parametrize(
    "data", [{"client": "form", "answer": ["A", "B"]}, {"client": "", "answer": "A"}], ids=["two", "no client"]
)
def test_without_javascript_nonsense_is_told_on_the_page(signed_in, attempt, data):
    response = signed_in.post(page_url(attempt), data)

    assert response.status_code == 422
    assert 'role="alert"' in response.content.decode()


def test_going_on_leads_to_the_first_open_question(signed_in, attempt):
    signed_in.post(answer_url(attempt), {"client": "tab", "sequence": "1", "answer": "B"}, headers=HTMX)

    response = signed_in.get(reverse("sitting:attempt", args=(attempt.pk,)))

    assert response["Location"] == page_url(attempt, 2)


@pytest.mark.parametrize("name", ["attempt", "question", "hand-in", "result"])
def test_strangers_find_nothing(client, attempt, name):
    client.force_login(UserFactory(), backend="certification.people.backends.NameOrNumberBackend")
    args = (attempt.pk, 1) if name == "question" else (attempt.pk,)

    assert client.get(reverse(f"sitting:{name}", args=args)).status_code == 404


def test_strangers_save_nothing(client, attempt):
    client.force_login(UserFactory(), backend="certification.people.backends.NameOrNumberBackend")

    response = client.post(answer_url(attempt), {"client": "tab", "sequence": "1", "answer": "A"})

    assert response.status_code == 404
    assert attempt.responses.count() == 0


def test_who_has_not_signed_in_is_sent_to_sign_in(client, attempt):
    assert client.get(page_url(attempt)).status_code == 302
    assert client.post(answer_url(attempt), headers=HTMX).status_code == 401


@pytest.mark.parametrize("position", [0, 31])
def test_there_is_no_question_outside_the_paper(signed_in, attempt, position):
    assert signed_in.get(page_url(attempt, position)).status_code == 404
    assert signed_in.post(page_url(attempt, position), {"client": "form"}).status_code == 404
    assert signed_in.post(answer_url(attempt, position)).status_code == 404
