"""Make the people of the demonstration, each with a random password kept outside the repository."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from certification.people.demo import DEMO_PEOPLE, make_demo_people, passwords_in


class Command(BaseCommand):
    help = "Make the demo people, or bring them back to what they were; prints whom to sign in as."

    def handle(self, *_args: Any, **_options: Any) -> None:
        passwords = passwords_in(settings.HOME)
        make_demo_people(passwords)
        for person in DEMO_PEOPLE:
            self.stdout.write(f"{person.staff_number} {person.display_name} {passwords[person.staff_number]}")
