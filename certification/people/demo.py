"""The people of the demonstration: every role once, one person with two, one operator."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from django.db import transaction

from certification.home import demo_passwords
from certification.people.domain import Role
from certification.people.models import Cohort, User

ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"  # nothing that looks like something else
GROUPS, GROUP_LENGTH = 3, 4


@dataclass(frozen=True, slots=True)
class DemoPerson:
    staff_number: str
    display_name: str
    roles: frozenset[Role] = frozenset()
    is_operator: bool = False
    cohort: str = "售后一组"


DEMO_PEOPLE = (
    DemoPerson("A20316", "林晓雯", frozenset({Role.TRAINEE})),
    DemoPerson("A20358", "何青", frozenset({Role.TRAINEE, Role.TRAINER}), cohort="售后二组"),
    DemoPerson("B10021", "周敏", frozenset({Role.TRAINER})),
    DemoPerson("C10003", "许建国", frozenset({Role.MANAGER})),
    DemoPerson("Y90001", "唐磊", is_operator=True),
)


def random_password() -> str:
    """Return three groups of four letters and figures, 59 bits."""
    return "-".join("".join(secrets.choice(ALPHABET) for _ in range(GROUP_LENGTH)) for _ in range(GROUPS))


def passwords_in(folder: Path) -> dict[str, str]:
    """Return each demo person's password by staff number, as kept in the site's home folder."""
    return demo_passwords(folder, [person.staff_number for person in DEMO_PEOPLE], random_password)


@transaction.atomic
def make_demo_people(passwords: Mapping[str, str]) -> None:
    """Bring the demo people to what this module says, and their passwords to `passwords`."""
    for person in DEMO_PEOPLE:
        cohort, _made = Cohort.objects.get_or_create(name=person.cohort)
        user, _made = User.objects.update_or_create(
            staff_number=person.staff_number,
            defaults={
                "display_name": person.display_name,
                "cohort": cohort,
                "is_active": True,
                "is_staff": person.is_operator,
                "is_superuser": person.is_operator,
                **{f"is_{role}": role in person.roles for role in Role},
            },
        )
        password = passwords[person.staff_number]
        if not user.check_password(password):
            user.set_password(password)
            user.save(update_fields=["password"])
