"""Late answers, absences, outages and the log of a round."""

import uuid
from datetime import timedelta

import pytest
from django.urls import reverse

from certification.attempts.domain import ClosedBy
from certification.attempts.models import Attempt, LateDecision, Outage
from certification.attempts.services import credit_outage
from certification.core import journal
from certification.grading.late import decide_late
from certification.grading.models import Mark
from certification.grading.services import hand_in
from certification.oversight.live.log import named, said
from certification.rounds.domain import AllowanceCause
from certification.rounds.services import announce, grant_allowance
from tests.certification.oversight.live.conftest import NOW
from tests.factories import NOON
from tests.factories.attempts import keyed_letters
from tests.factories.exams import come_late, leave_page, make_exam_round, sit_exam
from tests.factories.people import UserFactory

END = NOON + timedelta(minutes=45)
AFTER = END + timedelta(minutes=20)


def url(held, name):
    return reverse(f"oversight:live-{name}", args=[held.pk])


@pytest.fixture
def late(attempt, clock):
    """Two right answers, given in time, that came after the hand-in."""
    hand_in(attempt.pk, by=ClosedBy.TRAINEE, now=END)
    clock(AFTER)
    return [
        come_late(attempt, n, keyed_letters(attempt, n), answered_at=END - timedelta(seconds=n), received_at=AFTER)
        for n in (1, 2)
    ]


class TestLateAnswers:
    def test_the_list_says_when_and_why(self, author, held, late):
        page = author.get(url(held, "late")).content.decode()

        assert "2 条等你决定" in page
        assert f"第 1 题：{late[0].answer}" in page
        assert "（现在算的是 未答）" in page
        assert "浏览器说 9月18日 12:44:59 作答" in page
        assert "9月18日 13:05:00 到" in page
        assert "到得太晚，宽限已过，交卷以后才到" in page

    def test_a_time_that_nobody_knows_is_not_invented(self, author, held, attempt):
        come_late(attempt, 1, "", answered_at=None, received_at=NOW)

        page = author.get(url(held, "late")).content.decode()

        assert "浏览器没有说是何时作答的" in page
        assert "（取消作答）" in page

    @pytest.mark.parametrize(("decision", "said"), [("accept", "计入"), ("reject", "不计入")])
    def test_what_is_ticked_is_decided(self, author, held, late, decision, said):
        sent = {"late": [one.pk for one in late], "decision": decision}

        response = author.post(url(held, "late"), sent)

        assert response["Location"] == url(held, "late")
        assert set(LateDecision.objects.values_list("is_accepted", flat=True)) == {decision == "accept"}
        assert Mark.objects.filter(regrade__isnull=False).count() == (2 if decision == "accept" else 0)
        page = author.get(url(held, "late")).content.decode()
        assert "都决定过了" in page
        assert f'<span class="badge">{said}</span>' in page
        assert "周敏 决定" in page

    def test_an_accepted_one_that_was_followed_says_so(self, author, held, late, attempt):
        newer = come_late(attempt, 1, "A", answered_at=END, received_at=AFTER)
        author.post(url(held, "late"), {"late": newer.pk, "decision": "accept"})
        author.post(url(held, "late"), {"late": late[0].pk, "decision": "accept"})

        assert "后来另有作答，按后来的算" in author.get(url(held, "late")).content.decode()

    def test_a_colleague_was_faster_with_one_of_them(self, author, held, late):
        decide_late(late[0].pk, accepted=False, actor=UserFactory(manager=True).pk, now=AFTER)

        response = author.post(url(held, "late"), {"late": [one.pk for one in late], "decision": "accept"})

        assert response.status_code == 409
        assert "已经有人决定过了" in response.content.decode()
        assert sorted(LateDecision.objects.values_list("is_accepted", flat=True)) == [False, True]

    @pytest.mark.parametrize(
        "sent",
        [
            pytest.param({"decision": "accept"}, id="nothing ticked"),
            pytest.param({"late": "x", "decision": "accept"}, id="no number"),
            pytest.param({"late": "1"}, id="no decision"),
        ],
    )
    def test_half_a_form_decides_nothing(self, author, held, late, sent):
        assert author.post(url(held, "late"), sent).status_code == 422
        assert not LateDecision.objects.exists()

    def test_answers_of_another_round_are_not_decided_here(self, author, held, edition, paper, late):
        someone = UserFactory()
        elsewhere = sit_exam(make_exam_round(edition, [someone]), someone, paper=paper)
        foreign = come_late(elsewhere, 1, "A", answered_at=None, received_at=AFTER)

        assert author.post(url(held, "late"), {"late": foreign.pk, "decision": "accept"}).status_code == 422
        assert not LateDecision.objects.exists()

    def test_ones_own_are_left_to_a_colleague(self, client, held, trainee, late):
        trainee.is_trainer = True
        trainee.save(update_fields=["is_trainer"])
        client.force_login(trainee, backend="certification.people.backends.NameOrNumberBackend")

        assert "这是你自己的作答" in client.get(url(held, "late")).content.decode()
        assert client.post(url(held, "late"), {"late": late[0].pk, "decision": "accept"}).status_code == 409
        assert not LateDecision.objects.exists()

    def test_who_waits_comes_first(self, author, trainer, held, attempt, other, paper):
        come_late(attempt, 1, "A", answered_at=None, received_at=AFTER)
        decided = come_late(sit_exam(held, other, paper=paper), 1, "A", answered_at=None, received_at=NOW)
        decide_late(decided.pk, accepted=False, actor=trainer.pk, now=NOW)

        page = author.get(url(held, "late")).content.decode()

        assert page.index("林晓雯") < page.index("吴倩")  # by name it would be the other way round

    def test_no_late_answers(self, author, held):
        assert "没有迟到的作答" in author.get(url(held, "late")).content.decode()

    def test_it_costs_the_same_however_many(self, author, held, late, attempt, django_assert_max_num_queries):
        for n in range(3, 20):
            one = come_late(attempt, n, "A", answered_at=None, received_at=AFTER)
            if n % 2:
                decide_late(one.pk, accepted=True, actor=UserFactory(manager=True).pk, now=AFTER)

        with django_assert_max_num_queries(8):
            author.get(url(held, "late"))


