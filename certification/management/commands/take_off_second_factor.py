"""`manage.py take_off_second_factor 工号`: for who lost phone and codes, and whom no other manager can help."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from certification.core.refusals import RefusedError
from certification.core.wording import refusal_text
from certification.people.models import User
from certification.people.second_factor.services import take_off
from certification.people.second_factor.wording import REFUSALS


class Command(BaseCommand):
    help = "Take the second factor off a person who lost phone and recovery codes: the password alone lets them in."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("number", help="staff number, 工号")

    def handle(self, *_args: Any, number: str, **_options: Any) -> None:
        person = User.objects.filter(staff_number__iexact=number.strip()).first()
        if person is None:
            raise CommandError(f"没有工号 {number} 的人。")
        try:
            take_off(person.pk, actor=None, now=timezone.now())
        except RefusedError as error:
            raise CommandError(f"{person}：{refusal_text(error.refusal, REFUSALS)}") from error
        self.stdout.write(f"{person} 的两步验证取消了：在所有设备上退出，只凭密码登录。请他登录后重新开。")
