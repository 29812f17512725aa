"""Make the home folder of a site with a little bank and many trainees who have signed in: `python -m tests.failures.prepare`.

Runs in a process of its own, because it writes into the database that the server will open, not into a test's.
"""

import json
import os
from datetime import timedelta
from importlib import import_module

import django

TRAINEES = 50
HOURS = 12
TOKEN = "t" * 32

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.failures.settings")


def main() -> None:
    django.setup()
    from django.conf import settings  # noqa: PLC0415 - after the settings are known
    from django.core.management import call_command  # noqa: PLC0415
    from django.db import connection  # noqa: PLC0415

    from tests.factories.bank import make_bank  # noqa: PLC0415

    call_command("migrate", verbosity=0, skip_checks=True)
    call_command("collectstatic", interactive=False, verbosity=0, skip_checks=True)
    edition, _report = make_bank()
    people = sign_in_everybody()
    told = {"people": people, "round": hold_round(edition, [person["number"] for person in people])}
    (settings.HOME / "told.json").write_text(json.dumps(told))
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def sign_in_everybody() -> list[dict[str, str]]:
    """Make the trainees; return number, password and session of each."""
    from django.conf import settings  # noqa: PLC0415
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY  # noqa: PLC0415
    from django.contrib.auth.hashers import make_password  # noqa: PLC0415

    from certification.people.models import Cohort, User  # noqa: PLC0415
    from tests.factories.people import PASSWORD  # noqa: PLC0415

    cohort = Cohort.objects.create(name="售后一组")
    hashed = make_password(PASSWORD)
    people = [
        User(staff_number=f"F{n:05d}", display_name=f"学员{n}", cohort=cohort, is_trainee=True, password=hashed)
        for n in range(TRAINEES)
    ]
    User.objects.bulk_create(people)
    store = import_module(settings.SESSION_ENGINE).SessionStore
    found = []
    for user in people:
        session = store()
        session[SESSION_KEY] = str(user.pk)
        session[BACKEND_SESSION_KEY] = "certification.people.backends.NameOrNumberBackend"
        session[HASH_SESSION_KEY] = user.get_session_auth_hash()
        session.save()
        found.append(
            {"id": str(user.pk), "number": user.staff_number, "password": PASSWORD, "session": session.session_key}
        )
    return found


def hold_round(edition, numbers: list[str]) -> str:
    """Open a round for hours, with a paper at every seat; return its id."""
    from django.utils import timezone  # noqa: PLC0415

    from certification.people.models import User  # noqa: PLC0415
    from certification.rounds.models import SeatPaper  # noqa: PLC0415
    from tests.factories.exams import exam_paper, make_exam_round  # noqa: PLC0415

    now = timezone.now()
    window = {"opens_at": now - timedelta(minutes=5), "closes_at": now + timedelta(hours=HOURS)}
    people = User.objects.filter(staff_number__in=numbers)
    held = make_exam_round(edition, people, made_at=now, minutes=HOURS * 60, **window)
    paper = exam_paper(edition)
    SeatPaper.objects.bulk_create(SeatPaper(seat=seat, number=1, paper=paper) for seat in held.seats.all())
    return str(held.pk)


if __name__ == "__main__":
    main()
