"""A word to one or to all, and the end of an exam: once, journalled, told."""

import uuid
from datetime import timedelta

import pytest
from django.db import IntegrityError
from django.urls import reverse

from certification.attempts.domain import ClosedBy
from certification.attempts.models import Attempt
from certification.core.journal import JournalEntry
from certification.core.refusals import RefusedError
from certification.grading.models import Mark
from certification.grading.services import hand_in
from certification.oversight.live import acting
from certification.oversight.live.acting import end_many, end_one, say
from certification.people.models import Notice
from certification.rounds.domain import AllowanceCause
from certification.rounds.models import Announcement
from certification.rounds.services import grant_allowance
from tests.certification.oversight.live.conftest import NOW
from tests.factories.attempts import keyed_letters, save
from tests.factories.exams import sit_exam


def url(held, name, person=None):
    args = [held.pk, held.seats.get(trainee=person).pk] if person else [held.pk]
    return reverse(f"oversight:live-{name}", args=args)


class TestSaying:
    def test_to_all(self, author, held):
        response = author.post(url(held, "message"), {"text": " 还有十分钟。 ", "token": uuid.uuid4()})

        assert Announcement.objects.get().text == "还有十分钟。"
        assert Announcement.objects.get().trainee is None
        assert "对所有人说：还有十分钟。" in author.get(response["Location"]).content.decode()

    def test_to_one(self, author, held, trainee):
        response = author.post(url(held, "person-message", trainee), {"text": "请继续", "token": uuid.uuid4()})

        assert Announcement.objects.get().trainee == trainee
        assert "对林晓雯说：请继续" in author.get(response["Location"]).content.decode()

    def test_a_second_click_says_nothing(self, author, held):
        sent = {"text": "安静", "token": uuid.uuid4()}
        for _click in range(2):
            assert author.post(url(held, "message"), sent).status_code == 302

        assert Announcement.objects.count() == 1
        assert JournalEntry.objects.filter(verb="live.said").count() == 1

    @pytest.mark.parametrize(
        ("text", "said"),
        [pytest.param(" ", "请写要说的话", id="nothing"), pytest.param("长" * 201, "最多 200 个字", id="too much")],
    )
    def test_what_cannot_be_said_is_shown_again(self, author, held, trainee, text, said):
        for address in (url(held, "message"), url(held, "person-message", trainee)):
            response = author.post(address, {"text": text})

            assert response.status_code == 422
            assert said in response.content.decode()
            assert text.strip() in response.content.decode()
        assert not Announcement.objects.exists()

    def test_another_constraint_is_no_second_click(self, held, trainer, monkeypatch):
        def broken(*_args, **_fields):
            raise IntegrityError

        monkeypatch.setattr(acting, "announce", broken)

        with pytest.raises(IntegrityError):
            say(held, "安静", person_id=None, token=uuid.uuid4(), actor=trainer.pk, now=NOW)


class TestEnding:
    def test_it_asks_first(self, author, held, attempt, trainee):
        page = author.get(url(held, "person-end", trainee)).content.decode()

        assert "收 林晓雯 的卷？" in page
        assert "已答 0 / 30，剩余 35:00" in page
        assert Attempt.objects.get(pk=attempt.pk).is_open

    def test_what_was_received_is_marked_and_the_trainee_is_told(self, author, trainer, held, attempt, trainee):
        save(attempt, 1, answer=keyed_letters(attempt, 1), now=NOW)

        response = author.post(url(held, "person-end", trainee))

        assert response["Location"] == url(held, "person", trainee)
        ended = Attempt.objects.get(pk=attempt.pk)
        assert (ended.closed_by, ended.handed_in_at) == (ClosedBy.INVIGILATOR, NOW)
        assert Mark.objects.get(attempt=attempt, position=1).points > 0
        notice = Notice.objects.get(person=trainee, kind="exam-ended")
        assert notice.link == reverse("sitting:result", args=[attempt.pk])
        entry = JournalEntry.objects.get(verb="live.ended", subject=f"attempt:{attempt.pk}")
        assert entry.actor_id == trainer.pk
        page = author.get(reverse("oversight:live", args=[held.pk])).content.decode()
        assert "收卷：林晓雯" in page
        assert "监考人收的" in page

    def test_ending_twice_ends_once(self, author, held, attempt, trainee):
        author.post(url(held, "person-end", trainee))
        response = author.post(url(held, "person-end", trainee))

        assert response.status_code == 409
        assert "林晓雯：没有在作答，不用收卷" in response.content.decode()
        assert Mark.objects.filter(attempt=attempt).count() == 30
        assert Notice.objects.filter(kind="exam-ended").count() == 1

    def test_who_is_faster_is_not_ended(self, held, attempt, trainee, trainer):
        hand_in(attempt.pk, by=ClosedBy.TRAINEE, now=NOW)

        with pytest.raises(RefusedError, match="not-sitting"):
            end_one(held, trainee.pk, actor=trainer.pk, now=NOW)

        assert Attempt.objects.get(pk=attempt.pk).closed_by == ClosedBy.TRAINEE
        assert not JournalEntry.objects.filter(verb="live.ended").exists()

    def test_nobody_ends_their_own(self, held, attempt, trainee):
        with pytest.raises(RefusedError, match="own-seat"):
            end_one(held, trainee.pk, actor=trainee.pk, now=NOW)

    def test_who_has_not_come_has_nothing_to_end(self, author, held, other):
        assert "没有卷可收" in author.get(url(held, "person-end", other)).content.decode()


