"""Setting up, recovery codes, turning off: the pages of one's own second factor, and what operators require."""

import re
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from django.test import Client

from certification.core.journal import JournalEntry
from certification.people.second_factor.codes import RECOVERY_CODES, app_address, new_key, recovery_hash, spelled
from certification.people.second_factor.models import RecoveryCode, SecondFactor
from certification.people.signed_in import Session
from tests.factories.people import PASSWORD, UserFactory
from tests.factories.second_factors import (
    BACKEND,
    RECOVERY,
    code_for,
    give_password,
    make_second_factor,
    wrong_code,
)

OWN, OFF, CODES, FILE = (f"/account/second-factor/{end}" for end in ("", "off/", "codes/", "codes.txt"))
pytestmark = pytest.mark.django_db


def offered_key(client: Client) -> str:
    """Return the secret that the page of setting up shows, in hex."""
    client.get(OWN)
    return client.session["second_factor_key"]


def set_up(client: Client):
    return client.post(OWN, {"code": code_for(offered_key(client))})


def codes_on(response) -> list[str]:
    return re.findall(r"<li><code>([^<]+)</code>", response.content.decode())


@pytest.fixture
def kept(client, trainer) -> Client:
    """A browser in which the trainer signed in with password and code."""
    factor = make_second_factor(trainer)
    give_password(client, trainer)
    client.post("/second-factor/", {"code": RECOVERY, "recovery": "1"})
    RecoveryCode.objects.create(factor=factor, digest=recovery_hash(RECOVERY))
    return client


def test_the_address_for_apps_is_the_standard_one():
    key = new_key()
    parts = urlsplit(app_address(key, "B10021"))

    assert (parts.scheme, parts.netloc, unquote(parts.path)) == ("otpauth", "totp", "/明断:B10021")
    assert parse_qs(parts.query) == {
        "secret": [spelled(key).replace(" ", "")], "issuer": ["明断"], "algorithm": ["SHA1"], "digits": ["6"],
        "period": ["30"],
    }  # fmt: skip


def test_the_first_code_opens_it_and_ten_recovery_codes_are_shown_once(author, trainer):
    done = set_up(author)

    codes = codes_on(done)
    assert done.status_code == 200
    assert len(set(codes)) == RECOVERY_CODES
    assert all(re.fullmatch(r"[a-z2-9]{4}(-[a-z2-9]{4}){3}", code) for code in codes)
    assert author.get(OWN).status_code == 200
    assert codes_on(author.get(OWN)) == []
    assert JournalEntry.objects.filter(verb="people.second-factor-set-up", actor_id=trainer.pk).exists()


def test_of_recovery_codes_only_hashes_are_kept(author):
    codes = codes_on(set_up(author))

    kept = set(RecoveryCode.objects.values_list("digest", flat=True))
    assert kept == {recovery_hash(code) for code in codes}
    assert not kept & {code.replace("-", "") for code in codes}


def test_the_page_shows_the_secret_as_picture_and_as_text(author):
    page = author.get(OWN).content.decode()

    assert 'src="data:image/svg+xml' in page
    assert spelled(author.session["second_factor_key"]) in page


def test_whoever_sets_up_stays_in_and_is_signed_out_elsewhere(author, trainer):
    elsewhere = Client()
    elsewhere.force_login(trainer, backend=BACKEND)

    set_up(author)

    assert author.get("/account/").status_code == 200
    assert elsewhere.get("/account/").status_code == 302
    assert Session.objects.filter(person=trainer).count() == 1


def test_the_first_code_does_not_let_in_again(author, trainer):
    key = offered_key(author)
    code = code_for(key)
    author.post(OWN, {"code": code})
    author.post("/sign-out/")
    give_password(author, trainer)

    assert author.post("/second-factor/", {"code": code}).status_code == 422


@pytest.mark.parametrize("typed", ["", "12345", RECOVERY, "wrong"])
def test_a_wrong_first_code_opens_nothing_and_keeps_the_secret(author, typed):
    key = offered_key(author)

    answer = author.post(OWN, {"code": wrong_code(key) if typed == "wrong" else typed})

    assert answer.status_code == 422
    assert spelled(key) in answer.content.decode()
    assert not SecondFactor.objects.exists()


def test_two_tabs_show_the_same_secret_and_the_second_comes_too_late(author):
    key = offered_key(author)
    assert offered_key(author) == key

    author.post(OWN, {"code": code_for(key)})
    late = author.post(OWN, {"code": code_for(key)})

    assert late.headers["Location"] == OWN
    assert SecondFactor.objects.get().key == key


def test_of_two_browsers_the_second_is_told(author, trainer):
    key = offered_key(author)
    make_second_factor(trainer)  # meanwhile, by another browser; this one is asked for its code

    assert author.post(OWN, {"code": code_for(key)}).headers["Location"].startswith("/second-factor/")


