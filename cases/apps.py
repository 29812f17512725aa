"""The Django app `cases`."""

from django.apps import AppConfig


class CasesConfig(AppConfig):
    name = "cases"
    label = "cases"
    default_auto_field = "django.db.models.BigAutoField"
