"""What operators see in the admin. Whatever has verbs of its own is read-only here."""

from typing import Any

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from certification.attempts.models import Attempt, Response
from certification.bank.models import Derivation, Question, QuestionVersion
from certification.core.journal import JournalEntry, note
from certification.grading.models import Mark
from certification.papers.models import Paper
from certification.people.models import Cohort, User
from certification.people.operator_forms import PersonChangeForm, PersonPasswordForm
from certification.people.sessions import drop_sessions
from certification.rounds.models import AllowanceGrant, Round, Seat


class ReadOnlyAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    """Look, do not touch."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: object | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: object | None = None) -> bool:
        return False


@admin.register(JournalEntry)
class JournalEntryAdmin(ReadOnlyAdmin):
    list_display = ("at", "verb", "subject", "actor_id")
    list_filter = ("verb",)
    search_fields = ("subject",)


@admin.register(Question)
class QuestionAdmin(ReadOnlyAdmin):
    list_display = ("code", "type", "pool", "released_at", "current")
    list_filter = ("type", "pool")
    search_fields = ("code",)


@admin.register(QuestionVersion)
class QuestionVersionAdmin(ReadOnlyAdmin):
    list_display = ("question", "number", "content_hash")
    list_select_related = ("question",)
    search_fields = ("question__code",)


@admin.register(Derivation)
class DerivationAdmin(ReadOnlyAdmin):
    list_display = ("version", "topic", "difficulty", "edition")
    list_filter = ("topic", "difficulty")
    list_select_related = ("version__question",)
    search_fields = ("version__question__code",)


@admin.register(Paper)
class PaperAdmin(ReadOnlyAdmin):
    list_display = ("id", "blueprint", "drawn_at", "size")


@admin.register(Round)
class RoundAdmin(ReadOnlyAdmin):
    list_display = ("title", "state", "opens_at", "closes_at", "minutes", "edition")
    list_filter = ("state",)
    search_fields = ("title",)


@admin.register(Seat)
class SeatAdmin(ReadOnlyAdmin):
    list_display = ("round", "trainee", "checked_in_at")
    list_select_related = ("round", "trainee")
    search_fields = ("round__title", "trainee__staff_number", "trainee__display_name")


@admin.register(AllowanceGrant)
class AllowanceGrantAdmin(ReadOnlyAdmin):
    list_display = ("round", "person", "factor_percent", "minutes", "cause", "granted_at")
    list_select_related = ("round",)


@admin.register(Attempt)
class AttemptAdmin(ReadOnlyAdmin):
    list_display = ("id", "trainee", "kind", "number", "state", "started_at", "deadline", "handed_in_at")
    list_filter = ("kind", "state")
    list_select_related = ("trainee",)
    search_fields = ("trainee__staff_number", "trainee__display_name")


@admin.register(Response)
class ResponseAdmin(ReadOnlyAdmin):
    list_display = ("attempt_id", "position", "answer", "flag", "received_at")
    search_fields = ("attempt__id",)


@admin.register(Mark)
class MarkAdmin(ReadOnlyAdmin):
    list_display = ("attempt_id", "position", "points", "out_of", "mode", "reason", "at")
    list_filter = ("reason",)
    search_fields = ("attempt__id",)


@admin.register(Cohort)
class CohortAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    list_display = ("name",)
    search_fields = ("name",)


@admin.register(User)
class PersonAdmin(UserAdmin):  # type: ignore[type-arg]
    ordering = ("staff_number",)
    list_display = ("staff_number", "display_name", "cohort", "is_trainee", "is_trainer", "is_manager", "is_active")
    list_filter = ("is_trainee", "is_trainer", "is_manager", "is_active", "cohort")
    search_fields = ("staff_number", "display_name")
    filter_horizontal = ()
    fieldsets = (
        (None, {"fields": ("staff_number", "display_name", "cohort", "password")}),
        (_("角色"), {"fields": ("is_trainee", "is_trainer", "is_manager")}),
        (_("账号"), {"fields": ("is_active", "is_staff", "is_superuser", "last_login")}),
    )
    readonly_fields = ("last_login",)
    add_fieldsets = ((None, {"fields": ("staff_number", "display_name", "cohort", "password1", "password2")}),)
    form = PersonChangeForm
    change_password_form = PersonPasswordForm

    def has_delete_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        """An active manager is not deleted: the role is taken first, and that leaves another."""
        is_manager = obj is not None and obj.is_manager and obj.is_active
        return not is_manager and super().has_delete_permission(request, obj)

    def save_model(self, request: Any, obj: User, form: Any, change: bool) -> None:  # noqa: FBT001 - as in Django
        """Save, and note which fields an operator changed; their values only where they are roles or rights."""
        with transaction.atomic():
            obj.password_is_initial = obj.password_is_initial or not change
            super().save_model(request, obj, form, change)
            if not obj.is_active:
                drop_sessions(obj.pk)
            rights = {name: getattr(obj, name) for name in form.changed_data if name.startswith("is_")}
            note(
                request.user, "people.changed-by-operator", obj, now=timezone.now(), fields=form.changed_data, **rights
            )

    def delete_model(self, request: Any, obj: User) -> None:
        with transaction.atomic():
            note(request.user, "people.removed-by-operator", obj, now=timezone.now())
            super().delete_model(request, obj)

    def delete_queryset(self, request: Any, queryset: QuerySet[User]) -> None:
        for person in queryset:
            self.delete_model(request, person)
