"""What operations hear of signing in: that a password or a code was wrong. Never whose."""

from typing import Any

from axes.signals import user_locked_out
from django.contrib.auth.signals import user_login_failed
from django.utils import timezone

from certification.operations.metrics import SIGN_INS_FAILED
from certification.operations.models import count_failure
from certification.people.second_factor.standing import code_was_wrong


def listen() -> None:
    """Count each failure from now on; called once, when the apps are ready."""
    user_login_failed.connect(_failed, dispatch_uid="operations.failed")
    code_was_wrong.connect(_failed, dispatch_uid="operations.wrong-code")
    user_locked_out.connect(_locked_out, dispatch_uid="operations.locked-out")


def _failed(**_signal: Any) -> None:
    SIGN_INS_FAILED.inc()
    count_failure(timezone.now())


def _locked_out(**_signal: Any) -> None:
    count_failure(timezone.now(), is_lockout=True)
