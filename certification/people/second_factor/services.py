"""Verbs of 两步验证: set up, show a code, new recovery codes, turn off, and take a lost one off somebody else."""

import math
import uuid
from datetime import datetime
from typing import Any, Final, cast

from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from certification.core import journal
from certification.core.refusals import Refusal, RefusedError, insist
from certification.people.keeping import why_not_change
from certification.people.models import User
from certification.people.notices import Text, send_notice
from certification.people.second_factor.codes import (
    is_app_code,
    new_recovery_codes,
    recovery_hash,
    tidied,
)
from certification.people.second_factor.models import RecoveryCode, SecondFactor
from certification.people.second_factor.standing import code_was_wrong
from certification.people.sessions import drop_sessions

#: So many wrong codes on end tell the owner that somebody knows the password.
ALARM: Final = 5
_KIND: Final = "second-factor"


def set_up(person: User, key: str, typed: str, *, but: str, now: datetime) -> tuple[uuid.UUID, list[str]]:
    """Give somebody a second factor once its first code was right; return it and the recovery codes, told this once.

    Every other session of theirs ends.

    Args:
        person: whose.
        key: the secret that their app holds, in hex.
        typed: the first code.
        but: the key of the session that goes on.
        now: when.

    Raises:
        RefusedError: the code is wrong; they have one.
    """
    factor = SecondFactor(user=person, key=key, made_at=now)
    tidy = tidied(typed)
    insist(None if is_app_code(tidy) and factor.take_app_code(tidy) else Refusal("people.first-code-wrong"))
    try:
        with transaction.atomic():
            factor.save(force_insert=True)
            codes = _give_codes(factor)
            _note("people.second-factor-set-up", person, person, now, ended=drop_sessions(person.pk, but=but))
    except IntegrityError as error:  # by another tab
        raise RefusedError(Refusal("people.factor-there")) from error
    return factor.pk, codes


def show_code(person: User, typed: str, *, now: datetime) -> uuid.UUID:
    """Take a code of the app or a recovery code; return which second factor it was shown of.

    Raises:
        RefusedError: it is wrong or was used, which is counted; too soon after a wrong one; there is no second factor.
    """
    return _shown(person, typed, takes_password=False, now=now)


def turn_off(person: User, typed: str, *, now: datetime) -> None:
    """Go without from now on; the password or a code says that it is them.

    Raises:
        RefusedError: as `show_code`.
    """
    shown = _shown(person, typed, takes_password=True, now=now)
    with transaction.atomic():
        if SecondFactor.objects.filter(pk=shown).delete()[0]:
            _note("people.second-factor-turned-off", person, person, now)


def renew_codes(person: User, typed: str, *, now: datetime) -> list[str]:
    """Make the recovery codes void and return new ones, told this once; the password or a code says that it is them.

    Raises:
        RefusedError: as `show_code`.
    """
    shown = _shown(person, typed, takes_password=True, now=now)
    with transaction.atomic():
        factor = SecondFactor.objects.select_for_update().filter(pk=shown).first()
        if factor is None:
            raise RefusedError(Refusal("people.factor-gone"))
        factor.recovery_codes.all().delete()
        codes = _give_codes(factor)
        _note("people.recovery-codes-made", person, person, now)
    return codes


@transaction.atomic
def take_off(person_id: uuid.UUID, *, actor: User | None, now: datetime) -> User:
    """Take a lost second factor off somebody: signed out everywhere, told so, let in by the password from now on.

    Args:
        person_id: whose.
        actor: a manager; None for the command line.
        now: when.

    Raises:
        User.DoesNotExist: there is nobody.
        RefusedError: oneself, who needs a code; an operator or a merged duplicate; there is none.
    """
    person = User.objects.select_for_update().get(pk=person_id)
    if actor is not None:
        insist(why_not_take_off(person, actor))
    if not SecondFactor.objects.filter(user=person).delete()[0]:
        raise RefusedError(Refusal("people.factor-gone"))
    _note("people.second-factor-taken-off", person, actor, now, ended=drop_sessions(person.pk))
    _tell(person, lambda: _("你的两步验证被%(who)s取消了，现在只凭密码登录。不是你要求的，请马上改密码，并告诉主管。")
          % {"who": actor.display_name if actor else _("运维")}, now)  # fmt: skip
    return person


def why_not_take_off(person: User, actor: User) -> Refusal | None:
    """Return why a manager may not take it off somebody."""
    if person.pk == actor.pk:
        return Refusal("people.own-factor")
    return why_not_change(person, actor)


def are_current(person: User, codes: list[str]) -> bool:
    """Say whether all of these are unused recovery codes of somebody."""
    known = set(RecoveryCode.objects.filter(factor__user=person).values_list("digest", flat=True))
    return bool(codes) and {recovery_hash(code) for code in codes} <= known


def _give_codes(factor: SecondFactor) -> list[str]:
    codes = new_recovery_codes()
    RecoveryCode.objects.bulk_create(RecoveryCode(factor=factor, digest=recovery_hash(code)) for code in codes)
    return codes


def _shown(person: User, typed: str, *, takes_password: bool, now: datetime) -> uuid.UUID:
    """Take a proof in a transaction of its own: what a wrong one counts must stay when it is refused."""
    with transaction.atomic():
        factor = SecondFactor.objects.select_for_update().filter(user=person).first()
        refusal = Refusal("people.factor-gone") if factor is None else _why_not(factor, typed, takes_password, now)
    insist(refusal)
    assert factor is not None
    return cast(uuid.UUID, factor.pk)


def _why_not(factor: SecondFactor, typed: str, takes_password: bool, now: datetime) -> Refusal | None:  # noqa: FBT001
    if (seconds := _wait(factor, now)) > 0:
        return Refusal("people.code-wait", {"seconds": seconds})
    if takes_password and factor.user.check_password(typed):
        factor.throttle_reset()
        return None
    if factor.verify_token(typed):
        if not is_app_code(tidied(typed)):
            _tell_of_recovery(factor, now)
        return None
    if not takes_password:
        code_was_wrong.send(SecondFactor)
    if factor.throttling_failure_count == ALARM:
        _note("people.second-factor-guessed", factor.user, None, now, wrong=ALARM)
        _tell(factor.user, lambda: _("两步验证码连错了 %(count)d 次。不是你，就是有人知道你的密码：请马上改密码。")
              % {"count": ALARM}, now)  # fmt: skip
    return Refusal("people.code-wrong", {"seconds": _wait(factor, now)})


def _wait(factor: SecondFactor, now: datetime) -> int:
    """Return how many seconds the next code has to wait, rounded up."""
    allowed, told = factor.verify_is_allowed()
    return 0 if allowed else max(1, math.ceil((told["locked_until"] - now).total_seconds()))


def _tell_of_recovery(factor: SecondFactor, now: datetime) -> None:
    left = factor.recovery_codes.count()
    _note("people.recovery-code-used", factor.user, factor.user, now, left=left)
    _tell(factor.user, lambda: _("用掉了一个恢复码，还剩 %(left)d 个。不是你用的，请马上改密码，换新的恢复码。")
          % {"left": left}, now)  # fmt: skip


def _tell(person: User, text: Text, now: datetime) -> None:
    send_notice(person.pk, kind=_KIND, text=text, link=reverse("people:account"), now=now)


def _note(verb: str, person: User, actor: User | None, now: datetime, **details: Any) -> None:
    journal.record(verb, subject=f"user:{person.pk}", actor_id=actor.pk if actor else None, now=now, details=details)
