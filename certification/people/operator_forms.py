"""What operators change of people in the admin: the last manager stays, a password they set is a first one."""

from typing import Any

from django.contrib.auth.forms import AdminPasswordChangeForm, UserChangeForm
from django.core.exceptions import ValidationError

from certification.people.last_manager import is_last_manager
from certification.people.models import User
from certification.people.wording import REFUSALS


class PersonChangeForm(UserChangeForm):  # type: ignore[type-arg]
    """The admin's form of a person; the admin holds one transaction around it and the save."""

    def clean(self) -> dict[str, Any]:
        """Refuse to take the role or the account from the last active manager."""
        super().clean()
        stays = self.cleaned_data.get("is_manager") and self.cleaned_data.get("is_active")
        if not stays and is_last_manager(self.instance):
            raise ValidationError(REFUSALS["people.last-manager"])
        return self.cleaned_data


class PersonPasswordForm(AdminPasswordChangeForm):  # type: ignore[type-arg]
    """A password that an operator sets: its owner changes it when they next sign in."""

    def save(self, commit: bool = True) -> User:  # noqa: FBT001, FBT002 - as in Django
        """Set the password; somebody else knows it, and a link that is out is void."""
        self.user.password_is_initial, self.user.link_key = True, ""
        person: User = super().save(commit)
        return person
