"""The Django app `certification`: one label for all slices."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.module_loading import import_string


class CertificationConfig(AppConfig):
    name = "certification"
    label = "certification"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Guard the append-only tables anew after every migrate (the module needs the models, so it is named)."""
        post_migrate.connect(import_string("certification.core.guards.install_guards"), sender=self)