class TestAbsences:
    def test_each_is_listed_and_nothing_is_judged(self, author, held, attempt):
        leave_page(attempt, seconds=65, at=NOW, position=4)

        page = author.get(url(held, "focus")).content.decode()

        assert "只作记录，不作判定" in page
        assert "1 分 5 秒" in page
        assert "9月18日 12:10:00" in page
        assert ">4<" in page

    def test_nobody_left(self, author, held):
        assert "没有离开过" in author.get(url(held, "focus")).content.decode()

    def test_a_long_list_has_pages(self, author, held, attempt):
        for n in range(101):
            leave_page(attempt, seconds=n, at=NOW + timedelta(seconds=n), sequence=n)

        first, second = (author.get(url(held, "focus") + f"?page={n}").content.decode() for n in (1, 2))

        assert "第 1 / 2 页" in first
        assert "下一页" in first
        assert "上一页" in second
        assert '<td class="n">0 秒</td>' in second


class TestOutages:
    def test_who_was_given_back_what(self, author, held, attempt, other, paper):
        sit_exam(held, other, paper=paper, now=NOON - timedelta(hours=2))
        credit_outage(NOW, NOW + timedelta(seconds=95), now=NOW + timedelta(seconds=95))

        page = author.get(url(held, "outages")).content.decode()

        assert "1 分 35 秒" in page
        assert "<dt>林晓雯</dt><dd>补 1 分 35 秒</dd>" in page
        assert "吴倩" not in page

    def test_who_only_waited_for_answers_got_longer_grace(self, author, held, attempt):
        began = attempt.deadline + timedelta(seconds=5)
        credit_outage(began, began + timedelta(seconds=40), now=began + timedelta(seconds=40))

        assert "补传宽限延长 40 秒" in author.get(url(held, "outages")).content.decode()

    @pytest.mark.parametrize("days", [-1, 1])
    def test_outages_of_other_days_are_not_ours(self, author, held, days):
        began = NOON + timedelta(days=days)
        Outage.objects.create(began_at=began, ended_at=began + timedelta(hours=1))

        assert "没有中断" in author.get(url(held, "outages")).content.decode()

    def test_one_that_hit_nobody(self, author, held):
        credit_outage(NOW, NOW + timedelta(minutes=1), now=NOW + timedelta(minutes=1))

        assert "当时这一场没有人要补" in author.get(url(held, "outages")).content.decode()

    def test_a_round_that_gives_nothing_back_says_so(self, author, held):
        held.credits_downtime = False
        held.save(update_fields=["credits_downtime"])

        assert "不补服务器中断的时间" in author.get(url(held, "outages")).content.decode()


