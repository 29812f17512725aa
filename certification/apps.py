"""The Django app `certification`: one label for all slices."""

from django.apps import AppConfig


class CertificationConfig(AppConfig):
    name = "certification"
    label = "certification"
    default_auto_field = "django.db.models.BigAutoField"
