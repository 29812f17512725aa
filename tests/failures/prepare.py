"""Make the home folder of a site with a little bank and many trainees who have signed in: `python -m tests.failures.prepare`.

Runs in a process of its own, because it writes into the database that the server will open, not into a test's.
"""

import json
import os
from importlib import import_module

import django

TRAINEES = 50
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
    make_bank()
    (settings.HOME / "people.json").write_text(json.dumps(sign_in_everybody()))
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


if __name__ == "__main__":
    main()