def test_codes_come_as_a_file_to_who_has_them(author):
    codes = codes_on(set_up(author))

    file = author.post(FILE, {"code": codes})

    assert file.headers["Content-Disposition"].startswith("attachment")
    assert file.content.decode().split()[-RECOVERY_CODES:] == codes
    assert author.post(FILE, {"code": ["<script>"]}).headers["Location"] == OWN
    assert author.post(FILE).headers["Location"] == OWN


@pytest.mark.parametrize("proof", ["password", "code", "recovery"])
def test_password_or_code_turns_it_off(kept, trainer, proof):
    key = SecondFactor.objects.get().key

    answer = kept.post(OFF, {"proof": {"password": PASSWORD, "code": code_for(key), "recovery": RECOVERY}[proof]})

    assert answer.headers["Location"] == "/account/"
    assert not SecondFactor.objects.exists()
    assert not RecoveryCode.objects.exists()
    assert kept.get("/account/").status_code == 200
    assert JournalEntry.objects.filter(verb="people.second-factor-turned-off", actor_id=trainer.pk).exists()


@pytest.mark.parametrize("path", [OFF, CODES])
@pytest.mark.parametrize("proof", ["", "not the password"])
def test_without_a_proof_nothing_changes(kept, path, proof):
    before = list(RecoveryCode.objects.values_list("digest", flat=True))

    answer = kept.post(path, {"proof": proof})

    assert answer.status_code == 422
    assert list(RecoveryCode.objects.values_list("digest", flat=True)) == before


def test_wrong_passwords_wait_too(kept):
    kept.post(OFF, {"proof": "not the password"})

    assert kept.post(OFF, {"proof": PASSWORD}).status_code == 429
    assert SecondFactor.objects.exists()


def test_turning_off_twice_is_no_error(kept):
    kept.post(OFF, {"proof": PASSWORD})

    assert kept.post(OFF, {"proof": PASSWORD}).headers["Location"] == OWN
    assert kept.post(CODES, {"proof": PASSWORD}).headers["Location"] == OWN


def test_new_recovery_codes_make_the_old_void(kept, trainer):
    fresh = codes_on(kept.post(CODES, {"proof": PASSWORD}))
    kept.post("/sign-out/")
    give_password(kept, trainer)

    assert len(fresh) == RECOVERY_CODES
    assert kept.post("/second-factor/", {"code": fresh[0]}).status_code == 302
    assert RecoveryCode.objects.count() == RECOVERY_CODES - 1
    assert JournalEntry.objects.filter(verb="people.recovery-codes-made").exists()


def test_the_account_says_how_it_stands(kept):
    assert "还剩 1 个恢复码" in kept.get("/account/").content.decode()


def test_the_account_offers_it_to_trainers_managers_and_operators_alone(client):
    seen = {}
    for role in ({}, {"trainer": True}, {"manager": True}, {"operator": True}):
        client.force_login(UserFactory(**role), backend=BACKEND)
        seen[tuple(role)] = ("开两步验证" in client.get("/account/").content.decode(), client.get(OWN).status_code)

    assert seen == {
        (): (False, 403), ("trainer",): (True, 200), ("manager",): (True, 200), ("operator",): (True, 200)
    }  # fmt: skip


def test_who_is_no_trainer_any_more_may_still_turn_it_off(kept, trainer):
    trainer.is_trainer, trainer.is_trainee = False, True
    trainer.save(update_fields=["is_trainer", "is_trainee"])

    assert kept.get(OWN).status_code == 200
    assert kept.post(OFF, {"proof": PASSWORD}).status_code == 302


def test_where_it_is_required_trainers_set_it_up_before_anything_else(author, settings):
    settings.SECOND_FACTOR = "required"

    led = author.get("/inbox/")
    swap = author.get("/inbox/", headers={"HX-Request": "true"})
    page = author.get(OWN).content.decode()
    codes = codes_on(set_up(author))

    assert led.headers["Location"] == OWN
    assert (swap.status_code, swap.headers["HX-Redirect"]) == (401, OWN)
    assert "本站要求" in page
    assert len(codes) == RECOVERY_CODES
    assert author.get("/inbox/").status_code == 200


def test_where_it_is_required_the_first_password_comes_before_it(author, trainer, settings):
    settings.SECOND_FACTOR = "required"
    trainer.password_is_initial = True
    trainer.save(update_fields=["password_is_initial"])

    assert author.get(OWN).headers["Location"] == "/account/password/"
    author.post("/account/password/", {"password": "七天无理由退货 7", "again": "七天无理由退货 7"})
    assert author.get("/inbox/").headers["Location"] == OWN


def test_where_it_is_required_trainees_are_not_asked(signed_in, settings):
    settings.SECOND_FACTOR = "required"

    assert signed_in.get("/inbox/").status_code == 200


def test_where_it_is_required_turning_off_leads_to_setting_up(kept, settings):
    settings.SECOND_FACTOR = "required"
    kept.post(OFF, {"proof": PASSWORD})

    assert kept.get("/inbox/").headers["Location"] == OWN
