"""The live page: who sees it, what it says, and what it costs."""

import uuid
from datetime import timedelta

import pytest
from django.urls import reverse

from certification.attempts.domain import AttemptState, ClosedBy
from certification.attempts.models import Attempt
from certification.grading.late import decide_late
from certification.grading.services import hand_in
from certification.rounds.domain import AllowanceCause, RoundState
from certification.rounds.services import check_in, grant_allowance
from tests.certification.oversight.live.conftest import NOW
from tests.factories import NOON
from tests.factories.attempts import save
from tests.factories.exams import be_seen, come_late, leave_page, make_exam_round, sit_exam
from tests.factories.people import UserFactory

PAGES = ("live", "live-late", "live-focus", "live-outages", "live-log", "live-end")
POSTS = ("live-extend", "live-message", "live-end", "live-late")


def url(held, name="live", *more):
    return reverse(f"oversight:{name}", args=[held.pk, *more])


def seat_of(held, person):
    return held.seats.get(trainee=person).pk


def text(client, address, **headers) -> str:
    return client.get(address, **headers).content.decode()


def row_of(page: str, name: str) -> str:
    return next(part for part in page.split("<tr>") if f">{name}<" in part)


@pytest.mark.parametrize("name", PAGES)
def test_trainees_stay_out_and_strangers_sign_in(client, signed_in, held, name):
    assert signed_in.get(url(held, name)).status_code == 403
    client.logout()
    assert reverse("people:sign-in") in client.get(url(held, name))["Location"]


def test_a_trainee_does_nothing_here(signed_in, held, attempt, trainee):
    seat = seat_of(held, trainee)
    for name in POSTS:
        assert signed_in.post(url(held, name)).status_code == 403
    for name in ("live-person", "live-person-end"):
        assert signed_in.get(url(held, name, seat)).status_code == 403
    for name in ("live-person-extend", "live-person-message", "live-person-end"):
        assert signed_in.post(url(held, name, seat), {"minutes": "5", "cause": "other"}).status_code == 403
    attempt.refresh_from_db()
    assert attempt.is_open
    assert attempt.deadline == NOON + timedelta(minutes=45)


def test_a_manager_invigilates_too(client, held):
    client.force_login(UserFactory(manager=True), backend="certification.people.backends.NameOrNumberBackend")

    assert client.get(url(held)).status_code == 200


@pytest.mark.parametrize("name", PAGES)
def test_a_draft_has_no_room(author, edition, name):
    draft = make_exam_round(edition, state=RoundState.DRAFT)

    assert author.get(url(draft, name)).status_code == 404
    assert author.get(reverse(f"oversight:{name}", args=[uuid.uuid4()])).status_code == 404


def test_a_cancelled_round_can_still_be_read(author, held):
    held.state = RoundState.CANCELLED
    held.save(update_fields=["state"])

    page = text(author, url(held))

    assert "已取消" in page
    assert "hx-trigger" not in page


def test_a_seat_of_another_round_is_not_found(author, held, edition, trainee):
    elsewhere = make_exam_round(edition, [trainee])

    assert author.get(url(held, "live-person", seat_of(elsewhere, trainee))).status_code == 404


def test_the_room_says_who_is_where(author, held, trainee, other, attempt):
    save(attempt, 1, answer="A", now=NOON + timedelta(minutes=2))
    save(attempt, 2, answer="A", now=NOON + timedelta(minutes=3))
    save(attempt, 2, answer="", sequence=2, now=NOON + timedelta(minutes=4))
    save(attempt, 3, flag=True, now=NOON + timedelta(minutes=4))
    be_seen(attempt, at=NOW - timedelta(seconds=12), position=7)
    leave_page(attempt, seconds=65, at=NOON + timedelta(minutes=5))
    leave_page(attempt, seconds=15, at=NOON + timedelta(minutes=6), sequence=2)

    page = text(author, url(held))
    row = row_of(page, "林晓雯")

    assert "作答中" in row
    assert "12 秒前" in row
    assert "第 7 题" in row
    assert "1 / 30" in row
    assert "35:00" in row
    assert f'{url(held, "live-person", seat_of(held, trainee))}#live-focus">2 次，共 1 分 20 秒</a>' in row
    assert "未到" in row_of(page, "吴倩")
    assert "开考了还没到" in row_of(page, "吴倩")


@pytest.mark.parametrize(
    ("ago", "said", "tone"),
    [
        pytest.param(60, "1 分钟前", "", id="a minute"),
        pytest.param(61, "1 分 1 秒没有动静", 'data-tone="warn"', id="amber"),
        pytest.param(181, "3 分 1 秒没有动静", 'data-tone="seal"', id="red"),
    ],
)
def test_silence_is_said_in_words(author, held, attempt, ago, said, tone):
    be_seen(attempt, at=NOW - timedelta(seconds=ago))

    row = row_of(text(author, url(held)), "林晓雯")

    assert said in row
    assert tone in row


def test_an_answer_is_a_sign_of_life_too(author, held, attempt):
    be_seen(attempt, at=NOW - timedelta(minutes=5))
    save(attempt, 1, answer="A", now=NOW - timedelta(seconds=3))

    assert "3 秒前" in row_of(text(author, url(held)), "林晓雯")


