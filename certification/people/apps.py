"""Django's admin, with the operators' site in place of the stock one."""

from django.contrib.admin.apps import AdminConfig


class OperatorAdminConfig(AdminConfig):
    default_site = "certification.people.admin_site.OperatorAdminSite"
