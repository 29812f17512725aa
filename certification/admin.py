"""What operators see in the admin. Whatever has verbs of its own is read-only here."""

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from certification.core.journal import JournalEntry
from certification.people.models import Cohort, User


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