def test_more_time_and_downtime_are_named(author, held, attempt, trainee):
    given = {"cause": AllowanceCause.ACCOMMODATION, "actor": held.made_by_id, "now": NOW}
    grant_allowance(held.pk, trainee.pk, factor_percent=125, minutes=0, **given)
    grant_allowance(held.pk, trainee.pk, factor_percent=100, minutes=5, **given)
    grant_allowance(held.pk, trainee.pk, factor_percent=100, minutes=3, **given)
    Attempt.objects.filter(pk=attempt.pk).update(credit_seconds=90)

    page = text(author, url(held))
    assert "×125%，+8 分钟，中断补 1 分 30 秒" in row_of(page, "林晓雯")
    assert "+8 分钟" not in row_of(page, "吴倩")


def test_who_handed_in_and_how(author, held, attempt, other, paper):
    hand_in(attempt.pk, by=ClosedBy.TRAINEE, now=NOON + timedelta(minutes=8))
    sit_exam(held, other, paper=paper, state=AttemptState.VOID)
    check_in(seat_of(held, other), trainee_id=other.pk, now=NOON)

    page = text(author, url(held))

    assert "12:08 自己交的" in row_of(page, "林晓雯")
    assert "已签到" in row_of(page, "吴倩")


def test_time_that_is_up_says_so(author, held, attempt, clock):
    clock(attempt.deadline + timedelta(seconds=5))

    assert "时间到" in row_of(text(author, url(held)), "林晓雯")


def test_late_answers_are_pointed_at_until_they_are_decided(author, trainer, held, attempt):
    late = come_late(attempt, 1, "A", answered_at=None, received_at=NOW)

    page = text(author, url(held))
    assert "有 1 条迟到的作答等你决定" in page
    assert "有迟到的作答 1" in row_of(page, "林晓雯")

    decide_late(late.pk, accepted=False, actor=trainer.pk, now=NOW)
    assert "迟到的作答等你决定" not in text(author, url(held))


def test_the_table_is_filtered_and_sorted_by_links(author, held, attempt):
    page = text(author, url(held) + "?show=sitting&sort=name")

    assert "林晓雯" in page
    assert "吴倩" not in page
    assert f'hx-get="{url(held)}?show=sitting&amp;sort=name"' in page
    assert "没有这样的人" in text(author, url(held) + "?show=handed-in")
    assert "吴倩" in text(author, url(held) + "?show=nonsense&sort=nonsense")


def test_a_poll_takes_the_table_alone(author, held):
    page = text(author, url(held), headers={"HX-Request": "true"})

    assert page.startswith('<section id="live-room"') or page.lstrip().startswith('<section id="live-room"')
    assert "<form" not in page
    assert "<html" not in page


def test_a_round_that_is_over_polls_no_more(author, held, attempt, clock):
    clock(held.closes_at)
    assert "hx-trigger" in text(author, url(held))

    hand_in(attempt.pk, by=ClosedBy.TRAINEE, now=NOW)
    assert "hx-trigger" not in text(author, url(held))


@pytest.mark.parametrize("people", [1, 12])
def test_the_page_costs_the_same_however_many_sit(author, edition, paper, clock, django_assert_max_num_queries, people):
    held = make_exam_round(edition, sitters := UserFactory.create_batch(people))
    for one in sitters:
        attempt = sit_exam(held, one, paper=paper)
        save(attempt, 1, answer="A", now=NOON)
        be_seen(attempt, at=NOW)
        leave_page(attempt, seconds=5, at=NOW)
        come_late(attempt, 2, "A", answered_at=None, received_at=NOW)
    author.post(url(held, "live-extend"), {"minutes": "5", "cause": "technical"})
    author.post(url(held, "live-message"), {"text": "请安静"})

    with django_assert_max_num_queries(9):  # one of them for the edition that every page names
        assert author.get(url(held)).status_code == 200
    with django_assert_max_num_queries(8):
        assert author.get(url(held), headers={"HX-Request": "true"}).status_code == 200


def test_the_page_of_one_person(author, held, attempt, trainee, other, paper):
    sit_exam(held, other, paper=paper)
    be_seen(attempt, at=NOW, position=3)
    leave_page(attempt, seconds=65, at=NOW, position=3)
    come_late(attempt, 1, "A", answered_at=None, received_at=NOW)

    page = text(author, url(held, "live-person", seat_of(held, trainee)))

    assert "林晓雯" in page
    assert "吴倩" not in page
    assert "1 分 5 秒" in page
    assert "只作记录，不作判定" in page
    assert "1 条等你决定" in page
    assert "9月18日 12:45:00" in page


def test_a_poll_of_one_person_takes_the_facts_alone(author, held, attempt, trainee):
    page = text(author, url(held, "live-person", seat_of(held, trainee)), headers={"HX-Request": "true"})

    assert 'id="live-person"' in page
    assert "<form" not in page


def test_somebody_who_sat_twice(author, held, attempt, trainee, paper):
    held.attempts_allowed = 2
    held.save(update_fields=["attempts_allowed"])
    hand_in(attempt.pk, by=ClosedBy.TRAINEE, now=NOW)
    sit_exam(held, trainee, paper=paper, number=2, now=NOW)

    assert "（第 2 次）" in text(author, url(held, "live-person", seat_of(held, trainee)))
    assert text(author, url(held)).count(">林晓雯<") == 1


def test_somebody_who_handed_in(author, held, attempt, trainee, other):
    hand_in(attempt.pk, by=ClosedBy.TRAINEE, now=NOW)

    assert "自己交的" in text(author, url(held, "live-person", seat_of(held, trainee)))
    assert "未到" in text(author, url(held, "live-person", seat_of(held, other)))
