"""A little site in processes of its own: `python -m tests.certification.operations.saving prepare|save|tell`.

Prints JSON: `save` a line for each answer that the site acknowledged, until it is ended; `tell` what the site holds.
"""

import hashlib
import json
import os
import sys

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "certification.settings")
POSITIONS = 8


def prepare() -> None:
    from django.core.management import call_command  # noqa: PLC0415

    from tests.factories.attempts import start_mock  # noqa: PLC0415
    from tests.factories.bank import make_bank  # noqa: PLC0415
    from tests.factories.grading import handed_in  # noqa: PLC0415
    from tests.factories.people import UserFactory  # noqa: PLC0415

    call_command("migrate", verbosity=0, skip_checks=True)
    edition = make_bank()[0]
    handed_in(UserFactory(staff_number="A1"), edition)
    start_mock(UserFactory(staff_number="A2"), edition)


def save() -> None:
    from certification.attempts.models import Attempt  # noqa: PLC0415
    from tests.factories.attempts import save as save_one  # noqa: PLC0415

    attempt = Attempt.objects.get(trainee__staff_number="A2")
    sequence = attempt.responses.count()
    while True:
        sequence += 1
        save_one(attempt, sequence % POSITIONS + 1, sequence=sequence, answer="A")
        print(sequence, flush=True)  # noqa: T201


def tell() -> None:
    from django.apps import apps  # noqa: PLC0415
    from django.db import connection  # noqa: PLC0415

    from certification.attempts.models import Response  # noqa: PLC0415
    from certification.core.guards import missing_guards  # noqa: PLC0415
    from certification.grading.ledger import broken_mark  # noqa: PLC0415
    from certification.grading.models import Mark  # noqa: PLC0415

    rows = {
        model._meta.label: hashlib.sha256(repr(sorted(map(repr, model.objects.values_list()))).encode()).hexdigest()
        for model in apps.get_models()
        if model is not Response
    }
    print(  # noqa: T201
        json.dumps({
            "rows": rows,
            "saved": sorted(Response.objects.filter(attempt__trainee__staff_number="A2").values_list("sequence", flat=True)),
            "marks": Mark.objects.count(),
            "broken": broken_mark(),
            "unguarded": missing_guards(connection),
        })
    )  # fmt: skip


if __name__ == "__main__":
    django.setup()
    {"prepare": prepare, "save": save, "tell": tell}[sys.argv[1]]()
