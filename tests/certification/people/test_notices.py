"""The inbox: sent, counted, opened by its owner alone."""

from datetime import timedelta

import pytest
from django.utils import translation
from django.utils.translation import gettext

from certification.people.models import Notice
from certification.people.notices import (
    LONGEST,
    NewNotice,
    newest,
    open_notice,
    read_all,
    send_notice,
    send_notices,
    unread_count,
)
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


@pytest.mark.django_db
def test_each_reads_what_they_are_told_in_their_own_language():
    chinese, english = UserFactory(), UserFactory(language="en")
    twin = UserFactory(merged_into=english, is_active=False, is_trainee=False, is_trainer=False, is_manager=False)

    with translation.override("en"):  # a colleague who reads English does it
        told = [NewNotice(one.pk, lambda: gettext("学员")) for one in (chinese, english, twin)]
        sent = send_notices(told, kind="x", now=NOON)

    assert [one.text for one in sent] == ["学员", "Trainee", "Trainee"]
    assert [one.person_id for one in sent] == [chinese.pk, english.pk, english.pk]
