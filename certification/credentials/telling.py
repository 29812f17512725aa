"""What holders read in their inbox."""

from datetime import datetime
from functools import partial

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from certification.credentials.domain import RevokeReason
from certification.credentials.models import Certificate
from certification.credentials.wording import REASON_NAMES
from certification.people.models import User
from certification.people.notices import NewNotice, send_notice, send_notices

KIND = "certificate"


def day(at: datetime) -> str:
    """Return the day of an instant as people read it."""
    return date_format(timezone.localtime(at), "Y年n月j日")


def _said(said: Promise, certificate: Certificate, more: dict[str, object]) -> str:
    """Fill in a text in the language at hand: what of a certificate it may name, and `more`, instants as days."""
    named = {"number": certificate.number, "title": certificate.title, "end": day(certificate.valid_until)}
    return str(said) % {**named, **{key: day(one) if isinstance(one, datetime) else one for key, one in more.items()}}


def _tell(certificate: Certificate, said: Promise, now: datetime, **more: object) -> None:
    """Put a line into the holder's inbox; who was erased is told nothing."""
    if User.objects.filter(pk=certificate.person).exists():
        link = reverse("sitting:certificate", args=[certificate.number])
        text = partial(_said, said, certificate, more)
        send_notice(certificate.person, kind=KIND, text=text, link=link, now=now)


def tell_issued(certificate: Certificate, *, now: datetime) -> None:
    said = _("你的证书发下来了：%(title)s，有效期到 %(end)s。可以下载、打印，也可以定下别人查验时看到什么。")
    _tell(certificate, said, now)


def _tell_managers(certificate: Certificate, said: Promise, now: datetime) -> None:
    """Put a line into the inbox of every manager."""
    link = reverse("oversight:certificate", args=[certificate.number])
    managers = User.objects.filter(is_manager=True, is_active=True).values_list("pk", flat=True)
    text = partial(_said, said, certificate, {})
    send_notices([NewNotice(one, text, link) for one in managers], kind=KIND, now=now)


def tell_failed(certificate: Certificate, *, holds: bool, now: datetime) -> None:
    """Tell holder and managers that the marks pass no longer; `holds`: a manager has to decide what follows."""
    if holds:
        own = _("你的证书 %(number)s（%(title)s）的考试成绩改过以后不再合格。证书暂时有效，撤不撤销由主管决定。")
        said = _("证书 %(number)s（%(title)s）的考试成绩改过以后不再合格，请决定要不要撤销。")
    else:
        own = _(
            "你的证书 %(number)s（%(title)s）的考试成绩改过以后不再合格，证书已经中止；成绩再改回合格，证书自动恢复。"
        )
        said = _("证书 %(number)s（%(title)s）的考试成绩改过以后不再合格，程序已经把它中止；成绩再改回合格会自动恢复。")
    _tell(certificate, own, now)
    _tell_managers(certificate, said, now)


def tell_passed_again(certificate: Certificate, *, now: datetime) -> None:
    """Tell holder and managers that the marks pass after all."""
    said = _("证书 %(number)s（%(title)s）的考试成绩又合格了，证书有效。")
    _tell(certificate, said, now)
    _tell_managers(certificate, said, now)


def tell_revoked(certificate: Certificate, reason: RevokeReason, words: str, *, now: datetime) -> None:
    """Tell of a revocation; `words` are the manager's own, for the holder alone."""
    said = _("你的证书 %(number)s（%(title)s）被撤销了，原因：%(reason)s。%(words)s")
    _tell(certificate, said, now, reason=REASON_NAMES[reason], words=words)


def tell_changed(certificate: Certificate, rules: tuple[str, ...], due_at: datetime, *, now: datetime) -> None:
    """Tell that rules in the scope changed, and until when a top-up is due; of none, that all was taken back."""
    if not rules:
        said = _("你的证书 %(number)s 不用补测了：改动过的规则又改了回去。")
    elif due_at <= now:
        said = _("规则库换了新版，你的证书 %(number)s 范围内改了 %(count)d 条规则，证书中止。补测合格后恢复。")
    else:
        said = _("规则库换了新版，你的证书 %(number)s 范围内改了 %(count)d 条规则，请在 %(due)s 前补测。")
    _tell(certificate, said, now, count=len(rules), due=due_at)


def tell_topped_up(certificate: Certificate, *, now: datetime) -> None:
    _tell(certificate, _("补测合格，你的证书 %(number)s 按新规则继续有效。"), now)


def tell_not_enough(certificate: Certificate, *, now: datetime) -> None:
    _tell(certificate, _("补测没有合格，证书 %(number)s 还没有恢复。可以再测一次。"), now)


def tell_ending(certificate: Certificate, *, now: datetime) -> None:
    said = _("你的证书 %(number)s（%(title)s）到 %(end)s 就过期了，请留意认证考试的安排。")
    _tell(certificate, said, now)


def tell_over(certificate: Certificate, *, now: datetime) -> None:
    said = _("你的证书 %(number)s（%(title)s）过期了。再通过一次认证考试就能得到新的证书。")
    _tell(certificate, said, now)


def tell_top_up_due(certificate: Certificate, due_at: datetime, *, now: datetime) -> None:
    said = _("你的证书 %(number)s 到 %(due)s 还没补测就会中止，请去证书页补测。")
    _tell(certificate, said, now, due=due_at)
