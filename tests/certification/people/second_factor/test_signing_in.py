"""Nothing but the code page is shown until the code was right: whichever code, whichever page, whichever tab."""

import re
from datetime import timedelta

import pytest
from django.contrib.auth import login
from django.test import Client
from django.utils import timezone

from certification.core.journal import JournalEntry
from certification.operations.state import failed_sign_ins
from certification.people.models import Notice
from certification.people.second_factor.models import MOST_COUNTED, RecoveryCode, SecondFactor
from tests.factories.people import UserFactory
from tests.factories.second_factors import (
    BACKEND,
    RECOVERY,
    code_for,
    forget_mistakes,
    give_password,
    make_second_factor,
    wrong_code,
)

CODE = "/second-factor/"
pytestmark = pytest.mark.django_db


@pytest.fixture
def factor(trainer) -> SecondFactor:
    return make_second_factor(trainer)


@pytest.fixture
def halfway(client: Client, trainer, factor) -> Client:
    """A browser in which the password was right and the code is due."""
    give_password(client, trainer)
    return client


def show(client: Client, code: str, **fields):
    return client.post(CODE, {"code": code, **fields})


def is_in(client: Client) -> bool:
    return client.get("/account/").status_code == 200


def test_the_password_alone_leads_to_the_code_and_the_code_to_the_page_asked_for(client, trainer, factor):
    asked = give_password(client, trainer, next="/inbox/?q=1")
    due = client.get(asked.headers["Location"])
    page = client.get(due.headers["Location"]).content.decode()

    right = show(client, code_for(factor.key), next="/inbox/?q=1")

    assert due.headers["Location"] == "/second-factor/?next=%2Finbox%2F%3Fq%3D1"
    assert 'value="/inbox/?q=1"' in page
    assert right.headers["Location"] == "/inbox/?q=1"
    assert is_in(client)


@pytest.mark.parametrize(
    "path",
    ["/", "/account/", "/account/password/", "/account/second-factor/", "/inbox/", "/yunwei/", "/oversight/people/"],
)
def test_no_page_is_open_before_the_code(halfway, path):
    for answer in (halfway.get(path), halfway.post(path)):
        assert answer.status_code == 302
        assert answer.headers["Location"].startswith(CODE)


@pytest.mark.parametrize(("path", "status"), [("/healthz/", 200), ("/verify/", 200), ("/api/v1/results", 401)])
def test_what_is_open_to_strangers_or_asks_for_a_token_is_as_ever(halfway, path, status):
    assert halfway.get(path).status_code == status


def test_a_swap_is_answered_with_401_and_the_page_around_it(halfway):
    answer = halfway.get("/inbox/", headers={"HX-Request": "true", "HX-Current-URL": "http://testserver/inbox/?n=3"})

    assert answer.status_code == 401
    assert answer.headers["HX-Redirect"] == "/second-factor/?next=%2Finbox%2F%3Fn%3D3"
    assert answer.content == b""


def test_the_code_page_names_the_person_and_shows_nothing_else_of_the_site(halfway, trainer):
    page = halfway.get(CODE).content.decode()

    assert str(trainer) in page
    assert "site-nav" not in page
    assert 'autocomplete="one-time-code"' in page


def test_an_operator_comes_into_the_admin_by_the_code_too(client):
    operator = UserFactory(operator=True)
    factor = make_second_factor(operator)
    give_password(client, operator)

    before = client.get("/yunwei/")
    show(client, code_for(factor.key))

    assert before.headers["Location"].startswith(CODE)
    assert client.get("/yunwei/").status_code == 200


def test_every_way_of_signing_in_is_asked_for_the_code(rf, client, trainer, factor):
    client.force_login(trainer, backend=BACKEND)  # django.contrib.auth.login, as single sign-on does

    assert not is_in(client)


def test_signing_in_again_in_the_same_session_asks_again(halfway, trainer, factor, rf):
    show(halfway, code_for(factor.key))
    request = rf.get("/")
    request.session, request.user = halfway.session, trainer
    login(request, trainer, backend=BACKEND)
    request.session.save()
    halfway.cookies["sessionid"] = request.session.session_key

    assert not is_in(halfway)


