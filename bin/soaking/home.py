"""Fill the database for `make soak`: what `make load` has, and managers, authors and months of a simulated cohort.

Run as `python -m soaking.home TRAINEES MANAGERS AUTHORS`; prints what the people must know, as JSON.
"""

import json
import sys
from typing import Any

import django
from django.core.management import call_command
from loading.home import main as load_home

HISTORY = {"people": 24, "weeks": 4}


def main(trainees: int, managers: int, authors: int) -> dict[str, Any]:
    """Return what `loading.home` does, and the staff numbers of managers and authors."""
    told = load_home(trainees)
    call_command("make_demo_history", **HISTORY, verbosity=0, stdout=sys.stderr)
    told["managers"] = make_staff("M", managers, told, is_manager=True)
    told["authors"] = make_staff("W", authors, told, is_trainer=True)
    return told


def make_staff(letter: str, many: int, told: dict[str, Any], **roles: bool) -> list[str]:
    from certification.people.models import User  # noqa: PLC0415 - after django.setup

    password = User.objects.get(staff_number=told["numbers"][0]).password  # the hash of the one that all share
    people = [
        User(staff_number=f"{letter}{n:05d}", display_name=f"{letter}{n}", password=password, **roles)
        for n in range(1, many + 1)
    ]
    User.objects.bulk_create(people)
    return [person.staff_number for person in people]


if __name__ == "__main__":
    django.setup()
    print(json.dumps(main(*map(int, sys.argv[1:4]))))