class TestEndingAll:
    @pytest.fixture
    def both(self, held, attempt, other, paper):
        return attempt, sit_exam(held, other, paper=paper)

    def test_not_before_the_close(self, author, held, both, trainer):
        address = url(held, "end")
        assert "还没到截止时间" in author.get(address).content.decode()

        seats = held.seats.values_list("pk", flat=True)
        assert author.post(address, {"seat": list(seats)}).status_code == 409
        with pytest.raises(RefusedError, match="not-closed"):
            end_many(held, [both[0].trainee_id], actor=trainer.pk, now=held.closes_at - timedelta(microseconds=1))
        assert held.attempts.filter(state="open").count() == 2

    def test_who_has_more_time_is_not_ticked_beforehand(self, author, held, both, trainee, clock):
        given = {"minutes": 60, "factor_percent": 100, "cause": AllowanceCause.OTHER, "actor": trainee.pk, "now": NOW}
        grant_allowance(held.pk, trainee.pk, **given)
        clock(held.closes_at)

        page = author.get(url(held, "end")).content.decode()

        assert f'value="{held.seats.get(trainee=trainee).pk}">' in page
        assert f'value="{held.seats.exclude(trainee=trainee).get().pk}" checked>' in page

    def test_those_who_are_ticked_are_ended_in_one_act(self, author, held, both, clock):
        clock(held.closes_at)
        seats = list(held.seats.values_list("pk", flat=True))

        response = author.post(url(held, "end"), {"seat": seats})

        assert response["Location"] == reverse("oversight:live", args=[held.pk])
        assert set(held.attempts.values_list("closed_by", flat=True)) == {"invigilator"}
        assert JournalEntry.objects.filter(verb="live.ended", subject=f"round:{held.pk}").count() == 1
        assert "没有人还在作答" in author.get(url(held, "end")).content.decode()

    def test_nobody_ticked_ends_nobody(self, author, held, both, clock):
        clock(held.closes_at)

        assert author.post(url(held, "end")).status_code == 422
        assert held.attempts.filter(state="open").count() == 2

    def test_one_is_left_to_go_on(self, author, held, both, other, clock):
        clock(held.closes_at)

        author.post(url(held, "end"), {"seat": [held.seats.get(trainee=other).pk]})

        assert Attempt.objects.get(pk=both[0].pk).is_open
        assert not Attempt.objects.get(pk=both[1].pk).is_open

    def test_who_is_faster_is_skipped(self, held, both, trainer, clock):
        hand_in(both[0].pk, by=ClosedBy.TRAINEE, now=NOW)
        people = [one.trainee_id for one in both]

        assert end_many(held, people, actor=trainer.pk, now=held.closes_at) == 1
        assert end_many(held, people, actor=trainer.pk, now=held.closes_at) == 0
        entry = JournalEntry.objects.get(verb="live.ended", subject=f"round:{held.pk}")
        assert entry.details["people"] == [str(both[1].trainee_id)]

    def test_the_button_is_there_once_the_window_has_closed(self, author, held, both, clock):
        address = reverse("oversight:live", args=[held.pk])
        assert url(held, "end") not in author.get(address).content.decode()

        clock(held.closes_at)
        assert url(held, "end") in author.get(address).content.decode()
