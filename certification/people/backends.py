"""Signing in by name or staff number."""

from typing import Any

from django.contrib.auth.backends import ModelBackend
from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest

from certification.people.models import Notice, User
from certification.people.second_factor.models import SecondFactor


def find_person(identifier: str) -> User | None:
    """Return whom `identifier` names: a staff number first, else a name that only one person bears."""
    found = list(User.objects.called(identifier)[:3])
    by_number = [user for user in found if user.staff_number.lower() == identifier.strip().lower()]
    if len(by_number) == 1:
        return by_number[0]
    return found[0] if len(found) == 1 else None


class NameOrNumberBackend(ModelBackend):
    """Finds the person by name or staff number, and takes as long for one who does not exist."""

    def authenticate(
        self, request: HttpRequest | None, username: str | None = None, password: str | None = None, **kwargs: Any
    ) -> User | None:
        if username is None or password is None:
            return None
        user = find_person(username)
        if user is None:
            User().set_password(password)  # the hash costs the same as checking one: no name is given away
            return None
        if user.check_password(password) and self.user_can_authenticate(user):
            return user
        return None

    def get_user(self, user_id: Any) -> User | None:
        """Fetch the person of a session with what every page asks: cohort, unread notices, which second factor."""
        unread = Notice.objects.filter(person=OuterRef("pk"), read_at=None).order_by().values("person")
        count = Coalesce(Subquery(unread.annotate(n=Count("pk")).values("n")), 0)
        factor = SecondFactor.objects.filter(user=OuterRef("pk")).values("pk")
        people = User.objects.select_related("cohort").annotate(unread_notices=count, held_factor=Subquery(factor))
        user = people.filter(pk=user_id).first()
        return user if user is not None and self.user_can_authenticate(user) else None