def test_a_wrong_code_is_422_and_counted(halfway, factor):
    answer = show(halfway, wrong_code(factor.key))

    assert answer.status_code == 422
    assert "验证码不对" in answer.content.decode()
    assert not is_in(halfway)
    assert SecondFactor.objects.get().throttling_failure_count == 1


def test_operators_see_wrong_codes_among_the_failures(halfway, factor):
    show(halfway, wrong_code(factor.key))
    show(halfway, wrong_code(factor.key))  # too soon, so nothing was tried

    assert failed_sign_ins(timezone.now()) == {"failures": 1, "lockouts": 0}


def test_a_wrong_password_inside_does_not_count_as_a_sign_in(halfway, factor):
    show(halfway, code_for(factor.key))
    halfway.post("/account/second-factor/off/", {"proof": "guess"})

    assert failed_sign_ins(timezone.now())["failures"] == 0


def test_an_empty_code_is_422_and_not_counted(halfway):
    answer = halfway.post(CODE)

    assert answer.status_code == 422
    assert SecondFactor.objects.get().throttling_failure_count == 0


def test_a_code_lets_in_once(halfway, trainer, factor):
    code = code_for(factor.key)
    show(halfway, code)
    halfway.post("/sign-out/")
    give_password(halfway, trainer)

    assert show(halfway, code).status_code == 422
    assert not is_in(halfway)


@pytest.mark.parametrize(("steps", "status"), [(-3, 422), (0, 302), (3, 422)])
def test_a_clock_may_be_a_step_off_and_no_more(halfway, factor, steps, status):
    assert show(halfway, code_for(factor.key, steps=steps)).status_code == status


@pytest.mark.parametrize("steps", [-1, 1])
def test_the_code_of_the_step_before_or_after_is_taken(halfway, factor, steps, monkeypatch):
    now = timezone.now().timestamp()
    monkeypatch.setattr("time.time", lambda: now)

    assert show(halfway, code_for(factor.key, steps=steps)).status_code == 302


@pytest.mark.parametrize(
    "written", ["{0}{1}", " {0} {1} ", "{0}-{1}"], ids=["as it is", "with spaces", "with a hyphen"]
)
def test_a_code_may_be_written_as_apps_show_it(halfway, factor, written):
    code = code_for(factor.key)

    assert show(halfway, written.format(code[:3], code[3:])).status_code == 302


def test_full_width_figures_of_a_chinese_keyboard_are_taken(halfway, factor):
    wide = "".join(chr(ord(figure) + 0xFEE0) for figure in code_for(factor.key))

    assert show(halfway, wide).status_code == 302


def test_after_mistakes_even_the_right_code_has_to_wait(halfway, factor):
    show(halfway, wrong_code(factor.key))

    early = show(halfway, code_for(factor.key))
    forget_mistakes(factor)
    later = show(halfway, code_for(factor.key))

    assert early.status_code == 429
    assert re.search(r"还要等 \d+ 秒", early.content.decode())
    assert later.status_code == 302
    assert SecondFactor.objects.get().throttling_failure_count == 0


def test_the_wait_doubles_up_to_a_quarter_of_an_hour(halfway, factor):
    waits = []
    for _ in range(MOST_COUNTED + 2):
        forget_mistakes(factor)
        show(halfway, wrong_code(factor.key))
        kept = SecondFactor.objects.get()
        _allowed, told = kept.verify_is_allowed()
        waits.append(round((told["locked_until"] - kept.throttling_failure_timestamp) / timedelta(seconds=1)))

    assert waits == [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024, 1024, 1024]


def test_five_wrong_codes_tell_the_owner(halfway, trainer, factor):
    for _ in range(6):
        forget_mistakes(factor)
        show(halfway, wrong_code(factor.key))

    told = Notice.objects.get(person=trainer)
    assert "连错了 5 次" in told.text
    assert JournalEntry.objects.filter(verb="people.second-factor-guessed", subject=f"user:{trainer.pk}").count() == 1


