"""A published round with seats, people who sit it, and what an invigilator finds there: at NOON, which is its beginning."""

import uuid
from datetime import timedelta

from certification.attempts.domain import AttemptKind, ClosedBy
from certification.attempts.models import Attempt, FocusEvent, LateResponse, Presence
from certification.grading.services import hand_in
from certification.papers.blueprints import MOCK
from certification.papers.models import BlueprintVersion, Paper
from certification.papers.services import draw_paper, write_paper
from certification.rounds.domain import RoundState
from certification.rounds.models import Round, Seat
from certification.rounds.services import check_in
from tests.factories import NOON
from tests.factories.attempts import save
from tests.factories.people import UserFactory

MINUTES = 45
GRACE = 600


def make_exam_round(edition, people=(), **fields) -> Round:
    """A round that opens at NOON for two hours; everybody in `people` has a seat."""
    version, _made = BlueprintVersion.objects.get_or_create(
        name="round-30", number=1, defaults={"title": "卷", "content": {}, "made_at": NOON}
    )
    held = Round.objects.create(**{
        "title": "九月认证", "blueprint": version, "edition": edition.id, "state": RoundState.PUBLISHED,
        "opens_at": NOON, "closes_at": NOON + timedelta(hours=2), "minutes": MINUTES, "grace_seconds": GRACE,
        "made_by": UserFactory(manager=True), "made_at": NOON - timedelta(days=1), **fields,
    })  # fmt: skip
    Seat.objects.bulk_create(Seat(round=held, trainee=person) for person in people)
    return held


def exam_paper(edition, *, seed=42) -> Paper:
    return write_paper(draw_paper(MOCK, edition=edition.id, seed=seed, now=NOON))


def sit_exam(held, trainee, *, paper, now=NOON, number=1, **fields) -> Attempt:
    """An open attempt that began at `now`."""
    return Attempt.objects.create(**{
        "trainee": trainee, "kind": AttemptKind.EXAM, "number": number, "round": held, "paper": paper,
        "edition": held.edition, "started_at": now, "deadline": now + timedelta(minutes=held.minutes),
        "grace_seconds": held.grace_seconds, **fields,
    })  # fmt: skip


def be_seen(attempt, *, at, position=1) -> None:
    Presence.objects.update_or_create(attempt=attempt, defaults={"seen_at": at, "position": position})


def leave_page(attempt, *, seconds, at, position=1, sequence=1, client="tab-1") -> FocusEvent:
    return FocusEvent.objects.create(
        attempt=attempt, client=client, sequence=sequence, position=position, seconds=seconds, received_at=at
    )


def come_late(attempt, position, answer, *, answered_at, received_at, sequence=1, client="") -> LateResponse:
    """An answer that waits for a decision; without a client from one of its own."""
    return LateResponse.objects.create(
        attempt=attempt, position=position, answer=answer, client=client or uuid.uuid4().hex, sequence=sequence,
        answered_at=answered_at, received_at=received_at,
    )  # fmt: skip


ROOM = ("林晓雯", "孙佳", "何思远", "吴倩", "郑凯", "冯雨桐", "沈乐", "韩梅", "杨帆")


def fill_room(edition, *, now) -> Round:
    """A round at `now`, twenty minutes after its opening, with somebody in every state there is."""
    people = [UserFactory(display_name=name, staff_number=f"A2{n:04d}") for n, name in enumerate(ROOM, start=401)]
    opened = now - timedelta(minutes=20)
    held = make_exam_round(edition, people, opens_at=opened, closes_at=now + timedelta(minutes=40), made_at=opened)
    paper = exam_paper(edition)
    for n, person in enumerate(people[:7]):
        attempt = sit_exam(held, person, paper=paper, now=opened + timedelta(seconds=9 * n))
        for position in range(1, 8 + n):
            save(attempt, position, answer="A", now=opened + timedelta(seconds=70 * position))
        silent = {1: 83, 4: 247}.get(n, 3 * n + 4)
        be_seen(attempt, at=now - timedelta(seconds=silent), position=7 + n)
    sat = {attempt.trainee.display_name: attempt for attempt in held.attempts.select_related("trainee")}
    leave_page(sat["何思远"], seconds=35, at=now - timedelta(minutes=6), position=4)
    leave_page(sat["何思远"], seconds=95, at=now - timedelta(minutes=2), position=8, sequence=2)
    hand_in(sat["沈乐"].pk, by=ClosedBy.TRAINEE, now=now - timedelta(minutes=1))
    come_late(sat["沈乐"], 14, "B", answered_at=now - timedelta(seconds=90), received_at=now - timedelta(seconds=20))
    check_in(held.seats.get(trainee=people[7]).pk, trainee_id=people[7].pk, now=now - timedelta(minutes=25))
    return held
