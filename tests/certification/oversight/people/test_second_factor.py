"""A lost second factor is taken off by another manager, or at the server; it ends with the person's account."""

import io
import zipfile

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from certification.core.journal import JournalEntry
from certification.people.models import Notice, User
from certification.people.permissions import may_author
from certification.people.second_factor.models import RecoveryCode, SecondFactor
from certification.people.signed_in import Session
from certification.privacy.erasing import erase_person
from certification.privacy.exporting import export_person
from tests.factories import NOON
from tests.factories.people import UserFactory, merge
from tests.factories.second_factors import BACKEND, RECOVERY, give_password, make_second_factor

pytestmark = pytest.mark.django_db


@pytest.fixture
def manager(db):
    return UserFactory(manager=True, display_name="许建国")


@pytest.fixture
def managing(client: Client, manager) -> Client:
    client.force_login(manager, backend=BACKEND)
    return client


@pytest.fixture
def factor(trainer) -> SecondFactor:
    return make_second_factor(trainer)


def address(person) -> str:
    return f"/oversight/people/{person.pk}/second-factor/"


def test_a_manager_sees_who_has_one_and_takes_it_off(managing, manager, trainer, factor):
    theirs = Client()
    theirs.force_login(trainer, backend=BACKEND)
    shown = managing.get(f"/oversight/people/{trainer.pk}/").content.decode()
    asked = managing.get(address(trainer))

    done = managing.post(address(trainer), {"number": trainer.staff_number})

    assert address(trainer) in shown
    assert asked.status_code == 200
    assert done.headers["Location"] == f"/oversight/people/{trainer.pk}/"
    assert not SecondFactor.objects.exists()
    assert not Session.objects.filter(person=trainer).exists()
    assert "被许建国取消了" in Notice.objects.get(person=trainer).text
    entry = JournalEntry.objects.get(verb="people.second-factor-taken-off")
    assert (entry.actor_id, entry.subject) == (manager.pk, f"user:{trainer.pk}")
    give_password(theirs, trainer)
    assert theirs.get("/account/").status_code == 200


@pytest.mark.parametrize("typed", ["", "B1"])
def test_without_the_staff_number_nothing_happens(managing, trainer, factor, typed):
    answer = managing.post(address(trainer), {"number": typed})

    assert answer.status_code == 422
    assert f"请写他的工号 {trainer.staff_number}" in answer.content.decode()
    assert SecondFactor.objects.exists()


def test_nobody_takes_off_their_own_here(managing, manager):
    factor = make_second_factor(manager)
    managing.post("/second-factor/", {"code": RECOVERY})

    asked, tried = managing.get(address(manager)), managing.post(address(manager), {"number": manager.staff_number})

    assert "自己的两步验证不能在这里取消" in asked.content.decode()
    assert tried.status_code == 409
    assert SecondFactor.objects.get() == factor


def test_an_operators_is_for_operators(managing):
    operator = UserFactory(operator=True)
    make_second_factor(operator)

    assert managing.post(address(operator), {"number": operator.staff_number}).status_code == 409
    assert SecondFactor.objects.exists()


def test_who_has_none_has_nothing_to_take_off(managing, trainer):
    assert "没有开两步验证" in managing.get(address(trainer)).content.decode()
    assert managing.post(address(trainer), {"number": trainer.staff_number}).status_code == 409


def test_a_trainee_without_one_has_no_such_section(managing, trainee):
    assert "两步验证" not in managing.get(f"/oversight/people/{trainee.pk}/").content.decode()


def test_the_command_lets_the_last_manager_in(manager, capsys):
    make_second_factor(manager)

    call_command("take_off_second_factor", manager.staff_number.lower())

    assert "只凭密码登录" in capsys.readouterr().out
    assert not SecondFactor.objects.exists()
    assert JournalEntry.objects.get(verb="people.second-factor-taken-off").actor_id is None
    assert "被运维取消了" in Notice.objects.get(person=manager).text


def test_the_command_says_what_is_wrong(manager):
    with pytest.raises(CommandError, match="没有工号 X9 的人"):
        call_command("take_off_second_factor", "X9")
    with pytest.raises(CommandError, match="没有开两步验证"):
        call_command("take_off_second_factor", manager.staff_number)


def test_merging_ends_the_duplicates_and_keeps_the_survivors(trainer, factor):
    survivor = UserFactory(trainer=True)
    kept = make_second_factor(survivor)

    merge(trainer, survivor)

    assert list(SecondFactor.objects.all()) == [kept]


def test_erasing_a_person_leaves_neither_secret_nor_recovery_codes(manager, trainer, factor):
    erase_person(trainer.pk, typed=trainer.staff_number, actor=manager, now=NOON)

    assert not SecondFactor.objects.exists()
    assert not RecoveryCode.objects.exists()


def test_what_a_person_takes_along_holds_no_secret(trainer, factor):
    archive = zipfile.ZipFile(io.BytesIO(export_person(trainer, actor=trainer, now=NOON)))
    told = archive.read("person.json").decode()

    assert "certification.SecondFactor" in told
    assert factor.key not in told
    assert RecoveryCode.objects.get().digest not in told


def test_a_deactivated_person_who_comes_back_is_still_asked(managing, trainer, factor):
    managing.post(f"/oversight/people/{trainer.pk}/deactivate/")
    managing.post(f"/oversight/people/{trainer.pk}/reactivate/")
    theirs = Client()
    give_password(theirs, trainer)

    assert theirs.get("/account/").headers["Location"].startswith("/second-factor/")


@pytest.fixture
def crew(manager, trainer, factor) -> dict[str, str]:
    """Staff numbers by what is true of them; the trainer has one, the managers, an operator and a trainee have none."""
    others = [UserFactory(trainer=True), UserFactory(operator=True), UserFactory()]
    return dict(
        zip(
            ["managing", "held", "lacking", "operator", "trainee"],
            [one.staff_number for one in (manager, trainer, *others)],
            strict=True,
        )
    )


@pytest.mark.parametrize(
    ("asked", "listed"),
    [
        ("held", {"held"}),
        ("lacking", {"managing", "lacking", "operator"}),
        ("", {"managing", "held", "lacking", "operator", "trainee"}),
        ("nonsense", {"managing", "held", "lacking", "operator", "trainee"}),
    ],
)
def test_the_list_shows_who_has_one_and_who_could_but_has_not(managing, crew, asked, listed):
    answer = managing.get("/oversight/people/", {"factor": asked})

    assert {row.person.staff_number for row in answer.context["rows"]} == {crew[name] for name in listed}


def test_who_could_have_one_is_who_may_author(managing, crew):
    listed = {row.person for row in managing.get("/oversight/people/", {"factor": "lacking"}).context["rows"]}

    for person in User.objects.exclude(staff_number=crew["held"]):
        assert (person in listed) == may_author(person)


def test_a_page_further_keeps_who_was_asked_for(managing, crew, monkeypatch):
    monkeypatch.setattr("certification.oversight.people.listing.PER_PAGE", 2)

    page = managing.get("/oversight/people/", {"factor": "lacking"}).content.decode()

    assert "factor=lacking&amp;page=2" in page


def test_nobody_is_asked_about_it_where_it_is_off(managing, crew, settings):
    settings.SECOND_FACTOR = "off"

    answer = managing.get("/oversight/people/", {"factor": "held"})

    assert len(answer.context["rows"]) == len(crew)
    assert 'name="factor"' not in answer.content.decode()