def test_a_recovery_code_lets_in_once_and_says_how_many_are_left(halfway, trainer, factor):
    page = halfway.get(CODE, {"recovery": "1"}).content.decode()
    right = show(halfway, RECOVERY.upper().replace("-", " "), recovery="1")
    halfway.post("/sign-out/")
    give_password(halfway, trainer)
    again = show(halfway, RECOVERY, recovery="1")

    assert "写一个恢复码" in page
    assert right.status_code == 302
    assert again.status_code == 422
    assert not RecoveryCode.objects.exists()
    assert "还剩 0 个" in Notice.objects.get(person=trainer).text
    assert JournalEntry.objects.get(verb="people.recovery-code-used").details == {"left": 0}


def test_somebody_elses_recovery_code_is_wrong(client, trainer, factor):
    other = UserFactory(trainer=True)
    make_second_factor(other)
    RecoveryCode.objects.filter(factor=factor).delete()
    give_password(client, trainer)

    assert show(client, RECOVERY).status_code == 422


def test_the_right_code_changes_the_sessions_key(halfway, factor):
    before = halfway.cookies["sessionid"].value
    show(halfway, code_for(factor.key))
    known = Client()
    known.cookies["sessionid"] = before

    assert halfway.cookies["sessionid"].value != before
    assert known.get("/account/").headers["Location"].startswith("/sign-in/")


def test_a_second_tab_that_still_shows_the_code_page_goes_on(halfway, factor):
    code = code_for(factor.key)
    show(halfway, code)

    for late in (show(halfway, code, next="/account/"), halfway.get(CODE, {"next": "/account/"})):
        assert late.headers["Location"] == "/account/"
    assert SecondFactor.objects.get().throttling_failure_count == 0


def test_the_back_button_asks_the_server(halfway):
    assert "no-store" in halfway.get(CODE).headers["Cache-Control"]


def test_the_code_leads_to_pages_of_this_site_alone(halfway, factor):
    assert show(halfway, code_for(factor.key), next="https://elsewhere.example/").headers["Location"] == "/"


def test_one_browsers_code_does_not_let_another_in(halfway, trainer, factor):
    other = Client()
    give_password(other, trainer)
    show(halfway, code_for(factor.key))

    assert is_in(halfway)
    assert not is_in(other)


def test_who_was_deactivated_meanwhile_is_a_stranger(halfway, trainer, factor):
    trainer.is_active = False
    trainer.save(update_fields=["is_active"])

    assert show(halfway, code_for(factor.key)).headers["Location"].startswith("/sign-in/")


def test_signing_out_is_open(halfway):
    assert halfway.post("/sign-out/").headers["Location"] == "/sign-in/"
    assert halfway.get(CODE).headers["Location"].startswith("/sign-in/")


def test_a_factor_turned_off_elsewhere_lets_the_page_go_on(halfway, factor):
    factor.delete()

    assert show(halfway, "123456").headers["Location"] == "/"
    assert is_in(halfway)


def test_a_factor_set_up_anew_is_asked_for_in_sessions_that_showed_the_one_before(halfway, trainer, factor):
    show(halfway, code_for(factor.key))
    factor.delete()
    make_second_factor(trainer)

    assert not is_in(halfway)


def test_the_code_comes_before_the_first_password(client, trainer, factor):
    trainer.password_is_initial = True
    trainer.save(update_fields=["password_is_initial"])
    give_password(client, trainer)

    before = client.get("/account/password/")
    show(client, code_for(factor.key))

    assert before.headers["Location"].startswith(CODE)
    assert client.get("/inbox/").headers["Location"] == "/account/password/"


def test_operators_may_switch_it_off_for_all(halfway, settings):
    settings.SECOND_FACTOR = "off"

    assert is_in(halfway)
    assert "两步验证" not in halfway.get("/account/").content.decode()
    assert halfway.get("/account/second-factor/").status_code == 404


def test_who_has_none_pays_no_query(signed_in, django_assert_num_queries):
    with django_assert_num_queries(3):  # session, person, edition of the footer
        assert signed_in.get("/account/password/").status_code == 200
