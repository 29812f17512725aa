"""The Django app `certification`: one label for all slices."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.module_loading import import_string


class CertificationConfig(AppConfig):
    name = "certification"
    label = "certification"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Let the bank know drills, have sign-ins noted, and guard the append-only tables anew after every migrate.

        The modules need the models, so they are named.
        """
        import_string("certification.drills.bank.enter_bank")()
        import_string("certification.grading.talks.listen")()
        import_string("certification.people.sessions.listen")()
        import_string("certification.people.second_factor.standing.listen")()
        import_string("certification.operations.listening.listen")()
        post_migrate.connect(import_string("certification.core.guards.install_guards"), sender=self)
