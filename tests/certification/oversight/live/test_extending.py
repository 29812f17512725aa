"""More time, granted while the exam runs: applied at once, once, and never to what was handed in."""

import re
import uuid
from datetime import timedelta

import pytest
from django.db import IntegrityError
from django.urls import reverse

from certification.attempts.domain import ClosedBy
from certification.attempts.models import Attempt
from certification.core.journal import JournalEntry
from certification.core.refusals import RefusedError
from certification.grading.services import hand_in
from certification.oversight.live import extending
from certification.oversight.live.domain import MoreTime
from certification.oversight.live.extending import Grant, Scope, extend_many, extend_one
from certification.oversight.live.reading import people_in
from certification.rounds.domain import AllowanceCause
from certification.rounds.models import AllowanceGrant, Announcement
from certification.rounds.services import allowed_time_of
from tests.certification.oversight.live.conftest import NOW
from tests.factories import NOON
from tests.factories.exams import sit_exam
from tests.factories.people import UserFactory

ACTOR = uuid.UUID(int=7)
END = NOON + timedelta(minutes=45)


def grant(minutes=5, factor=100, **fields) -> Grant:
    return Grant(**{
        "more": MoreTime(minutes, factor), "cause": AllowanceCause.TECHNICAL, "token": uuid.uuid4(),
        "actor": UserFactory(manager=True).pk, "now": NOW, **fields,
    })  # fmt: skip


def deadline(attempt):
    return Attempt.objects.get(pk=attempt.pk).deadline


@pytest.mark.parametrize(
    ("asked", "more", "said"),
    [
        pytest.param((5, 100), 5, "监考人给你加了 5 分钟。", id="minutes"),
        pytest.param((0, 200), 45, "监考人把你的作答时间延长到规定时间的 200%。", id="factor"),
        pytest.param((3, 200), 48, "监考人把你的作答时间延长到规定时间的 200%，另加 3 分钟。", id="both"),
    ],
)
def test_what_is_granted_applies_to_the_running_attempt_and_is_said(held, attempt, trainee, asked, more, said):
    extend_one(held, trainee.pk, grant(*asked))

    assert deadline(attempt) == END + timedelta(minutes=more)
    told = Announcement.objects.get()
    assert (told.trainee, told.text) == (trainee, said)


def test_more_time_is_told_in_the_language_of_who_gets_it(held, attempt, trainee):
    trainee.language = "en"
    trainee.save(update_fields=["language"])

    extend_one(held, trainee.pk, grant())

    told = Announcement.objects.get().text
    assert "5" in told
    assert not re.search("[\u4e00-\u9fff]", told)


def test_the_same_form_twice_grants_once(held, attempt, trainee):
    sent = grant()
    extend_one(held, trainee.pk, sent)
    extend_one(held, trainee.pk, sent)

    assert deadline(attempt) == END + timedelta(minutes=5)
    assert AllowanceGrant.objects.count() == 1
    assert Announcement.objects.count() == 1
    assert JournalEntry.objects.filter(verb="live.extended", subject=f"round:{held.pk}").count() == 1


def test_two_forms_add_up(held, attempt, trainee):
    extend_one(held, trainee.pk, grant())
    extend_one(held, trainee.pk, grant(minutes=2))

    assert deadline(attempt) == END + timedelta(minutes=7)


def test_what_was_handed_in_is_never_opened_again(held, attempt, trainee):
    hand_in(attempt.pk, by=ClosedBy.TRAINEE, now=NOW)

    with pytest.raises(RefusedError, match="handed-in"):
        extend_one(held, trainee.pk, grant())

    assert deadline(attempt) == END
    assert not AllowanceGrant.objects.exists()
    assert not Announcement.objects.exists()
    assert not JournalEntry.objects.filter(verb="live.extended").exists()


def test_who_may_sit_again_gets_it_for_the_next_attempt(held, attempt, trainee):
    held.attempts_allowed = 2
    held.save(update_fields=["attempts_allowed"])
    hand_in(attempt.pk, by=ClosedBy.TRAINEE, now=NOW)

    extend_one(held, trainee.pk, grant())

    assert allowed_time_of(held, trainee.pk) == timedelta(minutes=50)
    assert deadline(attempt) == END


def test_who_has_not_started_starts_with_it(held, other):
    extend_one(held, other.pk, grant())

    assert allowed_time_of(held, other.pk) == timedelta(minutes=50)


def test_nobody_grants_themselves_time(held, attempt, trainee):
    with pytest.raises(RefusedError, match="own-seat"):
        extend_one(held, trainee.pk, grant(actor=trainee.pk))

    assert deadline(attempt) == END


@pytest.mark.parametrize(
    ("scope", "extended", "left_out"),
    [
        pytest.param(Scope.SITTING, {"坐着"}, {"没来": "live.not-started", "交了": "live.handed-in"}, id="who sits"),
        pytest.param(Scope.NOT_HANDED_IN, {"坐着", "没来"}, {"交了": "live.handed-in"}, id="who has not handed in"),
    ],
)
def test_of_all_the_journal_says_who_got_it_and_who_did_not(held, paper, scope, extended, left_out):
    people = {name: UserFactory(display_name=name) for name in ("坐着", "没来", "交了")}
    held.seats.all().delete()
    for one in people.values():
        held.seats.create(trainee=one)
    sit_exam(held, people["坐着"], paper=paper)
    hand_in(sit_exam(held, people["交了"], paper=paper).pk, by=ClosedBy.TRAINEE, now=NOW)

    extend_many(held, people_in(held), scope, sent := grant())

    assert set(AllowanceGrant.objects.values_list("person", flat=True)) == {people[name].pk for name in extended}
    entry = JournalEntry.objects.get(pk=sent.token)
    assert entry.details["extended"] == len(extended)
    assert entry.details["left_out"] == {str(people[name].pk): code for name, code in left_out.items()}


