"""One-time links by e-mail, where the site has a mail server."""

import logging
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import send_mail
from django.utils.translation import gettext as _

from certification.people.languages import in_language_of
from certification.people.models import User

logger = logging.getLogger(__name__)


def can_mail(person: User) -> bool:
    """Say whether the site has a mail server and the person an address."""
    return bool(settings.MAIL_SERVER and person.email)


def mail_link(person: User, url: str) -> bool:
    """Send a one-time link, in the language of who gets it; return False where the mail server did not take it."""
    with in_language_of(person):
        subject, text = _("明断：设新密码的链接"), _letter(person, url)
    return _send(person, subject, text)


def mail_asked_link(person: User, url: str) -> bool:
    """Send a one-time link that somebody asked for who forgot their password, as `mail_link` does."""
    with in_language_of(person):
        text = _(
            "%(name)s，你好：\n\n有人在“明断”的登录页说忘了你的密码。是你自己，就请在 24 小时内打开下面的链接，"
            "设一个新密码；链接只能用一次，请不要转给别人。\n\n%(url)s\n\n"
            "不是你自己，就不用管它：没有用链接，密码照旧。"
        ) % {"name": person.display_name, "url": url}
        return _send(person, _("明断：设新密码的链接"), text)


def _send(person: User, subject: str, text: str) -> bool:
    try:
        return send_mail(subject, text, None, [person.email]) == 1
    except (OSError, SMTPException) as error:
        logger.warning("a one-time link was not mailed: %s", type(error).__name__)
        return False


def _letter(person: User, url: str) -> str:
    return _(
        "%(name)s，你好：\n\n请在 24 小时内打开下面的链接，给“明断”设一个新密码。"
        "链接只能用一次，请不要转给别人。\n\n%(url)s\n\n"
        "设好以后，在别处的登录都会退出。如果你没有请主管重设过密码，请告诉他。"
    ) % {"name": person.display_name, "url": url}
