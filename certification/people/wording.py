"""What roles are called."""

from django.utils.translation import gettext_lazy as _

from certification.people.domain import Role

ROLE_NAMES = {Role.TRAINEE: _("学员"), Role.TRAINER: _("培训师"), Role.MANAGER: _("主管")}