def test_who_hands_in_meanwhile_is_left_out_and_named(held, attempt, trainee):
    people = people_in(held)
    hand_in(attempt.pk, by=ClosedBy.TRAINEE, now=NOW)

    extend_many(held, people, Scope.SITTING, sent := grant())

    assert JournalEntry.objects.get(pk=sent.token).details["left_out"][str(trainee.pk)] == "live.handed-in"
    assert not AllowanceGrant.objects.exists()


def test_a_form_that_broke_off_is_finished_by_sending_it_again(held, attempt, trainee, other, paper):
    sit_exam(held, other, paper=paper)
    sent = grant()
    first, *_rest = people_in(held)
    extend_many(held, [first], Scope.SITTING, Grant(sent.more, sent.cause, sent.token, sent.actor, sent.now))
    JournalEntry.objects.filter(pk=sent.token)._raw_delete("default")

    extend_many(held, people_in(held), Scope.SITTING, sent)

    assert AllowanceGrant.objects.count() == 2
    assert JournalEntry.objects.get(pk=sent.token).details["extended"] == 2


def test_another_constraint_is_no_second_click(held, trainee, monkeypatch):
    def broken(*_args, **_fields):
        raise IntegrityError

    monkeypatch.setattr(extending, "grant_allowance", broken)

    with pytest.raises(IntegrityError):
        extend_one(held, trainee.pk, grant())


class TestPages:
    def post(self, client, held, *, person=None, name="extend", **sent):
        route = f"oversight:live-person-{name}" if person else f"oversight:live-{name}"
        args = [held.pk, held.seats.get(trainee=person).pk] if person else [held.pk]
        return client.post(reverse(route, args=args), {"token": uuid.uuid4(), "cause": "technical", **sent})

    def test_one_person_gets_time_and_the_page_says_so(self, author, held, attempt, trainee):
        response = self.post(author, held, person=trainee, minutes="5")

        assert response.status_code == 302
        assert deadline(attempt) == END + timedelta(minutes=5)
        page = author.get(response["Location"]).content.decode()
        assert "给林晓雯加时：5 分钟（网络或设备故障）" in page
        assert "周敏" in page

    def test_all_get_time_and_the_page_names_who_did_not(self, author, held, attempt):
        response = self.post(author, held, minutes="5", factor="150")

        page = author.get(response["Location"]).content.decode()
        assert "给 1 人加时：×150% + 5 分钟（网络或设备故障）；1 人没有加。吴倩：还没开始作答。" in page

    def test_those_who_have_not_started_too(self, author, held, attempt, other):
        self.post(author, held, minutes="5", scope="not-handed-in")

        assert AllowanceGrant.objects.filter(person=other.pk).exists()

    def test_a_refusal_names_the_person(self, author, held, attempt, trainee):
        hand_in(attempt.pk, by=ClosedBy.TRAINEE, now=NOW)

        response = self.post(author, held, person=trainee, minutes="5")

        assert response.status_code == 409
        assert "林晓雯：已经交卷，没有加时" in response.content.decode()

    @pytest.mark.parametrize(
        ("sent", "said"),
        [
            pytest.param({"minutes": ""}, "请写加几分钟", id="nothing"),
            pytest.param({"minutes": "很多"}, "请写加几分钟", id="a word"),
            pytest.param({"minutes": "5", "cause": ""}, "请选加时的原因", id="no cause"),
            pytest.param({"minutes": "5", "cause": "because"}, "请选加时的原因", id="no such cause"),
        ],
    )
    def test_what_cannot_be_taken_is_shown_again(self, author, held, attempt, trainee, sent, said):
        for person in (None, trainee):
            response = self.post(author, held, person=person, factor="100", scope="not-handed-in", **sent)
            page = response.content.decode()

            assert response.status_code == 422
            assert said in page
            assert f'value="{sent["minutes"]}"' in page
        assert deadline(attempt) == END

    def test_what_was_chosen_stays_chosen(self, author, held):
        page = self.post(author, held, minutes="x", factor="150", scope="not-handed-in").content.decode()

        assert '<option value="150" selected>' in page
        assert '<option value="technical" selected>' in page
        assert 'value="not-handed-in" checked' in page

    def test_a_second_click_does_nothing_and_shows_the_same(self, author, held, attempt):
        token = uuid.uuid4()
        first, second = (self.post(author, held, minutes="5", token=token) for _click in range(2))

        assert first["Location"] == second["Location"]
        assert deadline(attempt) == END + timedelta(minutes=5)

    def test_a_form_without_a_name_gets_one(self, author, held, attempt):
        self.post(author, held, minutes="5", token="")

        assert deadline(attempt) == END + timedelta(minutes=5)
