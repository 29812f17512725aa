"""Making the demo people by hand."""

import pytest
from django.core.management import call_command

from certification.people.models import User


@pytest.mark.django_db
def test_command_makes_them_and_says_whom_to_sign_in_as(tmp_path, settings, capsys):
    settings.HOME = tmp_path

    call_command("make_demo_people")

    person, password = User.objects.get(staff_number="A20316"), capsys.readouterr().out.split("林晓雯 ")[1].split()[0]
    assert person.check_password(password)
