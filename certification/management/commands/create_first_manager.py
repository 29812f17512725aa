"""`manage.py create_first_manager 工号 姓名`: who may let everybody else in; prints a one-time link."""

from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.urls import reverse
from django.utils import timezone

from certification.core.refusals import RefusedError
from certification.core.wording import refusal_text
from certification.people.first_manager import make_first_manager
from certification.people.links import VALID_FOR, make_link
from certification.people.wording import REFUSALS


class Command(BaseCommand):
    help = "Make the first manager of a real site and print the link with which they choose their password."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("number", help="staff number, 工号")
        parser.add_argument("name", help="name, 姓名")
        parser.add_argument("--operator", action="store_true", help="may also use the operators' admin")
        parser.add_argument("--site", default=own_address(), help="how browsers reach the site (%(default)s)")

    def handle(self, *_args: Any, number: str, name: str, operator: bool, site: str, **_options: Any) -> None:
        try:
            person = make_first_manager(number, name, is_operator=operator, now=timezone.now())
        except RefusedError as error:
            raise CommandError(refusal_text(error.refusal, REFUSALS)) from error
        except ValidationError as error:
            raise CommandError("；".join(error.messages)) from error
        hours = int(VALID_FOR.total_seconds()) // 3600
        self.stdout.write(f"首位主管：{person}。请本人在 {hours} 小时内打开链接，设自己的密码；链接只能用一次：\n")
        self.stdout.write(site.rstrip("/") + reverse("people:first-password", args=[make_link(person)]))


def own_address() -> str:
    """Return the site's address as far as the settings tell it."""
    host = next((name for name in settings.ALLOWED_HOSTS if not name.startswith((".", "*"))), "localhost")
    return f"https://{host}" if settings.HTTPS else f"http://{host}:8000"