class TestLog:
    def test_every_act_says_who_when_and_what(self, author, held, attempt, trainee, late):
        author.post(url(held, "extend"), {"minutes": "5", "cause": "technical"})
        author.post(url(held, "message"), {"text": "安静", "token": uuid.uuid4()})
        author.post(url(held, "late"), {"late": late[0].pk, "decision": "accept"})
        author.post(url(held, "late"), {"late": late[1].pk, "decision": "reject"})

        page = author.get(url(held, "log")).content.decode()

        for what in ("给 0 人加时：5 分钟", "2 人没有加", "对所有人说：安静"):
            assert what in page
        assert "计入迟到的作答：林晓雯 第 1 题" in page
        assert "不计入迟到的作答：林晓雯 第 2 题" in page
        assert page.count("周敏") >= 4

    def test_an_act_of_many_rows_is_one_line(self, author, held, attempt, other, paper):
        sit_exam(held, other, paper=paper)
        author.post(url(held, "extend"), {"minutes": "5", "cause": "technical"})

        page = author.get(url(held, "log")).content.decode()

        assert page.count("加时：5 分钟") == 1
        assert page.count("<li>") == 1

    def test_what_was_granted_and_said_elsewhere_is_there_too(self, author, trainer, held, trainee):
        given = {"cause": AllowanceCause.ACCOMMODATION, "actor": trainer.pk, "now": NOW}
        grant_allowance(held.pk, trainee.pk, factor_percent=150, minutes=0, **given)
        announce(held.pk, text="你好", actor=trainer.pk, now=NOW)
        journal.record("round.published", subject=f"round:{held.pk}", actor_id=None, now=NOW)
        journal.record("round.painted", subject=f"round:{held.pk}", actor_id=trainer.pk, now=NOW)

        page = author.get(url(held, "log")).content.decode()

        assert "给林晓雯加时：×150%（需要照顾）" in page
        assert "发通知" in page
        assert "发布场次" in page
        assert "系统" in page
        assert "round.painted" in page

    def test_an_empty_log(self, author, held):
        assert "还没有做过什么" in author.get(url(held, "log")).content.decode()

    def test_many_names_are_cut_and_counted(self):
        people = {uuid.UUID(int=n): f"员{n}" for n in range(13)}

        assert named([str(one) for one in people], people).endswith("员11等 13 人")
        assert named([str(uuid.UUID(int=99))], people) == "—"

    def test_a_message_that_is_gone_is_still_an_act(self):
        assert said("live.said", {"announcement": "x"}, {}, {}) == "对所有人说："


def test_an_accepted_answer_shows_on_the_sheet(author, held, late, attempt):
    author.post(url(held, "late"), {"late": late[0].pk, "decision": "accept"})

    assert Attempt.objects.get(pk=attempt.pk).sheet(30).cell(1).answer == late[0].answer
