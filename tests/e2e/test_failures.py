"""What can go wrong between a browser and the server during an exam; each story ends with server = screen."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import BrowserContext, Error, Page, expect

from certification.attempts.models import Attempt, LateResponse
from certification.core.journal import JournalEntry
from certification.people.signed_in import Session
from certification.rounds.models import SeatPaper
from tests.e2e.exam_page import choose
from tests.factories.bank import make_bank
from tests.factories.exams import exam_paper, make_exam_round
from tests.factories.people import PASSWORD

SIZE = 30
CUT = "ERR_INTERNET_DISCONNECTED"


@pytest.fixture
def held(live_server, trainee):
    """A round that is open, with a paper waiting at the trainee's seat."""
    edition, _report = make_bank()
    now = timezone.now()
    window = {"opens_at": now - timedelta(minutes=5), "closes_at": now + timedelta(hours=1)}
    held = make_exam_round(edition, [trainee], made_at=now, **window)
    paper = exam_paper(edition)
    SeatPaper.objects.bulk_create(SeatPaper(seat=seat, number=1, paper=paper) for seat in held.seats.all())
    return held


@pytest.fixture
def exam(trainee_page: Page, live_server, held) -> Page:
    """The first question of the trainee's exam."""
    trainee_page.goto(f"{live_server.url}/rounds/{held.pk}/")
    trainee_page.get_by_role("button", name="开始考试").click()
    expect(trainee_page.locator("#bar-number")).to_have_text("1")
    return trainee_page


def saved(page: Page) -> None:
    expect(page.locator("#save-state")).to_have_attribute("data-state", "saved")
    expect(page.locator('[data-s~="wait"]')).to_have_count(0)


def brought_back(page: Page, index: int) -> None:
    """Wait until the page shows what its device kept: only then its 已保存 speaks of that."""
    expect(page.locator(".options input").nth(index)).to_be_checked()


def until(page: Page, is_so: Callable[[], object]) -> None:
    while not is_so():
        page.wait_for_timeout(50)


def queued(page: Page) -> None:
    expect(page.locator("#save-state")).to_have_attribute("data-state", "queued")
    expect(page.locator("#offline-banner")).to_be_visible()


def is_at(page: Page, number: int) -> None:
    expect(page.locator("#bar-number")).to_have_text(str(number))


def server_is_screen(page: Page) -> None:
    """What the answer sheet says, what a fresh page checks and marks, and what the database holds are the same."""
    attempt = Attempt.objects.get()
    held = attempt.sheet(SIZE).cells
    told = page.evaluate("""() => Object.fromEntries([...document.querySelectorAll('.rail [data-cell]')]
        .map((cell) => [cell.dataset.cell, (cell.dataset.s || '').split(' ')]))""")
    assert {n: ("done" in told[str(n)], "flag" in told[str(n)]) for n in range(1, SIZE + 1)} == {
        n: (cell.is_answered, cell.is_flagged) for n, cell in enumerate(held, start=1)
    }
    for number, cell in enumerate(held, start=1):
        if cell.is_answered or cell.is_flagged:
            page.goto(re.sub(r"/questions/\d+/", f"/questions/{number}/", page.url))
            is_at(page, number)
            checked = page.locator("input[name=answer]:checked").evaluate_all("(all) => all.map((one) => one.value)")
            assert "".join(sorted(checked)) == cell.answer
            expect(page.locator("#flag")).to_have_attribute("aria-pressed", str(cell.is_flagged).lower())


def handed_in_once() -> Attempt:
    attempt = Attempt.objects.get()
    assert not attempt.is_open
    assert attempt.marks.count() == SIZE
    assert JournalEntry.objects.filter(verb="attempt.handed-in", subject=f"attempt:{attempt.pk}").count() == 1
    return attempt


