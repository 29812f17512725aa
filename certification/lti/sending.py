"""The way back: scores to their platforms, the newest of each alone; a platform's downtime costs nothing but time."""

from datetime import datetime
from typing import Final
from urllib.parse import urlencode

import requests
from django.utils import timezone
from django_tasks import task
from pylti1p3.assignments_grades import AssignmentsGradesService
from pylti1p3.exception import LtiException, LtiServiceException
from pylti1p3.grade import Grade
from pylti1p3.lineitem import LineItem
from pylti1p3.service_connector import ServiceConnector

from certification.core.retrying import enqueue_once, next_try
from certification.lti.domain import GIVEN_UP_AFTER, LONGEST_ADDRESS, Service, written
from certification.lti.models import LONGEST_PROBLEM, Platform, PlatformLink, PlatformScore
from certification.lti.outgoing import Courier
from certification.lti.scores import WHOLE, gather
from certification.lti.tool import registration_of
from certification.lti.wording import NO_COLUMN, TOO_LONG

#: Answers that mean this score or its column, not the moment.
_HOPELESS: Final = frozenset({400, 403, 404, 409, 410, 413, 422})
_FAILURES: Final = (requests.RequestException, LtiException, LookupError, TypeError, ValueError)


class _NoColumnError(Exception):
    """The platform gives this link no line item."""


class _Errand:
    """The scores of one platform: one connection, one access token for each set of scopes."""

    def __init__(self, platform: Platform) -> None:
        self.connector = ServiceConnector(registration_of(platform), Courier())

    def deliver(self, score: PlatformScore) -> None:
        """Post a score.

        Raises:
            _NoColumnError, LtiServiceException, and what is in `_FAILURES`.
        """
        service = score.link.service
        if not service.takes_scores:
            raise _NoColumnError
        ags = self._service(service, service.lineitem or self._column(score.link))
        assert score.given is not None
        assert score.maximum is not None
        assert score.at is not None
        grade = Grade().set_score_given(score.given).set_score_maximum(score.maximum)
        grade.set_activity_progress("Completed").set_grading_progress("FullyGraded")
        grade.set_timestamp(written(score.at)).set_user_id(score.account.sub)
        ags.put_grade(grade)

    def ask_for_token(self, score: PlatformScore) -> None:
        """Get the access token, or the one that is there already: where that fails, the platform does."""
        self.connector.get_access_token(score.link.service.scopes)

    def _service(self, service: Service, lineitem: str, lineitems: str = "") -> AssignmentsGradesService:
        data = {"scope": list(service.scopes), "lineitem": lineitem, "lineitems": lineitems or service.lineitems}
        return AssignmentsGradesService(self.connector, data)  # type: ignore[arg-type]  # scopes are what it said

    def _column(self, link: PlatformLink) -> str:
        """Return the line item of a link: the one that is there, else a new one; its address is kept."""
        whole = self._service(link.service, "")
        if not whole.can_create_lineitem():
            raise _NoColumnError
        sign = "&" if "?" in link.lineitems else "?"
        narrow = self._service(
            link.service, "", f"{link.lineitems}{sign}{urlencode({'resource_link_id': link.resource})}"
        )
        found = narrow.find_lineitem_by_resource_link_id(link.resource)
        if found is None:
            new = LineItem({}).set_resource_link_id(link.resource).set_label(link.title or str(link.target))
            new.set_score_maximum(WHOLE).set_resource_id(str(link.target))
            found = whole.find_or_create_lineitem(new, find_by="resource_link_id")
        address = found.get_id() or ""
        if not 0 < len(address) <= LONGEST_ADDRESS:
            raise _NoColumnError
        link.lineitem = address
        PlatformLink.objects.filter(pk=link.pk, lineitem="").update(lineitem=address)
        return address


def send_waiting(*, now: datetime) -> int:
    """Send what waits for every platform that is not left alone just now; return how many scores were taken."""
    ripe = Platform.objects.filter(closed_at=None, links__scores__waiting_since__isnull=False).distinct()
    return sum(
        _send_to(one, now) for one in list(ripe) if one.next_try_at is None or one.next_try_at <= now
    )  # fmt: skip


def _send_to(platform: Platform, now: datetime) -> int:
    sent, errand = 0, _Errand(platform)
    waiting = PlatformScore.objects.waiting().filter(link__platform=platform).select_related("link", "account")
    for score in list(waiting):
        problem, is_hopeless = _try(errand, score)
        if problem and not is_hopeless:
            _rest(platform, problem, now)
            _give_up_old(platform, now)
            return sent
        # A newer score may have come meanwhile: then that one waits on.
        same = PlatformScore.objects.filter(pk=score.pk, at=score.at)
        if problem:
            same.update(waiting_since=None, refused_at=now, problem=problem[:LONGEST_PROBLEM])
        else:
            sent += same.update(waiting_since=None, sent_at=now)
    Platform.objects.filter(pk=platform.pk).update(tries=0, next_try_at=None, send_problem="")
    return sent


def _try(errand: _Errand, score: PlatformScore) -> tuple[str, bool]:
    """Return why a score was not taken, "" where it was, and whether trying again is hopeless."""
    try:
        errand.ask_for_token(score)
    except _FAILURES as error:
        return _said(error), False
    try:
        errand.deliver(score)
    except _NoColumnError:
        return str(NO_COLUMN), True
    except LtiServiceException as error:
        return _said(error), error.response.status_code in _HOPELESS
    except _FAILURES as error:
        return _said(error), False
    return "", False


def _said(error: Exception) -> str:
    """Return a failure in a line, without what the other side wrote."""
    if isinstance(error, LtiServiceException):
        return f"HTTP {error.response.status_code}"
    return (str(error) if isinstance(error, requests.RequestException) else type(error).__name__)[:LONGEST_PROBLEM]


def _rest(platform: Platform, problem: str, now: datetime) -> None:
    tries = platform.tries + 1
    Platform.objects.filter(pk=platform.pk).update(
        tries=tries, next_try_at=next_try(tries, now), send_problem=problem
    )  # fmt: skip


def _give_up_old(platform: Platform, now: datetime) -> None:
    """Give up what the platform would not take for two weeks; its page says so, and has a button."""
    old = PlatformScore.objects.waiting().filter(link__platform=platform, waiting_since__lt=now - GIVEN_UP_AFTER)
    old.order_by().update(waiting_since=None, refused_at=now, problem=str(TOO_LONG))


def ask_to_send(now: datetime) -> None:
    """Ask the worker to look for new scores and to send them, where a platform takes any."""
    open_ones = PlatformScore.objects.filter(link__platform__closed_at=None)
    if open_ones.exists():
        enqueue_once(send_in_background)


@task()
def send_in_background() -> int:
    """Gather what is new and send what waits; return how many scores were taken."""
    now = timezone.now()
    gather(now=now)
    return send_waiting(now=now)
