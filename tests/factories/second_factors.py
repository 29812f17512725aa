"""Second factors, the codes that their apps would show, and browsers in which the code is due."""

import time

from django.test import Client
from django_otp.oath import TOTP

from certification.people.models import User
from certification.people.second_factor.codes import STEP_SECONDS, new_key, recovery_hash
from certification.people.second_factor.models import RecoveryCode, SecondFactor
from tests.factories import NOON
from tests.factories.people import PASSWORD

RECOVERY = "abcd-efgh-jkmn-pqrs"
BACKEND = "certification.people.backends.NameOrNumberBackend"


def make_second_factor(person: User) -> SecondFactor:
    """Give somebody a second factor with the recovery code `RECOVERY`."""
    factor = SecondFactor.objects.create(user=person, key=new_key(), made_at=NOON)
    RecoveryCode.objects.create(factor=factor, digest=recovery_hash(RECOVERY))
    return factor


def code_for(key: str, *, steps: int = 0) -> str:
    """Return what an app with this secret shows `steps` steps from now."""
    oath = TOTP(bytes.fromhex(key))
    oath.time = time.time() + steps * STEP_SECONDS
    return f"{oath.token():06}"


def wrong_code(key: str) -> str:
    """Return six figures that are none of the codes around now."""
    near = {code_for(key, steps=steps) for steps in range(-5, 6)}
    return next(code for code in ("000000", "111111", "222222", *map(str, range(333333, 333350))) if code not in near)


def give_password(client: Client, person: User, **fields):
    """Sign in by the form; the code is still due."""
    return client.post("/sign-in/", {"username": person.staff_number, "password": PASSWORD, **fields})


def forget_mistakes(factor: SecondFactor) -> None:
    """Let the wait pass."""
    SecondFactor.objects.filter(pk=factor.pk).update(throttling_failure_timestamp=NOON)
