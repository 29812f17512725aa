"""People and their cohorts."""

import uuid
from collections.abc import Iterable
from typing import Any, ClassVar, Self

from django.contrib.auth.base_user import BaseUserManager
from django.contrib.auth.models import AbstractBaseUser, PermissionsMixin
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from certification.core.punctuation import in_brackets
from certification.people.domain import Language, Role


class Cohort(models.Model):
    """The team that people learn in, 班组."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(_("名称"), max_length=40, unique=True)

    class Meta:
        ordering = ("name",)
        verbose_name = _("班组")
        verbose_name_plural = _("班组")

    def __str__(self) -> str:
        return self.name


class Notice(models.Model):
    """One line in somebody's inbox: what came of an appeal, a regrade, a round. `link` is a path of this site."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey("certification.User", models.CASCADE, related_name="notices")
    kind = models.CharField(max_length=30)
    text = models.CharField(max_length=300)
    link = models.CharField(max_length=200, blank=True)
    sent_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-sent_at", "id")
        verbose_name = _("消息")
        verbose_name_plural = _("消息")
        indexes = [
            # Serves the inbox of one person, the newest first.
            models.Index(name="notice_person_sent", fields=["person", "-sent_at"]),
        ]

    def __str__(self) -> str:
        return self.text


class UserQuerySet(models.QuerySet["User"]):
    def called(self, identifier: str) -> Self:
        """People whose staff number or name is `identifier`; the staff number ignores case. No merged duplicates."""
        wanted = identifier.strip()
        return self.filter(Q(staff_number__iexact=wanted) | Q(display_name=wanted), merged_into=None)

    def holding(self, role: Role) -> Self:
        """Active people who hold `role`."""
        return self.filter(is_active=True, **{f"is_{role}": True})

    def standing_alone(self) -> Self:
        """Everybody but the duplicates that were merged into somebody."""
        return self.filter(merged_into=None)


class UserManager(BaseUserManager["User"]):
    """Makes people; Django's own commands ask for these two names."""

    def create_user(self, staff_number: str, password: str | None = None, **fields: Any) -> "User":
        user = self.model(staff_number=staff_number.strip(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, staff_number: str, password: str | None = None, **fields: Any) -> "User":
        return self.create_user(staff_number, password, **{**fields, "is_staff": True, "is_superuser": True})


class User(AbstractBaseUser, PermissionsMixin):
    """A person. Roles say what they may do here; `is_staff` marks an operator: the admin, how the rules are kept.

    `password_is_initial`: somebody else knows the password; nothing is shown before it is changed. `link_key`: part of
    the seal of the one-time link that is out, see `people.links`. `merged_into`: this is a duplicate of that person,
    kept because what is written once (marks, certificates, the journal) goes on naming it. `language`: what they chose
    to read the site in, empty where they did not.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    staff_number = models.CharField(_("工号"), max_length=20, unique=True)
    display_name = models.CharField(_("姓名"), max_length=40)
    cohort = models.ForeignKey(
        Cohort, models.PROTECT, null=True, blank=True, related_name="members", verbose_name=_("班组")
    )
    is_trainee = models.BooleanField(_("学员"), default=False)
    is_trainer = models.BooleanField(_("培训师"), default=False)
    is_manager = models.BooleanField(_("主管"), default=False)
    is_active = models.BooleanField(_("在职"), default=True)
    is_staff = models.BooleanField(pgettext_lazy("role", "运维"), default=False)
    password_is_initial = models.BooleanField(_("首次登录要改密码"), default=False)
    email = models.EmailField(_("邮箱"), max_length=120, blank=True)
    language = models.CharField(
        _("界面语言"), max_length=8, blank=True, default="", choices=[(one, one.own_name) for one in Language]
    )
    link_key = models.CharField(max_length=32, blank=True, editable=False)
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, editable=False, related_name="merged", verbose_name=_("并入")
    )

    USERNAME_FIELD = "staff_number"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["display_name"]

    objects = UserManager.from_queryset(UserQuerySet)()

    class Meta:
        verbose_name = _("人员")
        verbose_name_plural = _("人员")
        constraints = [
            models.CheckConstraint(name="user_staff_number_given", condition=~Q(staff_number="")),
            models.CheckConstraint(name="user_display_name_given", condition=~Q(display_name="")),
            models.CheckConstraint(name="user_language_is_one_of_them", condition=Q(language__in=("", *Language))),
            models.CheckConstraint(
                name="user_merged_may_nothing",
                condition=Q(merged_into=None)
                | Q(is_active=False, is_staff=False, is_superuser=False, **{f"is_{role}": False for role in Role}),
            ),
        ]
        indexes = [
            # Serves UserQuerySet.called: people may sign in by name.
            models.Index(name="user_display_name", fields=["display_name"]),
        ]

    def __str__(self) -> str:
        return f"{self.display_name}{in_brackets(self.staff_number)}"

    @property
    def has_never_signed_in(self) -> bool:
        return self.last_login is None

    @property
    def roles(self) -> tuple[Role, ...]:
        """The roles this person holds, in the order of `Role`."""
        return tuple(role for role in Role if getattr(self, f"is_{role}"))

    def get_full_name(self) -> str:
        return self.display_name

    def get_short_name(self) -> str:
        return self.display_name


def survivors_of(people: Iterable[uuid.UUID]) -> dict[uuid.UUID, uuid.UUID]:
    """Return whom each of `people` who was merged stands for today; those who stand for themselves are left out."""
    merged = User.objects.filter(pk__in=set(people)).values_list("pk", "merged_into")
    return {duplicate: survivor for duplicate, survivor in merged if survivor is not None}
