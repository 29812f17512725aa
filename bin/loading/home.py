"""Fill the database that the settings name: corpus, bank, trainees, and a published round with a paper for each.

Run as `python -m loading.home TRAINEES`; prints the round and the password that all trainees share, as JSON.
"""

import json
import secrets
import sys
import time
from datetime import timedelta
from typing import Any

import django
from django.conf import settings
from django.core.management import call_command

HOURS = 6
MINUTES = 240


def main(trainees: int) -> dict[str, Any]:
    """Return what the trainees must know, and how long the papers took."""
    quiet: dict[str, Any] = {"verbosity": 0, "stdout": sys.stderr}
    call_command("migrate", skip_checks=True, **quiet)
    call_command("corpus", "load", **quiet)
    call_command("load_bank", **quiet)
    call_command("collectstatic", interactive=False, skip_checks=True, **quiet)
    numbers, password = make_people(trainees)
    began = time.perf_counter()
    round_id = publish(numbers)
    told = {
        "round": round_id,
        "numbers": numbers,
        "password": password,
        "publish_seconds": round(time.perf_counter() - began, 2),
    }
    if settings.DATABASES["default"]["ENGINE"].endswith("sqlite3"):
        from django.db import connection  # noqa: PLC0415 - after django.setup

        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return told


def make_people(trainees: int) -> tuple[list[str], str]:
    """Make trainees whose password was hashed once: the hash costs each sign-in what it costs anybody."""
    from django.contrib.auth.hashers import make_password  # noqa: PLC0415 - after django.setup

    from certification.people.models import Cohort, User  # noqa: PLC0415

    cohort, _made = Cohort.objects.get_or_create(name="压测")
    password = secrets.token_urlsafe(12)
    hashed = make_password(password)
    people = [
        User(staff_number=f"L{n:05d}", display_name=f"学员{n}", cohort=cohort, is_trainee=True, password=hashed)
        for n in range(1, trainees + 1)
    ]
    User.objects.bulk_create(people)
    return [person.staff_number for person in people], password


def publish(numbers: list[str]) -> str:
    """Hold a round over thirty questions, open since a minute, one paper for each person."""
    from django.utils import timezone  # noqa: PLC0415 - after django.setup

    from certification.papers.services import current_blueprint, load_blueprints  # noqa: PLC0415
    from certification.people.models import User  # noqa: PLC0415
    from certification.rounds.domain import Forms, Plan, Review  # noqa: PLC0415
    from certification.rounds.services import make_round, publish_round, seat_people  # noqa: PLC0415

    now = timezone.now()
    load_blueprints(now=now)
    manager = User.objects.create(staff_number="L00000", display_name="监考人", is_manager=True)
    plan = Plan(
        title="压测",
        blueprint=current_blueprint("mock-30").pk,
        opens_at=now + timedelta(seconds=1),
        closes_at=now + timedelta(hours=HOURS),
        minutes=MINUTES,
        forms=Forms.PERSONAL,
        review=Review.AFTER_HAND_IN,
    )
    held = make_round(plan, actor=manager.pk, now=now)
    people = User.objects.filter(staff_number__in=numbers).values_list("pk", flat=True)
    seat_people(held.pk, list(people), actor=manager.pk, now=now)
    publish_round(held.pk, actor=manager.pk, now=now)
    return str(held.pk)


if __name__ == "__main__":
    django.setup()
    print(json.dumps(main(int(sys.argv[1]))))