def test_the_network_is_cut_at_every_step(page: Page, context: BrowserContext, live_server, held, trainee):
    context.set_offline(True)
    with pytest.raises(Error, match=CUT):
        page.goto(f"{live_server.url}/sign-in/")
    context.set_offline(False)
    page.goto(f"{live_server.url}/sign-in/?next=/rounds/{held.pk}/")
    page.fill("#username", trainee.staff_number)
    page.fill("#password", PASSWORD)
    context.set_offline(True)
    page.click("main button")
    page.wait_for_url("chrome-error://**")
    context.set_offline(False)
    page.goto(f"{live_server.url}/sign-in/?next=/rounds/{held.pk}/")
    page.fill("#username", trainee.staff_number)
    page.fill("#password", PASSWORD)
    page.click("main button")

    context.set_offline(True)
    page.get_by_role("button", name="开始考试").click()
    page.wait_for_url("chrome-error://**")
    assert not Attempt.objects.exists()
    context.set_offline(False)
    page.goto(f"{live_server.url}/rounds/{held.pk}/")
    page.get_by_role("button", name="开始考试").click()
    is_at(page, 1)
    server_is_screen(page)

    context.set_offline(True)
    choose(page, 0)
    queued(page)
    choose(page, 1)
    context.set_offline(False)
    saved(page)
    server_is_screen(page)

    context.set_offline(True)
    page.locator("#flag").click()
    queued(page)
    context.set_offline(False)
    saved(page)
    server_is_screen(page)

    context.set_offline(True)
    page.locator("#go-next").click()
    expect(page.locator("#offline-banner")).to_be_visible()
    is_at(page, 1)
    context.set_offline(False)
    page.locator("#go-next").click()
    is_at(page, 2)
    choose(page, 0)
    saved(page)
    server_is_screen(page)

    choose_and_leave_without_network(page, context)
    server_is_screen(page)

    context.set_offline(True)
    page.get_by_role("link", name="交卷").click()
    page.wait_for_url("chrome-error://**")
    context.set_offline(False)
    page.goto(f"{live_server.url}/attempts/{Attempt.objects.get().pk}/hand-in/")
    context.set_offline(True)
    page.get_by_role("button", name="交卷").click()
    page.wait_for_url("chrome-error://**")
    assert Attempt.objects.get().is_open
    context.set_offline(False)
    page.goto(f"{live_server.url}/attempts/{Attempt.objects.get().pk}/hand-in/")
    page.get_by_role("button", name="交卷").click()
    page.wait_for_url(re.compile("/result/"))
    handed_in_once()


def test_nothing_is_called_saved_while_a_later_answer_waits(exam: Page, context: BrowserContext):
    context.set_offline(True)
    choose(exam, 0)
    choose(exam, 1)
    queued(exam)
    exam.evaluate("""() => {
        window.told = [];
        const tell = () => window.told.push(document.querySelector('#save-state').dataset.state);
        new MutationObserver(tell).observe(document.querySelector('#exam-bar'), {subtree: true, childList: true, attributes: true});
    }""")
    context.set_offline(False)
    saved(exam)
    told = exam.evaluate("() => window.told.join(' ')")
    assert re.fullmatch(r"((queued|saving) )+saved( saved)*", told)
    assert Attempt.objects.get().sheet(SIZE).cell(1).answer == "B"


def choose_and_leave_without_network(page: Page, context: BrowserContext) -> None:
    """Answer without a network, lose the page, and come back: the device has kept it."""
    address = page.url
    context.set_offline(True)
    choose(page, 1)
    queued(page)
    with pytest.raises(Error, match=CUT):
        page.reload()
    context.set_offline(False)
    page.goto(address)
    brought_back(page, 1)
    saved(page)


def test_a_sign_in_that_expires_in_the_middle_costs_nothing(exam: Page, trainee):
    choose(exam, 0)
    saved(exam)
    Session.objects.all().delete()

    choose(exam, 1)
    exam.wait_for_url(re.compile("/sign-in/"))
    assert [cell.answer for cell in Attempt.objects.get().sheet(SIZE).cells[:1]] == ["A"]
    exam.fill("#username", trainee.staff_number)
    exam.fill("#password", PASSWORD)
    exam.click("main button")

    is_at(exam, 1)
    brought_back(exam, 1)
    saved(exam)
    assert Attempt.objects.get().sheet(SIZE).cell(1).answer == "B"
    server_is_screen(exam)


