"""The inbox: sent, counted, opened by its owner alone."""

from datetime import timedelta

from certification.people.models import Notice
from certification.people.notices import LONGEST, newest, open_notice, read_all, send_notice, unread_count
from tests.factories import NOON
from tests.factories.people import UserFactory


def test_what_is_sent_is_unread_until_opened(trainee):
    sent = send_notice(trainee.pk, kind="appeal", text="成立", link="/", now=NOON)
    assert unread_count(trainee) == 1

    open_notice(trainee, sent.pk, now=NOON)
    open_notice(trainee, sent.pk, now=NOON + timedelta(hours=1))

    assert unread_count(trainee) == 0
    assert Notice.objects.get().read_at == NOON


def test_nobody_opens_somebody_elses(trainee):
    sent = send_notice(UserFactory().pk, kind="appeal", text="成立", now=NOON)

    assert open_notice(trainee, sent.pk, now=NOON) is None
    assert Notice.objects.get().read_at is None


def test_the_newest_comes_first_and_all_can_be_read(trainee):
    for hours, text in ((1, "早"), (2, "晚")):
        send_notice(trainee.pk, kind="round", text=text, now=NOON + timedelta(hours=hours))

    assert [one.text for one in newest(trainee)] == ["晚", "早"]
    assert read_all(trainee, now=NOON) == 2
    assert unread_count(trainee) == 0


def test_what_is_too_long_is_cut(trainee):
    sent = send_notice(trainee.pk, kind="regrade", text="长" * 400, now=NOON)

    assert len(sent.text) == LONGEST
    assert sent.text.endswith("…")