def test_two_tabs_say_the_same(exam: Page, context: BrowserContext):
    other = context.new_page()
    other.goto(exam.url)
    choose(exam, 0)
    saved(exam)
    expect(other.locator(".options input").nth(0)).to_be_checked()

    choose(other, 1)
    saved(other)
    expect(exam.locator(".options input").nth(1)).to_be_checked()

    server_is_screen(other)
    server_is_screen(exam)


def test_double_clicks_start_and_hand_in_once(trainee_page: Page, live_server, held):
    trainee_page.goto(f"{live_server.url}/rounds/{held.pk}/")
    trainee_page.get_by_role("button", name="开始考试").dblclick()
    is_at(trainee_page, 1)
    choose(trainee_page, 0)
    saved(trainee_page)
    server_is_screen(trainee_page)

    trainee_page.get_by_role("link", name="交卷").click()
    trainee_page.get_by_role("button", name="交卷").dblclick()
    expect(trainee_page).to_have_url(re.compile("/result/"))  # the second click may break off where the first one leads
    assert handed_in_once().sheet(SIZE).answered == 1


def test_back_button_and_reload_show_what_is_held(exam: Page):
    choose(exam, 0)
    exam.locator("#go-next").click()
    is_at(exam, 2)
    choose(exam, 1)
    saved(exam)
    exam.go_back()
    is_at(exam, 1)
    expect(exam.locator(".options input").nth(0)).to_be_checked()
    choose(exam, 1)
    exam.reload()
    brought_back(exam, 1)
    saved(exam)
    server_is_screen(exam)


def test_a_page_that_was_made_before_an_answer_arrived_shows_that_answer(exam: Page):
    choose(exam, 0)
    saved(exam)
    answers, pages, arrived = [], [], []
    exam.route("**/answer/", lambda route: answers.append(route))  # noqa: PLW0108 - Playwright marks what it calls
    exam.route("**/questions/1/", lambda route: pages.append((route, route.fetch())))
    exam.on("requestfinished", lambda request: arrived.append(request) if request.url.endswith("/answer/") else None)
    choose(exam, 1)
    exam.evaluate("setTimeout(() => location.reload())")
    until(exam, lambda: answers and pages)
    exam.unroute("**/answer/")
    answers[0].continue_()
    until(exam, lambda: arrived)
    exam.wait_for_timeout(500)  # the page that is being left strikes the answer off what waits

    made_before, response = pages[0]
    made_before.fulfill(response=response)
    exam.unroute("**/questions/1/")

    exam.wait_for_load_state()
    brought_back(exam, 1)
    saved(exam)
    server_is_screen(exam)


@pytest.mark.parametrize("days", [-1, 1])
def test_a_clock_that_is_a_day_wrong_changes_nothing(trainee_page: Page, live_server, held, days):
    trainee_page.clock.set_fixed_time(timezone.now() + timedelta(days=days))
    trainee_page.goto(f"{live_server.url}/rounds/{held.pk}/")
    trainee_page.get_by_role("button", name="开始考试").click()
    is_at(trainee_page, 1)
    expect(trainee_page.locator("#clock-text")).to_have_text(re.compile(r"^(44|45):\d\d$"))

    choose(trainee_page, 1)
    saved(trainee_page)

    assert not LateResponse.objects.exists()
    assert not JournalEntry.objects.filter(verb="response.late-arrival").exists()
    received = Attempt.objects.get().responses.get().received_at
    assert abs(received - timezone.now()) < timedelta(hours=1)
    server_is_screen(trainee_page)


@pytest.mark.parametrize("status", [500, 502, 503])
def test_an_answer_that_the_server_could_not_take_waits_and_arrives(exam: Page, status):
    exam.route("**/answer/", lambda route: route.fulfill(status=status, headers={"Retry-After": "5"}, body="no"))
    choose(exam, 0)
    queued(exam)
    assert not Attempt.objects.get().responses.exists()

    exam.unroute("**/answer/")
    exam.locator("#retry-now").click()
    saved(exam)
    server_is_screen(exam)
